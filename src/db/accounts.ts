import { and, eq, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { sendcloudAccounts as accounts } from "./schema";

/** A connected Sendcloud integration. */
export type AccountRow = typeof accounts.$inferSelect;

export async function listAccounts(d1: D1, workspaceId: string): Promise<AccountRow[]> {
  return ask(d1, (db) =>
    db.select().from(accounts).where(eq(accounts.workspaceId, workspaceId)).orderBy(accounts.createdAt, accounts.id),
  );
}

export async function findAccount(d1: D1, workspaceId: string, accountId: string): Promise<AccountRow | null> {
  const own = and(eq(accounts.id, accountId), eq(accounts.workspaceId, workspaceId));
  return (await ask(d1, (db) => db.select().from(accounts).where(own).get())) ?? null;
}

/** Only the webhook door asks without a workspace: the unguessable address stands for it. */
export async function findAccountByWebhook(
  d1: D1,
  webhookId: string,
): Promise<{ id: string; workspaceId: string } | null> {
  const { id, workspaceId } = accounts;
  const found = await ask(d1, (db) =>
    db.select({ id, workspaceId }).from(accounts).where(eq(accounts.webhookId, webhookId)).get(),
  );
  return found ?? null;
}

/** A row that is there already stays as it is. */
export async function insertAccount(d1: D1, row: typeof accounts.$inferInsert): Promise<void> {
  await ask(d1, (db) => db.insert(accounts).values(row).onConflictDoNothing({ target: accounts.id }));
}

/** What an account is opened with; the signature key is null where the panel shows none. */
export type AccountKeys = Pick<
  AccountRow,
  "auth" | "sealedPublicKey" | "sealedSecretKey" | "sealedSignatureKey" | "keyHint"
>;

/** So long a webhook signed by a key before the last change is taken (Sendcloud's own tries end within ten hours). */
const PREVIOUS_COUNTS_MS = 48 * 3_600_000;

/**
 * Gives an account other keys than it was read with. A key that changed stays as the one before: what is on its way is
 * still signed with it. False when somebody else changed them meanwhile.
 */
export async function changeAccountKeys(
  d1: D1,
  read: AccountRow,
  { auth, sealedPublicKey, sealedSecretKey, sealedSignatureKey, keyHint }: AccountKeys,
  changed: { secretKey: boolean; signatureKey: boolean },
  at: number,
): Promise<boolean> {
  const asRead = and(
    eq(accounts.id, read.id),
    eq(accounts.workspaceId, read.workspaceId),
    eq(accounts.sealedSecretKey, read.sealedSecretKey),
  );
  const kept = (column: typeof accounts.sealedPreviousSecretKey | typeof accounts.sealedPreviousSignatureKey) =>
    sql`case when ${accounts.previousUntil} > ${at} then ${column} end`;
  const before = {
    sealedPreviousSecretKey: changed.secretKey ? read.sealedSecretKey : kept(accounts.sealedPreviousSecretKey),
    sealedPreviousSignatureKey: changed.signatureKey
      ? read.sealedSignatureKey
      : kept(accounts.sealedPreviousSignatureKey),
    ...(changed.secretKey || changed.signatureKey ? { previousUntil: at + PREVIOUS_COUNTS_MS } : {}),
  };
  const outcome = await ask(d1, (db) =>
    db
      .update(accounts)
      .set({ auth, sealedPublicKey, sealedSecretKey, sealedSignatureKey, keyHint, ...before })
      .where(asRead),
  );
  return outcome.meta.changes > 0;
}

/** Every account of the deployment: for the watchdog and the sandbox's clock alone. */
export async function listAccountIds(d1: D1): Promise<string[]> {
  const rows = await ask(d1, (db) => db.select({ id: accounts.id }).from(accounts).orderBy(accounts.id));
  return rows.map((row) => row.id);
}
