import { type AccountRow, findAccount } from "../db/accounts";
import type { Ports } from "../lib/ports";
import type { Token } from "../sendcloud/access";
import { createSendcloudClient, type SendcloudClient } from "../sendcloud/client";
import type { ShipmentNews } from "../sendcloud/translate-shipment";

/** What an account's object tells a store's object. */
export type StorePort = { shipmentNews(news: ShipmentNews[]): Promise<string[]> };

export type AccountDesk = {
  ports: Ports;
  account: AccountRow;
  sendcloud: SendcloudClient;
  /** Keys that may sign a webhook, in clear only here. */
  webhookKeys: string[];
  storeObject(storeId: string): StorePort;
};

export type AccountParts = {
  ports: Ports;
  sendcloudBaseUrl: string;
  sendcloudTokenUrl: string;
  storeObject(storeId: string): StorePort;
};

/** Sets the engine of one Sendcloud account on its feet. */
export async function openAccountDesk(
  parts: AccountParts,
  workspaceId: string,
  accountId: string,
): Promise<AccountDesk | null> {
  const { ports } = parts;
  const account = await findAccount(ports.d1, workspaceId, accountId);
  if (!account) return null;
  const open = (sealed: string, field: string) => ports.seal.open(sealed, `${workspaceId}|${accountId}|${field}`);
  const keys = {
    publicKey: await open(account.sealedPublicKey, "publicKey"),
    secretKey: await open(account.sealedSecretKey, "secretKey"),
  };
  const signatureKey = account.sealedSignatureKey && (await open(account.sealedSignatureKey, "signatureKey"));
  let token: Token | null = null;
  const { http, now, random } = ports;
  return {
    ports,
    account,
    sendcloud: createSendcloudClient({
      http,
      now,
      random,
      baseUrl: parts.sendcloudBaseUrl,
      tokenUrl: parts.sendcloudTokenUrl,
      keys,
      auth: account.auth,
      token: {
        get: () => token,
        set: (next) => {
          token = next;
        },
      },
    }),
    webhookKeys: signatureKey ? [keys.secretKey, signatureKey] : [keys.secretKey],
    storeObject: parts.storeObject,
  };
}
