import { Hono } from "hono";
import type { OrderEvent, OrderLineRow, OrderRecord } from "../../src/db/order-record";
import type { OrderDetails } from "../../src/db/orders";
import type { Who } from "../../src/db/sessions";
import { insertStore } from "../../src/db/stores";
import type { Recipient } from "../../src/domain/address";
import type { IntentView } from "../../src/domain/intent";
import type { Parcel } from "../../src/domain/parcel";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import { type Language, translator } from "../../src/i18n/index";
import type { D1 } from "../../src/lib/ports";
import type { StoreCalls } from "../../src/sync/stub";
import type { OptionView } from "../../src/sync/stub-orders";
import { attention } from "../../src/web/attention";
import type { AppEnv } from "../../src/web/context";
import { home } from "../../src/web/home";
import { intents } from "../../src/web/intent-routes";
import { jobs } from "../../src/web/jobs";
import { orderPath } from "../../src/web/order-words";
import { orders } from "../../src/web/orders";
import { ordersLabels } from "../../src/web/orders-labels";
import { d1Twin } from "../d1-twin";

export const NOW = Date.UTC(2026, 10, 24, 8, 0);
export const HOUR_MS = 3_600_000;
export const BRICO = "store-brico";
const EUR = (minor: number) => ({ minor, currency: "EUR" });

export const camille: Who = {
  personId: "camille",
  name: "Camille Roux",
  language: "fr",
  workspaceId: "w1",
  workspaceName: "Atelier Roux",
  timeZone: "Europe/Paris",
  role: "shipper",
  freshUntil: 0,
  sessionRef: "0123456789abcdef",
};

export const lea: Recipient = {
  address: {
    firstName: "Léa",
    lastName: "Martin",
    company: "",
    street1: "12 rue des Lilas",
    street2: "",
    note: "",
    zip: "75011",
    city: "Paris",
    state: "",
    country: "FR",
    countryLabel: "France",
    phone: "+33 6 12 34 56 78",
  },
  email: "lea@relais.example",
};

/** The pages over a real database; the store's object is played by `desk`. */
export async function pages(desk: Partial<StoreCalls> = {}, who: Who = camille, language: Language = "fr") {
  const d1 = d1Twin();
  await addStore(d1, BRICO, "Brico Léman", who.workspaceId);
  const site = new Hono<AppEnv>();
  site.use(async (c, next) => {
    c.set("who", who);
    c.set("now", NOW);
    c.set("language", language);
    c.set("t", translator(language));
    c.set("config", { sandbox: false } as AppEnv["Variables"]["config"]);
    await next();
  });
  site.route("/", home);
  site.route("/orders", ordersLabels);
  site.route("/orders", orders);
  site.route("/jobs", jobs);
  site.route("/attention", attention);
  site.route("/stores", intents);
  const env = { DB: d1, STORE_SYNC: { getByName: () => desk } };
  const get = (path: string, headers: Record<string, string> = {}) => site.request(path, { headers }, env);
  const post = (path: string, fields: Record<string, string> | string[][] = {}, headers: Record<string, string> = {}) =>
    site.request(path, { method: "POST", body: new URLSearchParams(fields), headers }, env);
  return { d1, get, post };
}

export async function addStore(d1: D1, id: string, name: string, workspaceId = "w1"): Promise<void> {
  await insertStore(d1, {
    id,
    workspaceId,
    accountId: "account-1",
    name,
    baseUrl: `https://${id}.mirakl.net`,
    shopId: 2000,
    shopName: name,
    currency: "EUR",
    sealedKey: "sealed",
    keyHint: "…k3y",
    tag: id.slice(-6),
    settings: DEFAULT_SETTINGS,
    settingsVersion: 1,
    importDays: 30,
    createdAt: NOW,
  });
}

export type OrderParts = Partial<Omit<OrderRecord, "details" | "lines" | "intents">> & {
  details?: Partial<OrderDetails>;
  lines?: Partial<OrderLineRow>[];
  intents?: (Omit<IntentView, "money"> & Partial<Pick<IntentView, "money">>)[];
};

