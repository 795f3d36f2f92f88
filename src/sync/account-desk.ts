import { type AccountRow, findAccount } from "../db/accounts";
import type { Ports } from "../lib/ports";
import type { SendcloudClient } from "../sendcloud/client";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { gated } from "./gate";
import type { SeenThere } from "./notice-changes";
import { openSendcloud, type SendcloudAddresses } from "./open-sendcloud";
import type { OwnReturn } from "./settle-returns";
import type { Verdict, WatchedOrder } from "./settle-vanished";
import type { Actor } from "./stub-answers";

/** What an account's object tells a store's object. */
export type StorePort = {
  /** Gives the ids of the shipments that are the store's. */
  shipmentNews(news: ShipmentNews[]): Promise<string[]>;
  /** Says of each return whether its order is here. */
  returnNews(news: OwnReturn[]): Promise<boolean[]>;
  /** The orders that Sendcloud holds for the store and that have no parcel yet. */
  watchedOrders(): Promise<WatchedOrder[]>;
  /** Some of them are there otherwise than the store knows. */
  changedThere(seen: SeenThere): Promise<void>;
  /** They are gone there; gives the ids that need no second telling. Without an actor it is our own verdict. */
  ordersVanished(orderIds: string[], verdict: Verdict, actor: Actor | null): Promise<string[]>;
};

export type AccountDesk = {
  ports: Ports;
  account: AccountRow;
  sendcloud: SendcloudClient;
  /** Keys that may sign a webhook, in clear only here; one before the last change counts until a moment. */
  webhookKeys: { key: string; until: number | null }[];
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
async function webhookKeysOf({ seal }: Ports, account: AccountRow): Promise<AccountDesk["webhookKeys"]> {
  const { id, workspaceId } = account;
  // Of a change before there was such a moment nobody knows how long ago it was.
  const until = account.previousUntil ?? 0;
  const sealed = [
    ["secretKey", account.sealedSecretKey, null],
    ["signatureKey", account.sealedSignatureKey, null],
    ["secretKey", account.sealedPreviousSecretKey, until],
    ["signatureKey", account.sealedPreviousSignatureKey, until],
  ] as const;
  const opened = sealed.map(async ([field, key, counts]) => ({
    key: key ? await seal.open(key, `${workspaceId}|${id}|${field}`) : "",
    until: counts,
  }));
  return (await Promise.all(opened)).filter(({ key }) => key !== "");
}
