import { and, asc, eq, max, type SQL, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import type { Role } from "./people";
import { memberships, people, sessions } from "./schema";

export type Member = {
  personId: string;
  name: string;
  email: string;
  role: Role;
  suspendedAt: number | null;
  /** The last use of any of the person's sessions here, to the hour; null when he has none. */
  seenAt: number | null;
};

/** The people of a workspace, in the order in which they came. */
export async function listMembers(d1: D1, workspaceId: string): Promise<Member[]> {
  const { personId, role, suspendedAt, createdAt } = memberships;
  const { name, email } = people;
  return ask(d1, (db) =>
    db
      .select({ personId, name, email, role, suspendedAt, seenAt: max(sessions.seenAt) })
      .from(memberships)
      .innerJoin(people, eq(people.id, personId))
      .leftJoin(sessions, and(eq(sessions.personId, personId), eq(sessions.workspaceId, workspaceId)))
      .where(eq(memberships.workspaceId, workspaceId))
      .groupBy(personId)
      .orderBy(asc(createdAt), asc(personId)),
  );
}

export type MemberChange =
  | { change: "role"; role: Role }
  | { change: "suspend"; at: number }
  | { change: "readmit" }
  | { change: "remove" };

export type ChangeOutcome = "done" | "last-owner" | "nobody";

/**
 * Changes one membership. A workspace keeps an owner: the statement itself looks, so of two owners who demote each
 * other at once one stays. Whoever is suspended or removed is signed out there.
 */
export async function changeMember(
  d1: D1,
  workspaceId: string,
  personId: string,
  change: MemberChange,
): Promise<ChangeOutcome> {
  const member = and(eq(memberships.workspaceId, workspaceId), eq(memberships.personId, personId));
  const allowed = and(member, keepsAnOwner(workspaceId, change));
  const changed = await ask(d1, (db) => {
    if (change.change === "remove") return db.delete(memberships).where(allowed);
    return db.update(memberships).set(valuesOf(change)).where(allowed);
  });
  if (changed.meta.changes === 0) {
    const there = await ask(d1, (db) => db.select({ role: memberships.role }).from(memberships).where(member).get());
    return there ? "last-owner" : "nobody";
  }
  if (change.change === "remove" || change.change === "suspend") await signOutThere(d1, workspaceId, personId);
  return "done";
}

function valuesOf(change: Exclude<MemberChange, { change: "remove" }>) {
  if (change.change === "role") return { role: change.role };
  return { suspendedAt: change.change === "suspend" ? change.at : null };
}

function keepsAnOwner(workspaceId: string, change: MemberChange): SQL {
  if (change.change === "readmit" || (change.change === "role" && change.role === "owner")) return sql`true`;
  const active = sql`SELECT count(*) FROM memberships AS others WHERE others.workspace_id = ${workspaceId}
    AND others.role = 'owner' AND others.suspended_at IS NULL AND others.person_id <> ${memberships.personId}`;
  return sql`(${memberships.role} <> 'owner' OR (${active}) > 0)`;
}

async function signOutThere(d1: D1, workspaceId: string, personId: string): Promise<void> {
  const there = and(eq(sessions.workspaceId, workspaceId), eq(sessions.personId, personId));
  await ask(d1, (db) => db.delete(sessions).where(there));
}
