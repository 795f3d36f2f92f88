import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import type { AcceptanceSettings } from "../../src/domain/store";
import { plantFault } from "../../src/sandbox/faults";
import { BRICO_PARTNER_KEY } from "../../src/sandbox/marketplaces";
import { setOffer } from "../../src/sandbox/mirakl-offers";
import { actAsBuyer, findOrder as atMarketplace, placeOrder } from "../../src/sandbox/mirakl-orders";
import { decideAcceptance } from "../../src/sync/acts";
import { refusesAfter } from "../../src/sync/learn-refusal";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, seen } from "./cast";

const HOUR = 60 * MINUTE;
const GUARDED: AcceptanceSettings = {
  how: "guarded",
  mostAnHour: 30,
  priceDropPercent: 20,
  refusesAfterHours: null,
};

const start = async (acceptance: Partial<AcceptanceSettings> = {}, key?: string): Promise<Engine> => {
  const engine = await startEngine({
    settings: { acceptance: { ...GUARDED, ...acceptance } },
    ...(key === undefined ? {} : { key }),
  });
  await engine.run(2 * MINUTE);
  return engine;
};
const accepts = ({ sent }: Engine) => sent.filter((one) => one.endsWith("/accept")).length;
const skuOf = (engine: Engine, orderId: string) =>
  atMarketplace(engine.world, orderId)?.order.order_lines[0]?.offer_sku;
const stateAt = (engine: Engine, orderId: string) => atMarketplace(engine.world, orderId)?.order.order_state;
const attention = (engine: Engine) => listAttention(engine.d1, "workspace-1", { after: null, limit: 50 });

describe("accepting by hand", () => {
  it("leaves every order to a person", async () => {
    const engine = await start({ how: "by-hand" });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(2 * HOUR);
    expect(accepts(engine)).toBe(0);
    expect((await seen(engine, orderId)).details.actions).toEqual(["accept", "refuse"]);
  });
});

describe("accepting by itself", () => {
  it("accepts what comes, once, and says who it was", async () => {
    const engine = await start({ how: "automatic" });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(30 * MINUTE);
    expect(accepts(engine)).toBe(1);
    const order = await seen(engine, orderId);
    expect(order.state.name).toBe("ready");
    expect(order.events.find(({ kind }) => kind === "accepted")).toMatchObject({ actor: "Passerelle" });
  });

  it.each(["drop-after", "500-before", "timeout-after"] as const)("accepts once after %s", async (kind) => {
    const engine = await start({ how: "automatic" });
    plantFault(engine.world, { api: "mirakl", operation: "OR21", kind, times: 1 });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(40 * MINUTE);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it("keeps away from orders that were here before the switch", async () => {
    const engine = await start({ how: "by-hand" });
    const before = placeOrder(engine.world, "brico");
    await engine.run(10 * MINUTE);
    engine.store.store.settings.acceptance = { ...GUARDED, how: "automatic" };
    const after = placeOrder(engine.world, "brico");
    await engine.run(30 * MINUTE);
    expect([stateAt(engine, before), stateAt(engine, after)]).toEqual(["WAITING_ACCEPTANCE", "SHIPPING"]);
  });

  it("asks for nobody when the buyer was faster", async () => {
    const engine = await start({ how: "automatic" });
    plantFault(engine.world, { api: "mirakl", operation: "OR21", kind: "429-seconds", times: 1, seconds: 600 });
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(7 * MINUTE);
    actAsBuyer(engine.world, orderId, "cancel");
    await engine.run(HOUR);
    expect(await attention(engine)).toEqual([]);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "cancelled" });
  });
});

