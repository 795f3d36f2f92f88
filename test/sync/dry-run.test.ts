import { describe, expect, it } from "vitest";
import type { StoreSettings } from "../../src/domain/store";
import type { Http, HttpRequest } from "../../src/lib/http";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { cancelLabelOf, decideAcceptance } from "../../src/sync/acts";
import { cancelLines, cancelOrder } from "../../src/sync/acts-cancel";
import { labelHere } from "../../src/sync/acts-push";
import { refundByHand } from "../../src/sync/acts-refund";
import { correctTracking, shipOtherwise } from "../../src/sync/acts-shipping";
import { readAgain } from "../../src/sync/book-orders";
import { dryRun } from "../../src/sync/dry-run";
import { requestTold } from "../../src/sync/exchanges";
import { findBooked } from "../../src/sync/order-book";
import type { CarrierWish, DryRunWish } from "../../src/sync/stub-orders";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

type Heard = { engine: Engine; writes: HttpRequest[] };

/** An engine whose writes are overheard. */
async function overhear(settings: Partial<StoreSettings> = {}, sport = false): Promise<Heard> {
  const writes: HttpRequest[] = [];
  const through =
    (http: Http): Http =>
    (request) => {
      const asks = request.method === "GET" || request.url.endsWith("/shipping-options");
      if (!asks) writes.push(request);
      return http(request);
    };
  const place = sport ? ({ marketplace: "sport", key: SPORT_KEY } as const) : {};
  return { engine: await startEngine({ settings, through, ...place }), writes };
}

/** What limits count, and that is asking as well as telling. */
const COUNTED = /request|limit|traffic|calls|lag|token/;

/** All that both worlds keep of what was done to them, table by table. */
function ledgers({ world }: Engine) {
  const tables = world.sql.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const kept = tables.filter(({ name }) => !COUNTED.test(name));
  const rows = kept.map(({ name }) => [name, world.sql.all(`SELECT * FROM ${name}`)]);
  return Object.fromEntries([["labels", labelLedger(world)], ["refunds", refundLedger(world)], ...rows]);
}

/** All that the store's object keeps of orders and intents. */
function ownBooks({ store }: Engine) {
  const { sql } = store.ports;
  return ["orders", "intents", "parcels", "pushed", "facts", "outbox", "exchanges", "returns"].map((table) => [
    table,
    sql.all(`SELECT * FROM ${table}`),
  ]);
}

async function shownCalls({ store }: Engine, wish: DryRunWish) {
  const run = await dryRun(store, wish, camille);
  if (run.result === "refused") throw new Error(run.refusal.code);
  return run.steps;
}

const CASES: [
  name: string,
  prepare: (engine: Engine) => Promise<string>,
  wish: (engine: Engine, orderId: string) => DryRunWish,
  act: (engine: Engine, orderId: string) => Promise<unknown>,
  paths: RegExp[],
  settings?: Partial<StoreSettings>,
][] = [
  [
    "accepting an order",
    async ({ world, run }) => {
      const orderId = placeOrder(world, "brico");
      await run(2 * MINUTE);
      return orderId;
    },
    (_, orderId) => ({ act: "accept", orderId }),
    ({ store }, orderId) => decideAcceptance(store, "accept", orderId, camille),
    [/^PUT \/api\/orders\/[^/]+\/accept/],
  ],
  [
    "refusing an order",
    async ({ world, run }) => {
      const orderId = placeOrder(world, "brico");
      await run(2 * MINUTE);
      return orderId;
    },
    (_, orderId) => ({ act: "refuse", orderId }),
    ({ store }, orderId) => decideAcceptance(store, "refuse", orderId, camille),
    [/^PUT \/api\/orders\/[^/]+\/accept/],
  ],
  [
    "creating a label",
    readyOrder,
    (_, orderId) => ({ act: "label", orderId, option: null, weightGrams: null }),
    pressCreateLabel,
    [/^POST \/api\/v3\/shipments\/announce/],
    // The tracking that follows a label is another intent.
    { shipWhen: "carrier-scan" },
  ],
  [
    "cancelling a label",
    async (engine) => {
      const orderId = await readyOrder(engine);
      await pressCreateLabel(engine, orderId);
      return orderId;
    },
    (_, orderId) => ({ act: "cancel-label", orderId, parcelNo: 1 }),
    ({ store }, orderId) => cancelLabelOf(store, orderId, 1, camille),
    [/^POST \/api\/v3\/shipments\/[^/]+\/cancel/],
    { shipWhen: "carrier-scan" },
  ],
  [
    "refunding a line",
    async (engine) => {
      const orderId = await readyOrder(engine);
      await pressCreateLabel(engine, orderId);
      await engine.run(5 * MINUTE);
      return orderId;
    },
    ({ store }, orderId) => ({ act: "refund", orderId, lineId: lineOf(store, orderId).lineId }),
    async ({ store, run }, orderId) => {
      const { lineId, quantity, price } = lineOf(store, orderId);
      const shipping = { minor: 0, currency: price.currency };
      const request = { orderId, returnKey: null, nonce: "form-1", reason: "19", overCap: false };
      refundByHand(store, { ...request, lines: [{ lineId, quantity, amount: price, shipping }] }, camille);
      // It leaves when the undo window has closed.
      await run(2 * MINUTE);
    },
    [/^PUT \/api\/orders\/refund/],
    { refunds: { ...refunds(), reason: "19" } },
  ],
];

