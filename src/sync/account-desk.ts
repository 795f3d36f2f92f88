import { type AccountRow, findAccount } from "../db/accounts";
import type { Ports } from "../lib/ports";
import type { SendcloudClient } from "../sendcloud/client";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { gated } from "./gate";
import { openSendcloud, type SendcloudAddresses } from "./open-sendcloud";
import type { OwnReturn } from "./settle-returns";

/** What an account's object tells a store's object. */
export type StorePort = {
  /** Gives the ids of the shipments that are the store's. */
  shipmentNews(news: ShipmentNews[]): Promise<string[]>;
  /** Says of each return whether its order is here. */
  returnNews(news: OwnReturn[]): Promise<boolean[]>;
};

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
  const { clientOver } = await openSendcloud(ports, parts, account);
  return {
    ports,
    account,
    sendcloud: clientOver(gated(ports, ports.http)),
    webhookKeys: await webhookKeysOf(ports, account),
    storeObject: parts.storeObject,
  };
}

/** Either key may sign, and what is on its way may be signed by the one before (reliability.md 2.6). */
async function webhookKeysOf({ seal }: Ports, account: AccountRow): Promise<string[]> {
  const { id, workspaceId } = account;
  const sealed = [
    ["secretKey", account.sealedSecretKey],
    ["signatureKey", account.sealedSignatureKey],
    ["secretKey", account.sealedPreviousSecretKey],
    ["signatureKey", account.sealedPreviousSignatureKey],
  ] as const;
  const opened = sealed.map(([field, key]) => (key ? seal.open(key, `${workspaceId}|${id}|${field}`) : ""));
  return (await Promise.all(opened)).filter((key) => key !== "");
}