describe("accepting by itself with guards", () => {
  it("reads stock and price of the offers first", async () => {
    const engine = await start();
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(30 * MINUTE);
    expect(engine.sent).toContain("GET /api/offers");
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it.each([
    ["stock", { quantity: 0 }, "guard-stock"],
    ["price", { cents: 900_000 }, "guard-price"],
  ] as const)(
    "holds an order back for its %s, calls a person once, and lets him accept anyway",
    async (_w, set, why) => {
      const engine = await start();
      const orderId = placeOrder(engine.world, "brico");
      setOffer(engine.world, skuOf(engine, orderId) ?? "", set);
      await engine.run(2 * HOUR);
      const order = await seen(engine, orderId);
      expect(accepts(engine)).toBe(0);
      expect(order.state).toEqual({ name: "to_accept", reason: null });
      expect(order.details.heldBack).toMatchObject({ why, sku: skuOf(engine, orderId) });
      expect(order.attention).toBe(true);
      expect(await attention(engine)).toMatchObject([{ kind: "acceptance-guard", orderId }]);
      expect(order.events.filter(({ kind }) => kind === "held-back")).toHaveLength(1);
      expect(await decideAcceptance(engine.store, "accept", orderId, camille)).toEqual({ result: "done" });
      await engine.run(10 * MINUTE);
      expect((await seen(engine, orderId)).state.name).toBe("ready");
      expect(await attention(engine)).toEqual([]);
    },
  );

  it("forgets it when the person refuses", async () => {
    const engine = await start();
    const orderId = placeOrder(engine.world, "brico");
    setOffer(engine.world, skuOf(engine, orderId) ?? "", { quantity: 0 });
    await engine.run(10 * MINUTE);
    expect(await decideAcceptance(engine.store, "refuse", orderId, camille)).toEqual({ result: "done" });
    await engine.run(10 * MINUTE);
    expect((await seen(engine, orderId)).state).toEqual({ name: "closed", reason: "refused" });
    expect(await attention(engine)).toEqual([]);
  });

  it("leaves to a person, without calling one, what its key may not check", async () => {
    const engine = await start({}, BRICO_PARTNER_KEY);
    const orderId = placeOrder(engine.world, "brico");
    await engine.run(HOUR);
    const order = await seen(engine, orderId);
    expect(accepts(engine)).toBe(0);
    expect(order.details.heldBack).toMatchObject({ why: "cannot-check" });
    expect(order.details.actions).toEqual(["accept", "refuse"]);
    expect(await attention(engine)).toEqual([]);
    expect(engine.store.store.pausedBecause).toBeNull();
  });

  it.each(["500-before", "timeout-before", "429-seconds"] as const)(
    "asks for the offers again after %s",
    async (kind) => {
      const engine = await start();
      plantFault(engine.world, { api: "mirakl", operation: "OF21", kind, times: 2 });
      const orderId = placeOrder(engine.world, "brico");
      await engine.run(HOUR);
      expect((await seen(engine, orderId)).state.name).toBe("ready");
    },
  );

  it("accepts so many an hour; the rest waits for the next, and a person may be faster", async () => {
    const engine = await start({ mostAnHour: 2 });
    const orders = [1, 2, 3, 4, 5].map(() => placeOrder(engine.world, "brico"));
    await engine.run(30 * MINUTE);
    const waiting = () => orders.filter((id) => stateAt(engine, id) === "WAITING_ACCEPTANCE");
    expect(waiting()).toHaveLength(3);
    expect(await attention(engine)).toEqual([]);
    const [mine = ""] = waiting();
    expect((await seen(engine, mine)).state).toEqual({ name: "to_accept", reason: null });
    expect(await decideAcceptance(engine.store, "accept", mine, camille)).toEqual({ result: "done" });
    await engine.run(HOUR);
    expect(waiting()).toHaveLength(0);
    expect(accepts(engine)).toBe(5);
    expect(await attention(engine)).toEqual([]);
  });

  it("stops when the switch is turned off meanwhile", async () => {
    const engine = await start({ mostAnHour: 1 });
    placeOrder(engine.world, "brico");
    placeOrder(engine.world, "brico");
    await engine.run(30 * MINUTE);
    engine.store.store.settings.acceptance = { ...GUARDED, how: "by-hand" };
    await engine.run(2 * HOUR);
    expect(accepts(engine)).toBe(1);
  });
});

describe("the marketplace's own refusal", () => {
  it("is learnt when it happens, and shown on the orders that wait", async () => {
    const engine = await start({ how: "by-hand" });
    const late = placeOrder(engine.world, "brico");
    await engine.run(24 * HOUR);
    expect(refusesAfter(engine.store)).toBeNull();
    const waits = placeOrder(engine.world, "brico");
    await engine.run(25 * HOUR);
    expect((await seen(engine, late)).state).toEqual({ name: "closed", reason: "refused" });
    expect(refusesAfter(engine.store)).toMatchObject({ hours: 48 });
    const order = await seen(engine, waits);
    expect(order.details.acceptBefore).toMatchObject({ hours: 48, at: order.createdAt + 48 * HOUR });
  });

  it("is not learnt from our own no, nor from a shorter wait, and yields to what was typed", async () => {
    const engine = await start({ how: "by-hand" });
    const refused = placeOrder(engine.world, "brico");
    await engine.run(5 * HOUR);
    await decideAcceptance(engine.store, "refuse", refused, camille);
    expect(refusesAfter(engine.store)).toBeNull();
    placeOrder(engine.world, "brico");
    await engine.run(49 * HOUR);
    expect(refusesAfter(engine.store)?.hours).toBe(48);
    engine.store.store.settings.acceptance = { ...GUARDED, refusesAfterHours: 24 };
    expect(refusesAfter(engine.store)).toEqual({ hours: 24, learntAt: null });
  });
});
