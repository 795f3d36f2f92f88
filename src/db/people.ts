import { and, asc, eq, exists, gt, isNull, notExists, type SQL, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask, selectRow } from "./client";
import { loginLinks, memberships, people, workspaces } from "./schema";

export type Role = (typeof memberships.$inferSelect)["role"];

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
  const membership = { workspaceId, personId, role: "owner", createdAt, suspendedAt: sql`null` } as const;
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

export async function findPerson(d1: D1, personId: string): Promise<{ name: string; email: string } | null> {
  const { id, name, email } = people;
  return (await ask(d1, (db) => db.select({ name, email }).from(people).where(eq(id, personId)).get())) ?? null;
}

/** Who signs in with this address, and where: the first workspace that lets him in; null for nobody. */
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
      .where(and(eq(people.email, email), isNull(memberships.suspendedAt)))
      .orderBy(asc(memberships.createdAt))
      .limit(1)
      .get(),
  );
  return found ?? null;
}

function isOpenLink(tokenHash: string, now: number): SQL | undefined {
  return and(eq(loginLinks.tokenHash, tokenHash), gt(loginLinks.expiresAt, now));
}
