import { and, eq, sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { sendcloudAccounts, storeDrafts, stores } from "./schema";

/** A secret as the database holds it: `place` is where alone it opens. */
export type SealedText = { table: "accounts" | "stores" | "drafts"; id: string; place: string; sealed: string };

const ACCOUNT_FIELDS = [
  ["publicKey", sendcloudAccounts.sealedPublicKey],
  ["secretKey", sendcloudAccounts.sealedSecretKey],
  ["signatureKey", sendcloudAccounts.sealedSignatureKey],
  ["secretKey", sendcloudAccounts.sealedPreviousSecretKey],
  ["signatureKey", sendcloudAccounts.sealedPreviousSignatureKey],
] as const;
/** What a draft keeps sealed inside its answers. */
const DRAFT_FIELDS = { publicKey: "$.sendcloud.keys.sealedPublicKey", secretKey: "$.sendcloud.keys.sealedSecretKey" };

/** Every sealed text of the deployment, whatever workspace it belongs to: only the operator asks for it. */
export async function listSealed(d1: D1): Promise<SealedText[]> {
  const found = await Promise.all([ofAccounts(d1), ofStores(d1), ofDrafts(d1)]);
  return found.flat();
}

async function ofAccounts(d1: D1): Promise<SealedText[]> {
  const { id, workspaceId } = sendcloudAccounts;
  const lists = ACCOUNT_FIELDS.map(async ([field, column]) => {
    const rows = await ask(d1, (db) => db.select({ id, workspaceId, sealed: column }).from(sendcloudAccounts));
    return rows.flatMap((row) => named("accounts", row, field));
  });
  return (await Promise.all(lists)).flat();
}

async function ofStores(d1: D1): Promise<SealedText[]> {
  const { id, workspaceId, sealedKey: sealed } = stores;
  const rows = await ask(d1, (db) => db.select({ id, workspaceId, sealed }).from(stores));
  return rows.flatMap((row) => named("stores", row, "key"));
}

async function ofDrafts(d1: D1): Promise<SealedText[]> {
  const { id, workspaceId, sealedKey: sealed, answers } = storeDrafts;
  const keys = await ask(d1, (db) => db.select({ id, workspaceId, sealed }).from(storeDrafts));
  const inAnswers = Object.entries(DRAFT_FIELDS).map(async ([field, path]) => {
    const text = sql<string | null>`json_extract(${answers}, ${path})`;
    const rows = await ask(d1, (db) => db.select({ id, workspaceId, sealed: text }).from(storeDrafts));
    return rows.flatMap((row) => named("drafts", row, field));
  });
  return [...keys.flatMap((row) => named("drafts", row, "key")), ...(await Promise.all(inAnswers)).flat()];
}

type Row = { id: string; workspaceId: string; sealed: string | null };

// A store that is disconnected keeps an empty text where its key was.
function named(table: SealedText["table"], { id, workspaceId, sealed }: Row, field: string): SealedText[] {
  return sealed ? [{ table, id, place: `${workspaceId}|${id}|${field}`, sealed }] : [];
}

/** Puts `fresh` where `text` stands; nothing changes where somebody else changed it meanwhile. */
export async function replaceSealed(d1: D1, { table, id, sealed }: SealedText, fresh: string): Promise<void> {
  if (table === "stores") {
    const asRead = and(eq(stores.id, id), eq(stores.sealedKey, sealed));
    await ask(d1, (db) => db.update(stores).set({ sealedKey: fresh }).where(asRead));
    return;
  }
  if (table === "drafts") return replaceInDraft(d1, id, sealed, fresh);
  await ask(d1, (db) =>
    db.run(sql`update sendcloud_accounts set
      sealed_public_key = replace(sealed_public_key, ${sealed}, ${fresh}),
      sealed_secret_key = replace(sealed_secret_key, ${sealed}, ${fresh}),
      sealed_signature_key = replace(sealed_signature_key, ${sealed}, ${fresh}),
      sealed_previous_secret_key = replace(sealed_previous_secret_key, ${sealed}, ${fresh}),
      sealed_previous_signature_key = replace(sealed_previous_signature_key, ${sealed}, ${fresh})
      where id = ${id}`),
  );
}

async function replaceInDraft(d1: D1, id: string, sealed: string, fresh: string): Promise<void> {
  await ask(d1, (db) =>
    db.run(sql`update store_drafts set sealed_key = replace(sealed_key, ${sealed}, ${fresh}),
      answers = replace(answers, ${sealed}, ${fresh}) where id = ${id}`),
  );
}