const OTHER: CarrierWish = {
  carrierCode: null,
  carrierName: "Coursier",
  trackingUrl: "https://suivi.example/{trackingId}",
  trackingNumber: "C-1",
};

const BY_HAND: typeof CASES = [
  [
    "shipping by other means",
    readyOrder,
    (_, orderId) => ({ act: "ship-otherwise", orderId, carrier: OTHER }),
    async ({ store, run }, orderId) => {
      await shipOtherwise(store, orderId, OTHER, camille);
      // It is told after the undo window.
      await run(3 * MINUTE);
    },
    [/^PUT \/api\/orders\/[^/]+\/tracking/, /^PUT \/api\/orders\/[^/]+\/ship/],
  ],
  [
    "correcting the tracking",
    async (engine) => {
      const orderId = await readyOrder(engine);
      await pressCreateLabel(engine, orderId);
      await engine.run(5 * MINUTE);
      return orderId;
    },
    (_, orderId) => ({ act: "correct-tracking", orderId, carrier: OTHER }),
    ({ store }, orderId) => correctTracking(store, orderId, OTHER, camille),
    [/^PUT \/api\/orders\/[^/]+\/tracking/],
  ],
  [
    "making the label here instead",
    async (engine) => {
      const orderId = await readyOrder(engine);
      await engine.run(2 * MINUTE);
      return orderId;
    },
    (_, orderId) => ({ act: "label-here", orderId }),
    ({ store }, orderId) => labelHere(store, orderId, camille),
    [/^DELETE \/api\/v3\/orders\//],
    { labels: "sendcloud" },
  ],
];

function refunds() {
  return {
    ...({ when: "off", reason: null, withShipping: false } as const),
    ...{ largestMinor: 10_000, dailyMinor: 50_000, resendLimitMinor: 5_000 },
  };
}

function lineOf(store: Engine["store"], orderId: string) {
  const line = findBooked(store.ports.sql, orderId)?.order.lines[0];
  if (!line) throw new Error("no line");
  return line;
}

describe("a dry run", () => {
  it.each([...CASES, ...BY_HAND])(
    "of %s shows the calls that the real act then makes, and makes none",
    async (_, ...parts) => {
      const [prepare, wish, act, paths, settings] = parts;
      const { engine, writes } = await overhear(settings);
      const orderId = await prepare(engine);
      // A dry run begins with a fresh look, which is good for a minute and is booked.
      await readAgain(engine.store, orderId, true);
      const before = [ledgers(engine), ownBooks(engine), engine.store.ports.alarm.at()];
      writes.length = 0;
      const steps = await shownCalls(engine, wish(engine, orderId));
      expect(writes).toEqual([]);
      expect([ledgers(engine), ownBooks(engine), engine.store.ports.alarm.at()]).toEqual(before);
      const calls = steps.flatMap((step) => step.calls);
      expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(
        paths.map((path) => expect.stringMatching(path)),
      );
      await act(engine, orderId);
      expect(writes.map(requestTold)).toEqual(calls);
    },
  );

  it("of cancelling shows the label first, then the order", async () => {
    const { engine, writes } = await overhear({ shipWhen: "carrier-scan" }, true);
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    await engine.run(6 * MINUTE);
    await pressCreateLabel(engine, orderId);
    await readAgain(engine.store, orderId, true);
    const before = [ledgers(engine), ownBooks(engine)];
    writes.length = 0;
    const steps = await shownCalls(engine, { act: "cancel", orderId });
    expect(steps.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["cancel-label", null],
      ["cancel", null],
    ]);
    expect([ledgers(engine), ownBooks(engine)]).toEqual(before);
    await cancelOrder(engine.store, orderId, camille);
    await engine.run(30 * MINUTE);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("CANCELED");
    expect(writes.map(requestTold)).toEqual(steps.flatMap(({ calls }) => calls));
  });

  it("of taking pieces off shows one call for each line", async () => {
    const { engine, writes } = await overhear({}, true);
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    await engine.run(6 * MINUTE);
    const { lineId } = lineOf(engine.store, orderId);
    const wish = { quantities: { [lineId]: 1 }, reason: "51" };
    writes.length = 0;
    const steps = await shownCalls(engine, { act: "cancel-lines", orderId, ...wish });
    expect([steps.map(({ name }) => name), writes]).toEqual([["OR30"], []]);
    cancelLines(engine.store, orderId, camille, { ...wish, nonce: "form-1" });
    await engine.run(5 * MINUTE);
    expect(writes.map(requestTold)).toEqual(steps.flatMap(({ calls }) => calls));
  });

  it("of what is planned shows what the marketplace will hear of a label, with the moment", async () => {
    const { engine, writes } = await overhear();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    writes.length = 0;
    const before = ledgers(engine);
    const steps = await shownCalls(engine, { act: "next", orderId });
    expect(steps.map(({ name }) => name)).toEqual(["OR23", "OR24"]);
    expect(steps[1]?.plannedFor).toBe(engine.world.now() + MINUTE);
    expect((await shownCalls(engine, { act: "tracking", orderId })).map(({ name }) => name)).toEqual(["OR23"]);
    expect((await shownCalls(engine, { act: "ship", orderId })).map(({ name }) => name)).toEqual(["OR24"]);
    expect(ledgers(engine)).toEqual(before);
    await engine.run(5 * MINUTE);
    expect(writes.map(requestTold)).toEqual(steps.flatMap(({ calls }) => calls));
    expect((await seen(engine, orderId)).state.name).toBe("shipped");
  });

  it("shows what another setting would send for an open order", async () => {
    const { engine } = await overhear();
    const orderId = await readyOrder(engine);
    expect(await shownCalls(engine, { act: "next", orderId })).toEqual([]);
    const [step] = await shownCalls(engine, { act: "label", orderId, option: null, weightGrams: null });
    engine.store.store.settings = { ...engine.store.store.settings, labelFormat: "zpl-203" };
    const [other] = await shownCalls(engine, { act: "label", orderId, option: null, weightGrams: null });
    expect(step?.calls[0]?.path).toBe(other?.calls[0]?.path);
    expect(step?.calls[0]?.request).not.toBe(other?.calls[0]?.request);
  });

  it("holds no secret and no word of the buyer's", async () => {
    const { engine } = await overhear();
    const orderId = await readyOrder(engine);
    const text = JSON.stringify(await shownCalls(engine, { act: "label", orderId, option: null, weightGrams: 1_200 }));
    const { recipient } = (await seen(engine, orderId)).details;
    expect(recipient?.address.street1).toBeTruthy();
    expect(text).toContain("1.200");
    for (const word of [recipient?.address.street1, recipient?.address.lastName, "Basic "])
      expect(text).not.toContain(word);
  });

  it("says why nothing would leave", async () => {
    const { engine } = await overhear();
    const orderId = await readyOrder(engine);
    const refused = (wish: DryRunWish) => dryRun(engine.store, wish, camille);
    expect(await refused({ act: "cancel", orderId })).toMatchObject({ refusal: { code: "reason-missing" } });
    expect(await refused({ act: "accept", orderId })).toMatchObject({ refusal: { code: "not-allowed-now" } });
    expect(await refused({ act: "accept", orderId: "no-such-order" })).toMatchObject({
      refusal: { code: "not-found" },
    });
    expect(await refused({ act: "refund", orderId, lineId: "no-such-line" })).toMatchObject({ result: "refused" });
  });
});
