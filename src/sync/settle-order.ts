import type { OrderDetails } from "../db/orders";
import type { OutboxRow } from "../db/outbox";
import { acceptBefore } from "../domain/acceptance";
import { rebaseCorrections } from "../domain/address";
import { isOpen } from "../domain/intent";
import { isTerminal, type Order, type OrderLine, openLines, skuOf } from "../domain/order";
import { allowedActions, orderState, type StateInput, type StateVerdict, tabOf } from "../domain/order-state";
import type { Parcel } from "../domain/parcel";
import { findProblems } from "../domain/problem";
import { restOf } from "../domain/refund";
import type { Sql } from "../lib/ports";
import { changedThere } from "./changed-there";
import { customsProblemsOf, goodsOfLines, routeOf, wantSender } from "./customs-route";
import { heldBack } from "./hold-back";
import { type AnyIntent, intentsOf, moneyOf, PASSERELLE } from "./intents";
import { refusesAfter } from "./learn-refusal";
import { linkableOf } from "./linkable";
import { type BookedOrder, findBooked, marketplaceRecipient, parcelsOf, recipientOf, saveBooked } from "./order-book";
import { cancellationLeavesAt } from "./planned-cancellation";
import { pushProblems } from "./push-problems";
import { findPushed, isThere } from "./pushed-book";
import { queueNews } from "./queue-news";
import { queueRow } from "./queue-row";
import { refundReceipts } from "./show-refunds";
import { queueReturns } from "./show-returns";
import { wantFacts } from "./sku-facts";
import { marketplaceRules, type StoreDesk, shippingFlags } from "./store-desk";
import { isShippedOtherwise, toldByHand, viewOtherwise } from "./told-by-hand";
import { isUnsent } from "./unsent";
import { watchParcels } from "./watch-parcels";

/** The facts of an order as the state rule asks for them. */
export function stateInput(desk: StoreDesk, booked: BookedOrder): StateInput {
  const { sql } = desk.ports;
  const { order, corrections } = booked;
  const recipient = recipientOf(booked);
  return {
    order,
    facts: {
      place: booked.place,
      intents: intentsOf(sql, order.orderId)
        .filter((intent) => !isAwaitingItsTurn(intent))
        .map((intent) => ({
          kind: intent.kind,
          state: intent.state,
          parcelNo: "parcelNo" in intent.payload ? intent.payload.parcelNo : null,
          unsent: isUnsent(intent),
        })),
      parcels: parcelsOf(sql, order.orderId),
      problems: recipient
        ? [...findProblems(recipient, corrections), ...customsProblemsOf(desk, booked), ...pushProblems(desk, booked)]
        : [],
      pushed: isPushedThere(sql, order.orderId),
      cancelling: isCancelling(sql, order),
      shipWhen: desk.store.settings.shipWhen,
      shippedByOtherMeans: isShippedOtherwise(sql, order.orderId),
      shippingType: shippingFlags(marketplaceRules(desk), order.shippingType),
      lastState: booked.state,
    },
  };
}

// Until it is sent, an acceptance that nobody clicked leaves the answer to whoever is faster.
function isAwaitingItsTurn({ kind, state, actor }: AnyIntent): boolean {
  return kind === "accept" && state === "planned" && actor.personId === PASSERELLE.personId;
}

function isPushedThere(sql: Sql, orderId: string): boolean {
  const pushed = findPushed(sql, orderId);
  return pushed !== null && isThere(pushed);
}

/** A cancel of the whole order is under way, or refunds that take all that is left to ship. */
function isCancelling(sql: Sql, order: Order): boolean {
  const open = intentsOf(sql, order.orderId).filter(({ state }) => isOpen(state));
  if (open.some(({ kind }) => kind === "cancel")) return true;
  const going = open.flatMap((one) => (one.kind === "refund" || one.kind === "cancel-line" ? [one.payload] : []));
  if (going.length === 0) return false;
  return openLines(order).every((line) => {
    const own = going.filter(({ lineId }) => lineId === line.lineId);
    return restOf(line, own).amount.minor <= 0;
  });
}

