import { describe, expect, it } from "vitest";
import { findOrder as findAtMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import { runAccountSlice } from "../../src/sync/account-slice";
import { decideAcceptance } from "../../src/sync/acts";
import { recall } from "../../src/sync/keeping";
import { reviveAlarm } from "../../src/sync/object-ports";
import { runSlice, stripOf } from "../../src/sync/store-slice";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, seen } from "./cast";

const HOUR = 60 * MINUTE;
const WATCH_EVERY_MS = 5 * MINUTE;
const SILENT_AFTER_MS = 16 * MINUTE;

/** How the platform treats the store's alarm; the account's is on time. */
type Platform = { lateMs: number; deliver(engine: Engine): Promise<unknown> };
const onTime: Platform = { lateMs: 0, deliver: ({ store }) => runSlice(store) };
const PLATFORMS: [string, Platform][] = [
  ["twice, one after the other", { lateMs: 0, deliver: ({ store }) => runSlice(store).then(() => runSlice(store)) }],
  ["twice at once", { lateMs: 0, deliver: ({ store }) => Promise.all([runSlice(store), runSlice(store)]) }],
  ["three times at once", { lateMs: 0, deliver: ({ store }) => Promise.all([1, 2, 3].map(() => runSlice(store))) }],
  ["ten minutes late", { lateMs: 10 * MINUTE, deliver: onTime.deliver }],
  ["while somebody clicks", { lateMs: 0, deliver: ({ store }) => Promise.all([runSlice(store), clickAll(store)]) }],
];

/** Whoever presses at the moment of the alarm presses what was pressed before, on every order. */
async function clickAll(store: Engine["store"]): Promise<void> {
  const rows = store.ports.sql.all<{ order_id: string }>(
    "SELECT order_id FROM intents WHERE kind = 'accept' GROUP BY order_id",
  );
  await Promise.all(rows.map(({ order_id }) => decideAcceptance(store, "accept", order_id, camille)));
}

/** Lets time pass under that platform. Without one no alarm ever comes, and a watchdog looks every five minutes. */
async function pass(engine: Engine, milliseconds: number, platform: Platform | null): Promise<void> {
  const { world, both, store, account } = engine;
  const never = Number.POSITIVE_INFINITY;
  const until = world.now() + milliseconds;
  let watchAt = world.now() + WATCH_EVERY_MS;
  const watch = async () => {
    watchAt += WATCH_EVERY_MS;
    if (world.now() - (recall<number>(store.ports.sql, "beat_at") ?? 0) < SILENT_AFTER_MS) return;
    reviveAlarm(store.ports);
    if (!platform && (store.ports.alarm.at() ?? never) <= world.now()) await runSlice(store);
  };
  const sleepers = [
    { due: () => both.nextStep() ?? never, wake: () => both.step() },
    { due: () => account.ports.alarm.at() ?? never, wake: () => runAccountSlice(account) },
    {
      due: () => (platform ? (store.ports.alarm.at() ?? never) + platform.lateMs : never),
      wake: async () => platform?.deliver(engine),
    },
    { due: () => watchAt, wake: watch },
  ];
  for (;;) {
    const [next] = sleepers.map(({ due, wake }) => ({ at: due(), wake })).sort((a, b) => a.at - b.at);
    if (!next || next.at > until) break;
    world.pass(Math.max(0, next.at - world.now()));
    await next.wake();
  }
  world.pass(until - world.now());
}

/** A day's work: one order accepted, paid and labelled, one accepted and paid. */
async function shopDay(platform: Platform | null) {
  const engine = await startEngine();
  const { world, store } = engine;
  await engine.run(2 * MINUTE);
  const one = placeOrder(world, "brico");
  const two = placeOrder(world, "brico");
  await pass(engine, 40 * MINUTE, platform);
  for (const orderId of [one, two]) await decideAcceptance(store, "accept", orderId, camille);
  for (const orderId of [one, two]) payOrder(world, orderId);
  await pass(engine, 40 * MINUTE, platform);
  expect(await pressCreateLabel(engine, one)).toEqual({ result: "done" });
  await pass(engine, 3 * HOUR, platform);
  return { engine, state: await finalState(engine, [one, two]) };
}

async function finalState(engine: Engine, orderIds: string[]) {
  const orders = await Promise.all(orderIds.map((orderId) => seen(engine, orderId)));
  return orders.map(({ orderId, state, details, lines, parcels, intents, events }) => ({
    state,
    marketplaceState: details.marketplaceState,
    there: findAtMarketplace(engine.world, orderId)?.order.order_state,
    lines: lines.map((line) => line.state),
    parcels: parcels.map(({ parcelNo, generation }) => [parcelNo, generation]),
    intents: intents.map(({ kind, state: ended, attempts }) => `${kind} ${ended} ${attempts}`).sort(),
    told: [...new Set(events.map(({ kind }) => kind))].filter((kind) => kind !== "parcel-moved").sort(),
    labels: labelLedger(engine.world).live,
  }));
}

describe("the same day", () => {
  it("ends with one label and each order where it belongs", async () => {
    const { state } = await shopDay(onTime);
    expect(state.map(({ there, labels }) => [there, labels])).toEqual([
      ["SHIPPED", 1],
      ["SHIPPING", 1],
    ]);
  });

  it.each(PLATFORMS)("ends alike when the alarm comes %s", async (_how, platform) => {
    const { state, engine } = await shopDay(platform);
    expect(state).toEqual((await shopDay(onTime)).state);
    expect(stripOf(engine.store).proof).toMatchObject({ atMirakl: 1, here: 1, missing: [] });
  });

  it("ends alike when no alarm ever comes, and only the watchdog wakes the store", async () => {
    const { state } = await shopDay(null);
    expect(state).toEqual((await shopDay(onTime)).state);
  });
});

describe("the watchdog's look at an alarm", () => {
  const now = 1_000 * HOUR;
  it.each([
    ["that is missing sets it", null, true],
    ["that is long past sets it", -2 * MINUTE - 1, true],
    ["that is just past lets it come", -2 * MINUTE, false],
    ["that is ahead lets it come", MINUTE, false],
  ])("%s", (_what, offset, revived) => {
    const set: number[] = [];
    const alarm = { at: () => (offset === null ? null : now + offset), set: (moment: number) => set.push(moment) };
    reviveAlarm({ now: () => now, alarm });
    expect(set).toEqual(revived ? [now] : []);
  });
});
