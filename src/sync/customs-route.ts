import { type CustomsVerdict, needsDocuments } from "../domain/customs";
import { customsProblems, goodsOf, type LineGoods } from "../domain/customs-block";
import { type OrderLine, openLines, skuOf } from "../domain/order";
import type { Problem } from "../domain/problem";
import { keep, recall } from "./keeping";
import { type BookedOrder, recipientOf } from "./order-book";
import { walkOrders } from "./order-walk";
import { factsOf } from "./sku-facts";
import type { Sender, StoreDesk } from "./store-desk";

const SENDER = "customs_sender";
const WANTED = "customs_sender_wanted";
/** Any place inside the EU's customs and VAT: what needs no papers from there needs no question about the sender. */
const SOMEWHERE = { country: "FR", zip: "" };

/** `asked` is the store's choice that it was the answer to. */
type KnownSender = Sender & { asked: number | null };

/** Where the parcels of this store start, as last heard; null while nobody has said. */
export function knownSender({ ports: { sql }, store }: StoreDesk): Sender | null {
  const known = recall<KnownSender>(sql, SENDER);
  return known && known.asked === store.settings.senderAddressId ? known : null;
}

/** Keeps where parcels start; a place that is another than it was changes what customs ask of the open orders. */
export function noteSender(desk: StoreDesk, sender: Sender): void {
  const { sql } = desk.ports;
  const { id, country, zip } = sender;
  const before = knownSender(desk);
  if (before?.id === id && before.country === country && before.zip === zip) return;
  sql.transaction(() => {
    keep(sql, SENDER, { id, country, zip, asked: desk.store.settings.senderAddressId } satisfies KnownSender);
    keep(sql, WANTED, false);
    if (before?.country !== country || before.zip !== zip) walkOrders(desk, ["sender"]);
  });
}

/** Asks for the sender when an order wants to know where it starts; orders within the EU do not. */
export async function learnSender(desk: StoreDesk): Promise<void> {
  if (recall<boolean>(desk.ports.sql, WANTED) !== true) return;
  const sender = await desk.accountObject.sender(desk.store.settings.senderAddressId);
  if (sender) noteSender(desk, sender);
}

/** Notes, in the block that settles it, that this order cannot be judged before the sender is known. */
export function wantSender(desk: StoreDesk, booked: BookedOrder): void {
  if (knownSender(desk)) return;
  const address = recipientOf(booked)?.address;
  if (address?.country && needsDocuments(SOMEWHERE, { country: address.country, zip: address.zip }).documents)
    keep(desk.ports.sql, WANTED, true);
}

/** Whether documents travel with an order's parcels; null while the sender or the address is not known. */
export function routeOf(desk: StoreDesk, booked: BookedOrder, sender = knownSender(desk)): CustomsVerdict | null {
  const address = recipientOf(booked)?.address;
  if (!sender || !address?.country) return null;
  return needsDocuments(sender, { country: address.country, zip: address.zip });
}

/** What is known of the lines' products, each by the SKU that the store's settings choose. */
export function goodsOfLines({ ports: { sql }, store }: StoreDesk, lines: readonly OrderLine[]): LineGoods[] {
  return lines.map((line) => {
    const sku = skuOf(line, store.settings.itemSku);
    return goodsOf(line, sku, factsOf(sql, sku), store.settings);
  });
}

/** What customs miss of an order whose label is made here; Sendcloud asks by itself for what is labelled there. */
export function customsProblemsOf(desk: StoreDesk, booked: BookedOrder): Problem[] {
  const { labels } = desk.store.settings;
  if (booked.place === "sendcloud" || (booked.place === null && labels === "sendcloud")) return [];
  return routeOf(desk, booked)?.documents ? customsProblems(goodsOfLines(desk, openLines(booked.order))) : [];
}