/**
 * Computes an order's state anew after any change and sends it on its way to D1, in the synchronous block of the
 * change. Gives the verdict; null for an order that is not stored yet.
 */
export function settleOrder(desk: StoreDesk, booked: BookedOrder): StateVerdict {
  wantGoods(desk, booked);
  const input = stateInput(desk, booked);
  const verdict = orderState(input);
  if (!verdict) return null;
  const settled = { ...booked, state: verdict.state, stateRow: verdict.row };
  const open = !isTerminal(booked.order.state) || input.facts.intents.some((intent) => isOpen(intent.state));
  saveBooked(desk.ports.sql, settled, open);
  queueOrder(desk, settled, input, verdict);
  queueReturns(desk, settled);
  watchParcels(desk, settled.order);
  return verdict;
}

// Of what is over, nobody weighs or declares anything any more.
function wantGoods(desk: StoreDesk, booked: BookedOrder): void {
  if (isTerminal(booked.order.state) || booked.quiet) return;
  wantFacts(desk, booked.order);
  wantSender(desk, booked);
}

/** The same for an order known by its id; null when it is not booked here. */
export function settleById(desk: StoreDesk, orderId: string): StateVerdict {
  const booked = findBooked(desk.ports.sql, orderId);
  return booked && settleOrder(desk, booked);
}

/** Lays the corrections over what the marketplace says now (design.md 4). */
export function withRebasedCorrections(booked: BookedOrder): BookedOrder {
  const recipient = marketplaceRecipient(booked.order);
  return recipient ? { ...booked, corrections: rebaseCorrections(booked.corrections, recipient) } : booked;
}

export function queueParcel(sql: Sql, orderId: string, parcel: Parcel): void {
  queueRow(sql, "parcels", {
    order_id: orderId,
    parcel_no: parcel.parcelNo,
    generation: parcel.generation,
    stage: parcel.stage,
    tracking_number: parcel.trackingNumber,
    details: JSON.stringify(parcel),
  });
}

/** Its moment is that of its last step, which the object keeps: told again, the row is the same. */
export function queueIntent(sql: Sql, intent: AnyIntent): void {
  const money = moneyOf(intent);
  queueRow(sql, "intents", {
    order_id: intent.orderId,
    intent_id: intent.id,
    kind: intent.kind,
    state: intent.state,
    reason: intent.reason,
    attempts: intent.sends,
    amount_minor: money?.minor ?? null,
    currency: money?.currency ?? null,
    at: Math.max(intent.createdAt, intent.sentAt ?? 0, intent.evidence.at(-1)?.at ?? 0),
  });
}

function queueOrder(desk: StoreDesk, booked: BookedOrder, input: StateInput, verdict: NonNullable<StateVerdict>): void {
  const { order, number } = booked;
  const recipient = recipientOf(booked);
  const { sql } = desk.ports;
  queueNews(sql, "orders", order.orderId, {
    order_id: order.orderId,
    number,
    commercial_id: order.commercialId,
    state: verdict.state.name,
    reason: verdict.state.reason,
    tab: tabOf(verdict),
    attention: wantsPerson(desk, order, verdict) ? 1 : 0,
    created_at: order.createdAt,
    deadline_at: order.deadlineAt,
    buyer_name: buyerName(order),
    country: recipient?.address.country ?? null,
    zip: recipient?.address.zip ?? "",
    city: recipient?.address.city ?? "",
    total_minor: order.total.minor,
    currency: order.total.currency,
    item_count: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    details: JSON.stringify(detailsOf(desk, booked, input, verdict)),
  });
  for (const line of order.lines)
    queueNews(sql, "order_lines", `${order.orderId} ${line.lineId}`, lineRow(desk, order, line));
}

