import type { AccountRow } from "../db/accounts";
import type { Http } from "../lib/http";
import type { Ports } from "../lib/ports";
import type { Keys, Token, TokenStore } from "../sendcloud/access";
import { createSendcloudClient, type SendcloudClient } from "../sendcloud/client";

/** Where Sendcloud is, by the configuration. */
export type SendcloudAddresses = { sendcloudBaseUrl: string; sendcloudTokenUrl: string };

/**
 * Opens an account's sealed keys and makes clients that hold them, over any way out; they share one OAuth2 token, which
 * lives as long as this opening.
 */
export async function openSendcloud(
  { now, random, seal }: Ports,
  { sendcloudBaseUrl, sendcloudTokenUrl }: SendcloudAddresses,
  account: AccountRow,
): Promise<{ keys: Keys; clientOver(http: Http): SendcloudClient }> {
  const { workspaceId, id, auth } = account;
  const keys = {
    publicKey: await seal.open(account.sealedPublicKey, `${workspaceId}|${id}|publicKey`),
    secretKey: await seal.open(account.sealedSecretKey, `${workspaceId}|${id}|secretKey`),
  };
  const place = { now, random, baseUrl: sendcloudBaseUrl, tokenUrl: sendcloudTokenUrl, keys, auth, token: oneToken() };
  return { keys, clientOver: (http) => createSendcloudClient({ ...place, http }) };
}

function oneToken(): TokenStore {
  let kept: Token | null = null;
  return {
    get: () => kept,
    set: (token) => {
      kept = token;
    },
  };
}

/** Names the integration within which order numbers must differ. */
export function integrationOf({ workspaceId, integrationId }: AccountRow): string {
  return `${workspaceId}:${integrationId}`;
}
