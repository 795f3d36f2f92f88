import type { Recipient } from "../domain/address";
import { needsDocuments } from "../domain/customs";
import { customsProblems } from "../domain/customs-block";
import { linesToSend } from "../domain/order";
import type { ShippingOption } from "../sendcloud/translate";
import { goodsOfLines, noteSender } from "./customs-route";
import { type BookedOrder, findBooked, recipientOf } from "./order-book";
import { refuse, sendcloudRefusal } from "./refusals";
import type { AccountPort, Sender, StoreDesk } from "./store-desk";
import type { OptionsResult, OptionView } from "./stub-orders";

/** What a question about options asks of the account's object. */
export type Asking = Pick<AccountPort, "options" | "sender">;
/** `busy`: Sendcloud takes no question before that moment. */
export type Offer =
  | (Extract<OptionsResult, { result: "options" }> & { sender: Sender })
  | Extract<OptionsResult, { result: "refused" }>
  | { result: "busy"; until: number };

/**
 * The ways to send an order, those that can be chosen first and the cheapest first among them. Each says what it still
 * wants of this order.
 */
export async function optionsFor(desk: StoreDesk, orderId: string, typedWeight: number | null): Promise<OptionsResult> {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked) return { result: "refused", refusal: refuse("not-allowed-now") };
  const offer = await offerFor(desk, booked, typedWeight);
  if (offer.result === "busy") return { result: "refused", refusal: refuse("sendcloud-busy") };
  if (offer.result === "refused") return offer;
  return { result: "options", options: offer.options, weightGrams: offer.weightGrams };
}

/** The same for a booked order, with the sender it was asked for. `asking` may remember what was answered before. */
export async function offerFor(
  desk: StoreDesk,
  booked: BookedOrder,
  typedWeight: number | null,
  asking: Asking = desk.accountObject,
): Promise<Offer> {
  const recipient = recipientOf(booked);
  if (!recipient?.address.country) return { result: "refused", refusal: refuse("not-allowed-now") };
  const sender = await asking.sender(desk.store.settings.senderAddressId);
  if (!sender) return { result: "refused", refusal: refuse("no-sender-address") };
  noteSender(desk, sender);
  const weightGrams = typedWeight ?? defaultWeight(desk, booked);
  const answer = await asking.options({
    fromCountry: sender.country,
    fromZip: sender.zip,
    toCountry: recipient.address.country,
    toZip: recipient.address.zip,
    weightGrams,
    servicePointId: booked.order.pickupPointId,
  });
  if (answer.result === "failed")
    return answer.failure.kind === "wait"
      ? { result: "busy", until: answer.failure.until }
      : { result: "refused", refusal: sendcloudRefusal(answer.failure) };
  const options = answer.options
    .filter((option) => carries(option, weightGrams))
    .map((option) => toView(desk, booked, { recipient, sender }, option));
  if (options.length === 0)
    return { result: "refused", refusal: refuse("no-shipping-option", whereTo(recipient, weightGrams)) };
  return { result: "options", options: options.toSorted(byFitAndPrice), weightGrams, sender };
}

/** What the order weighs until somebody says better: its items as the products or the store have them, and the box. */
export function defaultWeight(desk: StoreDesk, { order }: BookedOrder): number {
  const lines = order.lines.filter((line) => line.state === "shipping");
  const goods = goodsOfLines(desk, lines);
  const grams = lines.reduce((sum, line, place) => sum + line.quantity * (goods[place]?.weightGrams.value ?? 0), 0);
  const { defaultWeightGrams, box } = desk.store.settings;
  return (grams || defaultWeightGrams) + box.tareGrams;
}

function carries({ minWeightGrams, maxWeightGrams }: ShippingOption, grams: number): boolean {
  return grams >= (minWeightGrams ?? 0) && grams <= (maxWeightGrams ?? Number.POSITIVE_INFINITY);
}

function toView(
  desk: StoreDesk,
  booked: BookedOrder,
  { recipient, sender }: { recipient: Recipient; sender: Sender },
  option: ShippingOption,
): OptionView {
  const to = { country: recipient.address.country ?? "", zip: recipient.address.zip };
  // Sendcloud's word for the option counts, and so does the route's own rule.
  const documents = option.needs.includes("customs") || needsDocuments(sender, to).documents;
  const isDeclared = customsProblems(goodsOfLines(desk, linesToSend(booked.order))).length === 0;
  const has: Record<ShippingOption["needs"][number], boolean> = {
    email: recipient.email !== "",
    phone: recipient.address.phone !== "",
    dimensions: true,
    customs: isDeclared,
    "service-point": booked.order.pickupPointId !== null,
  };
  const wanted = new Set([...option.needs, ...(documents ? ["customs" as const] : [])]);
  const needs: OptionView["needs"] = [...wanted].filter((need) => !has[need]);
  if (!desk.store.settings.carriers[option.carrierCode]) needs.push("carrier-mapping");
  const { code, name, carrierCode, carrierName, contractId, price } = option;
  return { code, name, carrierCode, carrierName, contractId, price, needs, ...(documents ? { documents } : {}) };
}

// Two currencies cannot be compared: an option without a price, or in another currency, comes after the priced ones.
function byFitAndPrice(a: OptionView, b: OptionView): number {
  const fit = Number(a.needs.length > 0) - Number(b.needs.length > 0);
  if (fit !== 0) return fit;
  return (
    (a.price?.minor ?? Number.MAX_SAFE_INTEGER) - (b.price?.minor ?? Number.MAX_SAFE_INTEGER) ||
    (a.name < b.name ? -1 : 1)
  );
}

function whereTo({ address }: Recipient, grams: number): string {
  return `${address.country ?? ""} ${address.zip}, ${(grams / 1000).toFixed(3)} kg`.trim();
}
