import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import type { Role } from "./people";
import { memberships, people, workspaces } from "./schema";
import { invitations } from "./schema-doors";

export type Invitation = typeof invitations.$inferSelect;
export type OpenInvitation = Pick<Invitation, "id" | "workspaceId" | "email" | "role"> & { workspaceName: string };

/** Invites an address; an older invitation of the same address is replaced, and its link opens nothing any more. */
export async function invite(d1: D1, invitation: Invitation): Promise<void> {
  const { workspaceId, email, ...rest } = invitation;
  await ask(d1, (db) =>
    db
      .insert(invitations)
      .values(invitation)
      .onConflictDoUpdate({ target: [invitations.workspaceId, invitations.email], set: rest }),
  );
}

/** The invitations that nobody took yet, those that have expired included. */
export async function listInvitations(d1: D1, workspaceId: string): Promise<Invitation[]> {
  return ask(d1, (db) =>
    db
      .select()
      .from(invitations)
      .where(eq(invitations.workspaceId, workspaceId))
      .orderBy(asc(invitations.createdAt), asc(invitations.id)),
  );
}

/** False when there is no such invitation in this workspace. */
export async function withdrawInvitation(d1: D1, workspaceId: string, id: string): Promise<boolean> {
  const own = and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id));
  return (await ask(d1, (db) => db.delete(invitations).where(own))).meta.changes > 0;
}

/** What an invitation's link offers; reading it does not use it up. */
export async function findInvitation(d1: D1, tokenHash: string, now: number): Promise<OpenInvitation | null> {
  const { id, workspaceId, email, role, expiresAt } = invitations;
  const found = await ask(d1, (db) =>
    db
      .select({ id, workspaceId, email, role, workspaceName: workspaces.name })
      .from(invitations)
      .innerJoin(workspaces, eq(workspaces.id, workspaceId))
      .where(and(eq(invitations.tokenHash, tokenHash), gt(expiresAt, now)))
      .get(),
  );
  return found ?? null;
}

/**
 * Takes an invitation, once: the person is made when the address is new, the membership when he has none. Gives who
 * came, or null when the invitation is gone. Somebody who belongs already keeps his role, and a suspension stays.
 */
export async function takeInvitation(
  d1: D1,
  tokenHash: string,
  guest: { personId: string; name: string; language: string; now: number },
): Promise<{ personId: string; workspaceId: string; role: Role } | null> {
  const open = await findInvitation(d1, tokenHash, guest.now);
  if (!open) return null;
  const { workspaceId, email } = open;
  const stillOpen = sql`exists (select 1 from invitations where token_hash = ${tokenHash} and expires_at > ${guest.now})`;
  const person = { id: guest.personId, email, name: guest.name, language: guest.language, createdAt: guest.now };
  const ofEmail = sql`(select id from people where email = ${email})`;
  const member = { workspaceId, personId: ofEmail, role: open.role, createdAt: guest.now, suspendedAt: sql`null` };
  const [, , used] = await ask(d1, (db) =>
    db.batch([
      db
        .insert(people)
        .select(sql`${selectRow(people, person)} where ${stillOpen}`)
        .onConflictDoNothing(),
      db
        .insert(memberships)
        .select(sql`${selectRow(memberships, member)} where ${stillOpen}`)
        .onConflictDoNothing(),
      db.delete(invitations).where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, guest.now))),
    ]),
  );
  if (used.meta.changes === 0) return null;
  return findMember(d1, workspaceId, email);
}

async function findMember(
  d1: D1,
  workspaceId: string,
  email: string,
): Promise<{ personId: string; workspaceId: string; role: Role } | null> {
  const { personId, role } = memberships;
  const found = await ask(d1, (db) =>
    db
      .select({ personId, workspaceId: memberships.workspaceId, role })
      .from(people)
      .innerJoin(memberships, and(eq(personId, people.id), eq(memberships.workspaceId, workspaceId)))
      .where(eq(people.email, email))
      .get(),
  );
  return found ?? null;
}
