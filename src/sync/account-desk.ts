import { type AccountRow, findAccount } from "../db/accounts";
import type { Ports } from "../lib/ports";
import type { SendcloudClient } from "../sendcloud/client";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { openSendcloud, type SendcloudAddresses } from "./open-sendcloud";

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

export type AccountParts = SendcloudAddresses & {
  ports: Ports;
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
  const { keys, sendcloud } = await openSendcloud(ports, parts, account);
  const sealed = account.sealedSignatureKey;
  const signatureKey = sealed && (await ports.seal.open(sealed, `${workspaceId}|${accountId}|signatureKey`));
  return {
    ports,
    account,
    sendcloud,
    webhookKeys: signatureKey ? [keys.secretKey, signatureKey] : [keys.secretKey],
    storeObject: parts.storeObject,
  };
}