function wantsPerson(desk: StoreDesk, order: Order, verdict: NonNullable<StateVerdict>): boolean {
  if (verdict.flags.includes("attention") || verdict.state.name === "stopped") return true;
  const held = order.state === "waiting-acceptance" ? heldBack(desk, order.orderId) : null;
  return held !== null && held.why !== "cannot-check";
}

function buyerName({ buyer, shippingAddress }: Order): string {
  const name = `${buyer.firstName} ${buyer.lastName}`.trim();
  return name || `${shippingAddress?.firstName ?? ""} ${shippingAddress?.lastName ?? ""}`.trim();
}

function detailsOf(
  desk: StoreDesk,
  booked: BookedOrder,
  input: StateInput,
  verdict: NonNullable<StateVerdict>,
): OrderDetails {
  const { order } = booked;
  return {
    marketplaceState: order.state,
    stateText: order.stateText,
    updatedAt: order.updatedAt,
    flags: booked.noReference ? [...verdict.flags, "no-customer-reference"] : verdict.flags,
    problems: input.facts.problems,
    actions: allowedActions(input),
    place: booked.place,
    recipient: marketplaceRecipient(order),
    corrections: booked.corrections,
    billing: order.billingAddress,
    shippingType: order.shippingType,
    pickupPointId: order.pickupPointId,
    shippingPrice: order.shippingPrice,
    customerReference: order.references.customer,
    tracking: order.tracking,
    refunds: refundReceipts(desk, order),
    undoUntil: cancellationLeavesAt(desk.ports.sql, order.orderId),
    ...customsOf(desk, booked),
    ...parcelsElsewhere(desk, order, input),
    ...changedThere(desk.ports.sql, order.orderId),
    ...(order.state === "waiting-acceptance" ? answerOf(desk, order) : {}),
  };
}

/** Whether papers travel with the parcel, and what is known of its goods. */
function customsOf(desk: StoreDesk, booked: BookedOrder): Pick<OrderDetails, "documents" | "customs"> {
  const route = routeOf(desk, booked);
  if (!route) return {};
  if (!route.documents) return { documents: false };
  return { documents: true, customs: { reason: route.reason, goods: goodsOfLines(desk, booked.order.lines) } };
}

/** Parcels without a label of ours: those offered for linking, and what a person said of one. */
function parcelsElsewhere(
  desk: StoreDesk,
  { orderId }: Order,
  input: StateInput,
): Pick<OrderDetails, "linkable" | "otherwise"> {
  const linkable = allowedActions(input).includes("link-parcel") ? linkableOf(desk, orderId) : [];
  const told = input.facts.shippedByOtherMeans ? toldByHand(desk.ports.sql, orderId) : null;
  return {
    ...(linkable.length > 0 ? { linkable } : {}),
    ...(told ? { otherwise: viewOtherwise(told) } : {}),
  };
}

/** Until when the marketplace waits for the answer, and what kept us from giving it. */
function answerOf(desk: StoreDesk, { orderId, createdAt }: Order): Pick<OrderDetails, "acceptBefore" | "heldBack"> {
  const after = refusesAfter(desk);
  return {
    acceptBefore: after && { at: acceptBefore(createdAt, after), ...after },
    heldBack: heldBack(desk, orderId),
  };
}

function lineRow(desk: StoreDesk, order: Order, line: OrderLine): OutboxRow {
  return {
    order_id: order.orderId,
    line_id: line.lineId,
    position: line.position,
    state: line.state,
    title: line.title,
    sku: skuOf(line, desk.store.settings.itemSku),
    offer_sku: line.offerSku,
    quantity: line.quantity,
    cancelled_quantity: line.cancelations.reduce((sum, reversal) => sum + reversal.quantity, 0),
    refunded_minor: line.refunds.reduce((sum, refund) => sum + refund.amount.minor + refund.shipping.minor, 0),
    unit_minor: line.unitPrice.minor,
    total_minor: line.total.minor,
    currency: line.total.currency,
  };
}
