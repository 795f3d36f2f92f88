import { invoiceNumberOf } from "../domain/customs-block";
import { openLines } from "../domain/order";
import { digestHex } from "../lib/digest";
import { buildPush, type PushBody, type PushedView, pushedView } from "../sendcloud/push";
import { goodsOfLines, routeOf } from "./customs-route";
import { ownTaxNumbers } from "./declare-parcel";
import { defaultWeight } from "./label-options";
import { type BookedOrder, recipientOf } from "./order-book";
import { contentHash } from "./pushed-book";
import type { StoreDesk } from "./store-desk";

/** Sendcloud selects orders by ids of up to 64 characters (sendcloud.md 2.1). */
const LONGEST_ID = 64;

export type Push = { body: PushBody; content: PushedView; hash: string; externalId: string };

/** What an order would be at Sendcloud now; null while it has no address, when nothing is left to send, or in a currency that Sendcloud does not take. */
export function pushOf(desk: StoreDesk, booked: BookedOrder): Push | null {
  const recipient = recipientOf(booked);
  if (!recipient?.address.country || openLines(booked.order).length === 0) return null;
  const externalId = externalIdOf(desk, booked.order.orderId);
  const { itemSku, shipmentType, currencyRates, buyerEmail } = desk.store.settings;
  const email = booked.corrections.email ? recipient.email : (buyerEmail ?? recipient.email);
  const body = buildPush({
    externalOrderId: externalId,
    orderNumber: booked.number,
    integrationId: desk.account.integrationId,
    order: booked.order,
    recipient: { ...recipient, email },
    weightGrams: defaultWeight(desk, booked),
    itemSku,
    goods: goodsOfLines(desk, openLines(booked.order)),
    customs: customsOf(desk, booked, externalId),
    shipmentType,
    currencyRates,
  });
  if ("problem" in body) return null;
  const content = pushedView(body);
  return { body, content, hash: contentHash(content), externalId };
}

function customsOf(desk: StoreDesk, booked: BookedOrder, externalId: string) {
  if (!routeOf(desk, booked)?.documents) return null;
  return {
    invoiceNumber: invoiceNumberOf(booked.number, { parcelNo: 1, generation: 0, reference: externalId }),
    isBusiness: Boolean(recipientOf(booked)?.address.company.trim()),
    taxNumbers: ownTaxNumbers(desk, booked),
  };
}

/** `{store tag}:{order id}`, or a digest of it where that is too long (design.md 4). */
function externalIdOf({ store }: StoreDesk, orderId: string): string {
  const plain = `${store.tag}:${orderId}`;
  return plain.length <= LONGEST_ID ? plain : `${store.tag}:${digestHex(orderId).slice(0, 40)}`;
}
