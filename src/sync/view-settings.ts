import { findOrdersByNumbers } from "../db/order-numbers";
import { baseNumber, numberKey } from "../domain/order-number";
import type { OrderStateName } from "../domain/order-state";
import { isLive } from "../domain/parcel";
import { SENDCLOUD_CURRENCIES } from "../domain/settings";
import {
  type PreviewOrder,
  previewAbroad,
  previewNumbers,
  previewReturn,
  previewSkus,
} from "../domain/settings-preview";
import type { StoreSettings } from "../domain/store";
import { defaultWeight } from "./label-options";
import { learntRefusal } from "./learn-refusal";
import { type BookedOrder, openBooked, parcelsOf, recentBooked } from "./order-book";
import { mayReadRulesAt } from "./read-rules";
import { fixedNumbers, wouldRenumber } from "./renumber";
import { marketplaceRules, type StoreDesk } from "./store-desk";
import type { MarketplaceLists, OrderCounts, SettingsPreview, SettingsView } from "./stub-stores";
import { trackingToSend } from "./tracking-to-send";

const RECENT = 1_000;
/** Beyond these a count says "at least" to nobody's harm. */
const MOST_OPEN = 20_000;
/** A tracking number for an order that has none yet. */
const EXAMPLE_TRACKING = "XX123456789";
const MOST_TOLD = 3;

/**
 * What the settings page needs of the store's object: the marketplace's lists, how many open orders each setting touches,
 * and what the wished settings would mean for its recent orders. Nothing is written and nobody is asked.
 */
export async function viewSettings(desk: StoreDesk, wished: StoreSettings): Promise<SettingsView> {
  const booked = recentBooked(desk.ports.sql, RECENT);
  return {
    lists: listsOf(desk),
    counts: countOpen(desk, wished),
    preview: await previewOf(desk, booked, wished),
    recent: booked.length,
    refusesAfter: learntRefusal(desk),
  };
}

function listsOf(desk: StoreDesk): MarketplaceLists | null {
  const rules = marketplaceRules(desk);
  if (!rules) return null;
  return {
    mayReadAgainAt: mayReadRulesAt(desk),
    carriers: rules.carriers.map(({ code, label, standardCode }) => ({ code, label, standardCode })),
    allowsOtherCarriers: rules.platform?.allowsOtherCarriers ?? true,
    cancelReasons: rules.cancelReasons.map(({ code, label }) => ({ code, label })),
    refundReasons: (rules.refundReasons ?? []).map(({ code, label }) => ({ code, label })),
  };
}

/** Open orders by their states, which say what is still to come. */
function countOpen(desk: StoreDesk, wished: StoreSettings): OrderCounts {
  const groups = desk.ports.sql.all<{ name: string; place: string | null; n: number }>(OPEN_BY_STATE);
  const sum = (fits: (group: { name: string; place: string | null }) => boolean) =>
    groups.reduce((total, group) => total + (fits(group) ? group.n : 0), 0);
  return {
    toAccept: sum(({ name }) => name === "to_accept"),
    unlabelled: sum(({ name }) => UNLABELLED.has(name)),
    undecided: sum(({ name, place }) => UNLABELLED.has(name) && name !== "at_sendcloud" && place === null),
    atSendcloud: sum(({ name }) => name === "at_sendcloud"),
    leavingSendcloud: desk.ports.sql.all(LEAVING).length,
    labelled: sum(({ name }) => name === "labelled" || name === "labelling"),
    renumbered: countRenumbered(desk, wished),
  };
}

const OPEN_BY_STATE = `SELECT coalesce(json_extract(state, '$.name'), '') AS name, place, count(*) AS n
  FROM orders WHERE open = 1 GROUP BY 1, 2`;
const LEAVING = `SELECT 1 FROM intents i JOIN orders o USING (order_id)
  WHERE i.kind = 'unpush' AND i.next_at IS NOT NULL AND o.open = 1 AND o.state_row = 17`;
const UNLABELLED: ReadonlySet<string> = new Set<OrderStateName>([
  "to_accept",
  "waiting",
  "to_fix",
  "ready",
  "at_sendcloud",
]);

