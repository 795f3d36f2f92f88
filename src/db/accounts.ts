import type { D1 } from "../lib/ports";

export type SendcloudAuth = "basic" | "oauth2";
/** A connected Sendcloud integration. The keys are sealed with `workspace|account|field`. */
export type AccountRow = {
  id: string;
  workspaceId: string;
  name: string;
  integrationId: number;
  auth: SendcloudAuth;
  sealedPublicKey: string;
  sealedSecretKey: string;
  sealedSignatureKey: string | null;
  keyHint: string;
  webhookId: string;
  createdAt: number;
};

const COLUMNS = `id, workspace_id AS workspaceId, name, integration_id AS integrationId, auth,
  sealed_public_key AS sealedPublicKey, sealed_secret_key AS sealedSecretKey,
  sealed_signature_key AS sealedSignatureKey, key_hint AS keyHint, webhook_id AS webhookId, created_at AS createdAt`;

export async function listAccounts(d1: D1, workspaceId: string): Promise<AccountRow[]> {
  const { results } = await d1
    .prepare(`SELECT ${COLUMNS} FROM sendcloud_accounts WHERE workspace_id = ? ORDER BY created_at, id`)
    .bind(workspaceId)
    .all<AccountRow>();
  return results;
}

export async function findAccount(d1: D1, workspaceId: string, accountId: string): Promise<AccountRow | null> {
  return d1
    .prepare(`SELECT ${COLUMNS} FROM sendcloud_accounts WHERE id = ? AND workspace_id = ?`)
    .bind(accountId, workspaceId)
    .first();
}

/** Only the webhook door asks without a workspace: the unguessable address stands for it. */
export async function findAccountByWebhook(
  d1: D1,
  webhookId: string,
): Promise<{ id: string; workspaceId: string } | null> {
  return d1
    .prepare("SELECT id, workspace_id AS workspaceId FROM sendcloud_accounts WHERE webhook_id = ?")
    .bind(webhookId)
    .first();
}

/** A row that is there already stays as it is. */
export async function insertAccount(d1: D1, row: AccountRow): Promise<void> {
  await d1
    .prepare(
      `INSERT INTO sendcloud_accounts (id, workspace_id, name, integration_id, auth, sealed_public_key, sealed_secret_key,
         sealed_signature_key, key_hint, webhook_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(
      row.id,
      row.workspaceId,
      row.name,
      row.integrationId,
      row.auth,
      row.sealedPublicKey,
      row.sealedSecretKey,
      row.sealedSignatureKey,
      row.keyHint,
      row.webhookId,
      row.createdAt,
    )
    .run();
}

/** Every account of the deployment: for the watchdog and the sandbox's clock alone. */
export async function listAccountIds(d1: D1): Promise<string[]> {
  const { results } = await d1.prepare("SELECT id FROM sendcloud_accounts ORDER BY id").all<{ id: string }>();
  return results.map((row) => row.id);
}
