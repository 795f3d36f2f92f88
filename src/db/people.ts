import { and, eq, exists, gt, notExists, type SQL, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { loginLinks, memberships, people, sessions, workspaces } from "./schema";

export type Role = (typeof memberships.$inferSelect)["role"];
export type Who = {
  personId: string;
  name: string;
  language: string;
  workspaceId: string;
  workspaceName: string;
  timeZone: string;
  role: Role;
  freshUntil: number;
};

const SESSION_MS = 30 * 86_400_000;
const IDLE_MS = 7 * 86_400_000;
const FRESH_MS = 5 * 60_000;
const SEEN_STEP_MS = 3_600_000;

/** Who holds this session, with the role of today; null when it ended. */
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
      .innerJoin(memberships, and(eq(memberships.workspaceId, workspaceId), eq(memberships.personId, personId)))
      .innerJoin(people, eq(people.id, personId))
      .innerJoin(workspaces, eq(workspaces.id, workspaceId))
      .where(alive)
      .get(),
  );
  return found ?? null;
}

/** Notes that a session is in use, at most once an hour. */
export async function touchSession(d1: D1, tokenHash: string, seenAt: number, now: number): Promise<void> {
  if (now - seenAt < SEEN_STEP_MS) return;
  await ask(d1, (db) => db.update(sessions).set({ seenAt: now }).where(eq(sessions.tokenHash, tokenHash)));
}

export async function openSession(
  d1: D1,
  session: { tokenHash: string; personId: string; workspaceId: string; now: number },
): Promise<void> {
  const { now, ...holder } = session;
  const times = { createdAt: now, seenAt: now, freshUntil: now + FRESH_MS, expiresAt: now + SESSION_MS };
  await ask(d1, (db) => db.insert(sessions).values({ ...holder, ...times }));
}

export async function endSession(d1: D1, tokenHash: string): Promise<void> {
  await ask(d1, (db) => db.delete(sessions).where(eq(sessions.tokenHash, tokenHash)));
}

/** Keeps the person's language for the next visit. */
export async function setLanguage(d1: D1, personId: string, language: string): Promise<void> {
  await ask(d1, (db) => db.update(people).set({ language }).where(eq(people.id, personId)));
}

export async function addLoginLink(
  d1: D1,
  link: { tokenHash: string; personId: string; workspaceId: string; expiresAt: number },
): Promise<void> {
  await ask(d1, (db) => db.insert(loginLinks).values(link));
}

/** Whom a login link lets in; reading it does not use it up. */
export async function findLoginLink(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<{ personId: string; workspaceId: string } | null> {
  const { personId, workspaceId } = loginLinks;
  const found = await ask(d1, (db) =>
    db.select({ personId, workspaceId }).from(loginLinks).where(isOpenLink(tokenHash, now)).get(),
  );
  return found ?? null;
}

/** Uses a login link up: of two who come at once, one gets in. */
export async function consumeLoginLink(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<{ personId: string; workspaceId: string } | null> {
  const { personId, workspaceId } = loginLinks;
  const used = await ask(d1, (db) =>
    db.delete(loginLinks).where(isOpenLink(tokenHash, now)).returning({ personId, workspaceId }).get(),
  );
  return used ?? null;
}

/**
 * Creates a workspace with its owner. With `onlyIfFirst` nothing happens when any workspace exists already: the
 * condition sits in the statements, so two who try at once make one.
 */
export async function createWorkspace(
  d1: D1,
  made: {
    workspaceId: string;
    name: string;
    timeZone: string;
    personId: string;
    email: string;
    personName: string;
    language: string;
    now: number;
  },
  onlyIfFirst: boolean,
): Promise<boolean> {
  const { workspaceId, personId, now: createdAt } = made;
  const workspace = { id: workspaceId, name: made.name, timeZone: made.timeZone, createdAt };
  const owner = { id: personId, email: made.email, name: made.personName, language: made.language, createdAt };
  const membership = { workspaceId, personId, role: "owner", createdAt } as const;
  const [inserted] = await ask(d1, (db) => {
    const isFirst = onlyIfFirst ? notExists(db.select({ id: workspaces.id }).from(workspaces)) : sql`true`;
    const wasMade = exists(db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, workspaceId)));
    return db.batch([
      db.insert(workspaces).select(sql`${selectRow(workspaces, workspace)} where ${isFirst}`),
      db.insert(people).select(sql`${selectRow(people, owner)} where ${wasMade}`),
      db.insert(memberships).select(sql`${selectRow(memberships, membership)} where ${wasMade}`),
    ]);
  });
  return inserted.meta.changes > 0;
}

/** The clock that a workspace lives by, an IANA time zone; null when there is no such workspace. */
export async function findTimeZone(d1: D1, workspaceId: string): Promise<string | null> {
  const { id, timeZone } = workspaces;
  const found = await ask(d1, (db) => db.select({ timeZone }).from(workspaces).where(eq(id, workspaceId)).get());
  return found?.timeZone ?? null;
}

/** True once the first owner came. */
export async function hasWorkspace(d1: D1): Promise<boolean> {
  return (await ask(d1, (db) => db.select({ id: workspaces.id }).from(workspaces).limit(1))).length > 0;
}

export async function findPersonByEmail(
  d1: D1,
  email: string,
): Promise<{ personId: string; workspaceId: string } | null> {
  const { personId, workspaceId } = memberships;
  const found = await ask(d1, (db) =>
    db
      .select({ personId, workspaceId })
      .from(people)
      .innerJoin(memberships, eq(personId, people.id))
      .where(eq(people.email, email))
      .limit(1)
      .get(),
  );
  return found ?? null;
}

function isOpenLink(tokenHash: string, now: number): SQL | undefined {
  return and(eq(loginLinks.tokenHash, tokenHash), gt(loginLinks.expiresAt, now));
}