function countRenumbered(desk: StoreDesk, wished: StoreSettings): number {
  const { numberField, shortenNumber } = desk.store.settings;
  const sameField = JSON.stringify(numberField) === JSON.stringify(wished.numberField);
  if (sameField && shortenNumber === wished.shortenNumber) return 0;
  const changing = openBooked(desk.ports.sql, MOST_OPEN).filter((booked) => wouldRenumber(desk, booked, wished));
  const orderIds = changing.map(({ order }) => order.orderId);
  return orderIds.length - fixedNumbers(desk, orderIds).size;
}

async function previewOf(
  desk: StoreDesk,
  booked: readonly BookedOrder[],
  wished: StoreSettings,
): Promise<SettingsPreview> {
  const { store } = desk;
  const fixed = fixedNumbers(
    desk,
    booked.map(({ order }) => order.orderId),
  );
  const orders = booked.map(({ order, number }): PreviewOrder => {
    return { order, number, fixed: fixed.has(order.orderId) };
  });
  const taken = await takenElsewhere(desk, orders, wished);
  const unsent = booked.find(({ order }) => order.state === "shipping") ?? booked[0] ?? null;
  const foreign = booked.find(({ order }) => !SENDCLOUD_CURRENCIES.includes(order.total.currency));
  return {
    numbers: previewNumbers(orders, wished, store.tag, taken),
    skus: previewSkus(orders, store.settings.itemSku),
    refund: previewReturn(orders, wished.refunds, store.currency),
    abroad: previewAbroad(orders),
    told: toldOf(desk, booked, wished),
    next: unsent && {
      number: unsent.number,
      items: unsent.order.lines.reduce((sum, line) => sum + line.quantity, 0),
      weightGrams: defaultWeight({ ...desk, store: { ...store, settings: wished } }, unsent),
      canCancel: unsent.order.canCancel,
      total: unsent.order.total,
    },
    foreign: foreign ? { number: foreign.number, total: foreign.order.total } : null,
    oldestToAccept: oldestToAccept(booked),
  };
}

/** Numbers that orders of other stores of the integration hold already. */
async function takenElsewhere(
  { ports, store, integration }: StoreDesk,
  orders: readonly PreviewOrder[],
  { numberField, shortenNumber }: StoreSettings,
): Promise<Set<string>> {
  const keys = orders.map(({ order }) => numberKey(baseNumber(order, numberField, shortenNumber).base));
  const held = await findOrdersByNumbers(ports.d1, store.workspaceId, integration, keys);
  return new Set([...held].filter(([, { storeId }]) => storeId !== store.id).map(([key]) => key));
}

/** What the marketplace would hear of the last parcels, one for each carrier. */
function toldOf(desk: StoreDesk, booked: readonly BookedOrder[], wished: StoreSettings): SettingsPreview["told"] {
  const told = new Map<string, SettingsPreview["told"][number]>();
  for (const { order, number } of booked) {
    const parcel = parcelsOf(desk.ports.sql, order.orderId).find(isLive);
    if (!parcel || told.has(parcel.carrierCode)) continue;
    const mapping = wished.carriers[parcel.carrierCode];
    const trackingNumber = parcel.trackingNumber ?? EXAMPLE_TRACKING;
    const { carrierName, trackingUrl } = parcel;
    const send = mapping ? trackingToSend(mapping, { trackingNumber, trackingUrl }) : null;
    told.set(parcel.carrierCode, { number, carrier: carrierName, send });
    if (told.size === MOST_TOLD) break;
  }
  const [first] = booked;
  if (told.size > 0 || !first) return [...told.values()];
  const [code, mapping] = Object.entries(wished.carriers)[0] ?? [];
  if (!code || !mapping) return [];
  const send = trackingToSend(mapping, { trackingNumber: EXAMPLE_TRACKING, trackingUrl: null });
  return [{ number: first.number, carrier: code, send }];
}

function oldestToAccept(booked: readonly BookedOrder[]): SettingsPreview["oldestToAccept"] {
  const oldest = booked.findLast(({ order }) => order.state === "waiting-acceptance");
  return oldest ? { number: oldest.number, createdAt: oldest.order.createdAt } : null;
}