/** Writes one order as the outbox would. */
export async function addOrder(d1: D1, parts: OrderParts = {}, workspaceId = "w1"): Promise<OrderRecord> {
  const order = orderOf(parts);
  const key = [workspaceId, order.storeId, order.orderId];
  await insert(d1, "orders", {
    ...keyed(key),
    number: order.number,
    commercial_id: order.commercialId,
    state: order.state.name,
    reason: order.state.reason,
    tab: order.tab,
    attention: order.attention ? 1 : 0,
    created_at: order.createdAt,
    deadline_at: order.deadlineAt,
    buyer_name: order.buyerName,
    country: order.country,
    zip: order.zip,
    city: order.city,
    total_minor: order.total.minor,
    currency: order.total.currency,
    item_count: order.itemCount,
    details: JSON.stringify(order.details),
    version: 1,
  });
  for (const [position, line] of order.lines.entries()) {
    await insert(d1, "order_lines", {
      ...keyed(key),
      line_id: line.lineId,
      position,
      state: line.state,
      title: line.title,
      sku: line.sku,
      offer_sku: line.offerSku,
      quantity: line.quantity,
      cancelled_quantity: line.cancelledQuantity,
      refunded_minor: line.refunded.minor,
      unit_minor: line.unitPrice.minor,
      total_minor: line.total.minor,
      currency: line.total.currency,
      version: 1,
    });
  }
  for (const parcel of order.parcels) {
    await insert(d1, "parcels", {
      ...keyed(key),
      parcel_no: parcel.parcelNo,
      generation: parcel.generation,
      stage: parcel.stage,
      tracking_number: parcel.trackingNumber,
      details: JSON.stringify(parcel),
      version: 1,
    });
  }
  for (const { intentId, money, ...intent } of order.intents) {
    const amount = { amount_minor: money?.minor ?? null, currency: money?.currency ?? null };
    await insert(d1, "intents", { ...keyed(key), intent_id: intentId, ...intent, ...amount, version: 1 });
  }
  for (const { details, ...event } of order.events) {
    await insert(d1, "events", { ...keyed(key), ...event, details: JSON.stringify(details) });
  }
  return order;
}

function orderOf(parts: OrderParts): OrderRecord {
  const lines = (parts.lines ?? [{}]).map((line, place) => ({
    lineId: `line-${place + 1}`,
    state: "shipping" as const,
    title: "Perceuse 18 V",
    sku: "PERC-18",
    offerSku: "OFF-1",
    quantity: 1,
    cancelledQuantity: 0,
    refunded: EUR(0),
    unitPrice: EUR(8990),
    total: EUR(9490),
    ...line,
  }));
  return {
    storeId: BRICO,
    storeName: "Brico Léman",
    orderId: "M-1001-A",
    number: "M-1001-A",
    commercialId: "M-1001",
    state: { name: "ready", reason: null },
    tab: "to-ship",
    attention: false,
    createdAt: NOW - HOUR_MS,
    deadlineAt: NOW + 30 * HOUR_MS,
    buyerName: "Léa Martin",
    country: "FR",
    zip: "75011",
    city: "Paris",
    total: EUR(9490),
    itemCount: 1,
    parcels: [],
    events: [],
    olderThan: null,
    ...parts,
    intents: (parts.intents ?? []).map((intent) => ({ money: null, ...intent })),
    lines,
    details: {
      marketplaceState: "shipping",
      stateText: "SHIPPING",
      updatedAt: NOW,
      flags: [],
      problems: [],
      actions: [],
      place: null,
      recipient: lea,
      corrections: {},
      billing: null,
      shippingType: { code: "STD", label: "Livraison standard" },
      pickupPointId: null,
      shippingPrice: EUR(500),
      customerReference: null,
      tracking: { carrierCode: null, carrierName: null, number: null, url: null },
      ...parts.details,
    },
  };
}

export function parcelOf(parts: Partial<Parcel> = {}): Parcel {
  return {
    parcelNo: 1,
    generation: 1,
    shipmentId: "s-1",
    sendcloudParcelId: 1,
    carrierCode: "colissimo",
    carrierName: "Colissimo",
    optionCode: "colissimo:home",
    optionName: "Colissimo Domicile",
    trackingNumber: "6A12345678901",
    trackingUrl: "https://suivi.example/6A12345678901",
    stage: "label-ready",
    statusText: "Ready to send",
    price: EUR(525),
    lineIds: ["line-1"],
    createdAt: NOW,
    seenAt: NOW,
    ...parts,
  };
}

export function eventOf(kind: string, details: Record<string, unknown> = {}): OrderEvent {
  return { seq: 1, at: NOW, kind, actor: "Camille Roux", details };
}

export const READY: OrderParts = { details: { actions: ["create-label", "edit", "check-again"] } };

export const optionOf = (parts: Partial<OptionView> = {}): OptionView => ({
  code: "colissimo:home",
  name: "Colissimo Domicile",
  carrierCode: "colissimo",
  carrierName: "Colissimo",
  contractId: 7,
  price: { minor: 525, currency: "EUR" },
  needs: [],
  ...parts,
});
export const offering = (...options: OptionView[]): Partial<StoreCalls> => ({
  options: async (_orderId, weight) => ({ result: "options", options, weightGrams: weight ?? 500 }),
});

/** The page of one order, with ordinary spaces. */
export async function shown(order: OrderParts, desk: Partial<StoreCalls> = {}): Promise<string> {
  const site = await pages(desk);
  const record = await addOrder(site.d1, order);
  const response = await site.get(orderPath(record));
  if (response.status !== 200) throw new Error(`the page answered ${response.status}`);
  return plainSpaces(await response.text());
}

/** The page with ordinary spaces, as people type them in a test. */
export function plainSpaces(html: string): string {
  return html.replace(/[\u00a0\u202f]/g, " ");
}

function keyed([workspaceId, storeId, orderId]: string[]) {
  return { workspace_id: workspaceId, store_id: storeId, order_id: orderId };
}

export async function insert(d1: D1, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const marks = names.map(() => "?").join(", ");
  await d1
    .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${marks})`)
    .bind(...Object.values(row))
    .run();
}
