import { and, asc, eq, gt, isNull, lt } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { memberships } from "./schema";
import { challenges, passkeys } from "./schema-doors";

export type Passkey = typeof passkeys.$inferSelect;

export async function listPasskeys(d1: D1, personId: string): Promise<Passkey[]> {
  return ask(d1, (db) =>
    db
      .select()
      .from(passkeys)
      .where(eq(passkeys.personId, personId))
      .orderBy(asc(passkeys.createdAt), asc(passkeys.id)),
  );
}

/** False when this credential is known already, whosever it is. */
export async function addPasskey(d1: D1, passkey: Passkey): Promise<boolean> {
  const added = await ask(d1, (db) => db.insert(passkeys).values(passkey).onConflictDoNothing());
  return added.meta.changes > 0;
}

export async function removePasskey(d1: D1, personId: string, id: string): Promise<boolean> {
  const own = and(eq(passkeys.id, id), eq(passkeys.personId, personId));
  return (await ask(d1, (db) => db.delete(passkeys).where(own))).meta.changes > 0;
}

/** Only the sign-in asks for a passkey without its person: the credential itself says who comes. */
export async function findPasskey(d1: D1, id: string): Promise<Passkey | null> {
  return (await ask(d1, (db) => db.select().from(passkeys).where(eq(passkeys.id, id)).get())) ?? null;
}

/** Notes a use. False when the counter did not move on: two copies of one key sign, or one answer came twice. */
export async function useUpPasskey(d1: D1, id: string, counter: number, now: number): Promise<boolean> {
  // Authenticators that are kept in sync count nothing: theirs is always 0 (WebAuthn 6.1.1).
  const moved = and(eq(passkeys.id, id), counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter));
  const used = await ask(d1, (db) => db.update(passkeys).set({ counter, usedAt: now }).where(moved));
  return used.meta.changes > 0;
}

/** The workspace that a person enters by a passkey: the first that has not suspended him. */
export async function workspaceOf(d1: D1, personId: string): Promise<string | null> {
  const { workspaceId, suspendedAt, createdAt } = memberships;
  const open = and(eq(memberships.personId, personId), isNull(suspendedAt));
  const found = await ask(d1, (db) =>
    db.select({ workspaceId }).from(memberships).where(open).orderBy(asc(createdAt)).limit(1).get(),
  );
  return found?.workspaceId ?? null;
}

/** Keeps what a browser was asked to sign; what nobody answered in time is swept away with it. */
export async function keepChallenge(
  d1: D1,
  challenge: { challenge: string; personId: string | null; expiresAt: number },
  now: number,
): Promise<void> {
  await ask(d1, (db) =>
    db.batch([db.delete(challenges).where(lt(challenges.expiresAt, now)), db.insert(challenges).values(challenge)]),
  );
}

/** Uses a challenge up: true once, for the one it was made for. */
export async function useUpChallenge(
  d1: D1,
  challenge: string,
  personId: string | null,
  now: number,
): Promise<boolean> {
  const whose = personId === null ? isNull(challenges.personId) : eq(challenges.personId, personId);
  const open = and(eq(challenges.challenge, challenge), whose, gt(challenges.expiresAt, now));
  return (await ask(d1, (db) => db.delete(challenges).where(open))).meta.changes > 0;
}
