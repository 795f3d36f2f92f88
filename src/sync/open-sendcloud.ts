import type { AccountRow } from "../db/accounts";
import type { Ports } from "../lib/ports";
import type { Keys } from "../sendcloud/access";
import { createSendcloudClient, type SendcloudClient } from "../sendcloud/client";

/** Where Sendcloud is, by the configuration. */
export type SendcloudAddresses = { sendcloudBaseUrl: string; sendcloudTokenUrl: string };

/** Opens an account's sealed keys and the client that holds them; an OAuth2 token lives as long as the client. */
export async function openSendcloud(
  { http, now, random, seal }: Ports,
  { sendcloudBaseUrl, sendcloudTokenUrl }: SendcloudAddresses,
  account: AccountRow,
): Promise<{ keys: Keys; sendcloud: SendcloudClient }> {
  const { workspaceId, id, auth } = account;
  const keys = {
    publicKey: await seal.open(account.sealedPublicKey, `${workspaceId}|${id}|publicKey`),
    secretKey: await seal.open(account.sealedSecretKey, `${workspaceId}|${id}|secretKey`),
  };
  const place = { http, now, random, baseUrl: sendcloudBaseUrl, tokenUrl: sendcloudTokenUrl };
  return { keys, sendcloud: createSendcloudClient({ ...place, keys, auth }) };
}

/** Names the integration within which order numbers must differ. */
export function integrationOf({ workspaceId, integrationId }: AccountRow): string {
  return `${workspaceId}:${integrationId}`;
}
