import type { AccountRow } from "../db/accounts";
import type { SendcloudKeys } from "../sync/stub-stores";
import type { AppContext } from "./context";

/** Where a stored account's key is sealed. */
export function accountPlace(
  account: { workspaceId: string; id: string },
  field: "publicKey" | "secretKey" | "signatureKey",
): string {
  return `${account.workspaceId}|${account.id}|${field}`;
}

export async function openAccountKeys(c: AppContext, account: AccountRow): Promise<SendcloudKeys> {
  const { seal } = c.var;
  return {
    publicKey: await seal.open(account.sealedPublicKey, accountPlace(account, "publicKey")),
    secretKey: await seal.open(account.sealedSecretKey, accountPlace(account, "secretKey")),
  };
}

/** The address Sendcloud is told to knock at. */
export function webhookUrl(c: AppContext, webhookId: string): string {
  return `${new URL(c.req.url).origin}/hooks/sendcloud/${webhookId}`;
}

/** False on a laptop without the sandbox: Sendcloud knocks at https addresses alone. */
export function isReachable(c: AppContext): boolean {
  return c.var.config.sandbox || new URL(c.req.url).protocol === "https:";
}
