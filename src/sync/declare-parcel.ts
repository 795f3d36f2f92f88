import { needsDocuments } from "../domain/customs";
import { type CustomsItem, customsItems, invoiceNumberOf, taxNumbersFor } from "../domain/customs-block";
import { placeOf, territoryOf } from "../domain/customs-territories";
import type { OrderLine } from "../domain/order";
import type { CustomsWish } from "../sendcloud/customs-body";
import { goodsOfLines, knownSender } from "./customs-route";
import type { LabelPayload } from "./intents";
import { type BookedOrder, recipientOf } from "./order-book";
import type { StoreDesk } from "./store-desk";

/** What customs and the carrier read of a parcel. */
export type Declaration = { items: CustomsItem[] | null; customs: CustomsWish | null };

/** The declaration of a drafted label as the products are known now; null while documents want what nobody has said. */
export function declarationOf(desk: StoreDesk, booked: BookedOrder, payload: LabelPayload): Declaration | null {
  const lines = booked.order.lines.filter(({ lineId }) => payload.lineIds.includes(lineId));
  const items = customsItems(booked.order, lines, goodsOfLines(desk, lines), payload.weightGrams);
  if (!payload.documents) return { items, customs: null };
  if (!items?.every(({ origin }) => origin !== null)) return null;
  return { items, customs: customsOf(desk, booked, payload, lines) };
}

function customsOf(desk: StoreDesk, booked: BookedOrder, payload: LabelPayload, lines: OrderLine[]): CustomsWish {
  const { order, number } = booked;
  const freight = lines.reduce((sum, line) => sum + line.shippingPrice.minor, 0);
  return {
    invoiceNumber: invoiceNumberOf(number, payload),
    shipmentType: desk.store.settings.shipmentType,
    isBusiness: Boolean(recipientOf(booked)?.address.company.trim()),
    freight: { minor: freight, currency: order.total.currency },
    taxNumbers: ownTaxNumbers(desk, booked),
  };
}

/** The store's own tax numbers for the order's route; without any, Sendcloud takes those of the sender address. */
export function ownTaxNumbers(desk: StoreDesk, booked: BookedOrder): ReturnType<typeof taxNumbersFor> {
  const address = recipientOf(booked)?.address;
  const sender = knownSender(desk);
  if (!address?.country || !sender) return [];
  const to = { country: address.country, zip: address.zip };
  const { customs, tax } = territoryOf(placeOf(to));
  const intoEu = customs === "EU" && tax === "EU" && needsDocuments(sender, to).documents;
  return taxNumbersFor(desk.store.settings.taxNumbers, sender.country, intoEu);
}
