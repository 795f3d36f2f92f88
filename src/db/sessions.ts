import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import type { Role } from "./people";
import { memberships, people, sessions, workspaces } from "./schema";

export type Who = {
  personId: string;
  name: string;
  language: string;
  workspaceId: string;
  workspaceName: string;
  timeZone: string;
  role: Role;
  freshUntil: number;
  /** Which of the person's sessions this is; it opens nothing. */
  sessionRef: string;
};

const SESSION_MS = 30 * 86_400_000;
const IDLE_MS = 7 * 86_400_000;
const FRESH_MS = 5 * 60_000;
const SEEN_STEP_MS = 3_600_000;
const REF_LENGTH = 16;
const DEVICE_LENGTH = 200;

/** Who holds this session, with the role of today; null when it ended, or the person was suspended or removed. */
export async function whoHoldsSession(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<(Who & { seenAt: number }) | null> {
  const { personId, workspaceId, freshUntil, seenAt, expiresAt } = sessions;
  const { name, language } = people;
  const { role } = memberships;
  const { name: workspaceName, timeZone } = workspaces;
  const alive = and(eq(sessions.tokenHash, tokenHash), gt(expiresAt, now), gt(seenAt, now - IDLE_MS));
  const found = await ask(d1, (db) =>
    db
      .select({ personId, name, language, workspaceId, workspaceName, timeZone, role, freshUntil, seenAt })
      .from(sessions)
      .innerJoin(
        memberships,
        and(
          eq(memberships.workspaceId, workspaceId),
          eq(memberships.personId, personId),
          isNull(memberships.suspendedAt),
        ),
      )
      .innerJoin(people, eq(people.id, personId))
      .innerJoin(workspaces, eq(workspaces.id, workspaceId))
      .where(alive)
      .get(),
  );
  return found ? { ...found, sessionRef: refOf(tokenHash) } : null;
}

/** Notes that a session is in use, at most once an hour. */
export async function touchSession(d1: D1, tokenHash: string, seenAt: number, now: number): Promise<void> {
  if (now - seenAt < SEEN_STEP_MS) return;
  await ask(d1, (db) => db.update(sessions).set({ seenAt: now }).where(eq(sessions.tokenHash, tokenHash)));
}

export async function openSession(
  d1: D1,
  session: { tokenHash: string; personId: string; workspaceId: string; device: string; now: number },
): Promise<void> {
  const { now, device, ...holder } = session;
  const times = { createdAt: now, seenAt: now, freshUntil: now + FRESH_MS, expiresAt: now + SESSION_MS };
  await ask(d1, (db) => db.insert(sessions).values({ ...holder, ...times, device: device.slice(0, DEVICE_LENGTH) }));
}

export async function endSession(d1: D1, tokenHash: string): Promise<void> {
  await ask(d1, (db) => db.delete(sessions).where(eq(sessions.tokenHash, tokenHash)));
}

export type OpenSession = { ref: string; device: string; createdAt: number; seenAt: number };

/** Where a person is signed in, the last used first. */
export async function listSessions(d1: D1, personId: string, now: number): Promise<OpenSession[]> {
  const { tokenHash, device, createdAt, seenAt, expiresAt } = sessions;
  const alive = and(eq(sessions.personId, personId), gt(expiresAt, now), gt(seenAt, now - IDLE_MS));
  const found = await ask(d1, (db) =>
    db.select({ tokenHash, device, createdAt, seenAt }).from(sessions).where(alive).orderBy(desc(seenAt), tokenHash),
  );
  return found.map(({ tokenHash: hash, ...session }) => ({ ...session, ref: refOf(hash) }));
}

/** Ends one session of this person; false when he has none with this reference. */
export async function endSessionOf(d1: D1, personId: string, ref: string): Promise<boolean> {
  return endWhere(d1, personId, (hash) => refOf(hash) === ref);
}

/** Ends every session of this person but the one that asks. */
export async function endOtherSessions(d1: D1, personId: string, kept: string): Promise<void> {
  await endWhere(d1, personId, (hash) => refOf(hash) !== kept);
}

async function endWhere(d1: D1, personId: string, ends: (tokenHash: string) => boolean): Promise<boolean> {
  const { tokenHash } = sessions;
  const own = await ask(d1, (db) => db.select({ tokenHash }).from(sessions).where(eq(sessions.personId, personId)));
  const ended = own.filter((session) => ends(session.tokenHash));
  for (const session of ended) await endSession(d1, session.tokenHash);
  return ended.length > 0;
}

function refOf(tokenHash: string): string {
  return tokenHash.slice(0, REF_LENGTH);
}
