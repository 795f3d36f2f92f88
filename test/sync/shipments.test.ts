import { describe, expect, it } from "vitest";
import { listAttention } from "../../src/db/attention";
import type { StoreSettings } from "../../src/domain/store";
import { type FaultKind, plantFault } from "../../src/sandbox/faults";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { findOrder as atMarketplace, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundByOperator } from "../../src/sandbox/others-acts";
import { shipmentsOf } from "../../src/sandbox/shipment-store";
import { cancelLabelOf, createLabel } from "../../src/sync/acts";
import { optionsFor } from "../../src/sync/label-options";
import { findBooked } from "../../src/sync/order-book";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, seen } from "./cast";

const DONE_UNSEEN: FaultKind[] = ["drop-after", "timeout-after", "500-after", "truncated", "empty-200", "malformed"];
const NOT_DONE: FaultKind[] = ["drop-before", "500-before", "html-200", "redirect"];

/** An order of two lines or more, on a marketplace that knows several parcels. */
async function orderOfParts(
  settings: Partial<StoreSettings> = {},
): Promise<{ engine: Engine; orderId: string; lineIds: string[] }> {
  const engine = await startEngine({ marketplace: "sport", key: SPORT_KEY, settings });
  for (;;) {
    const orderId = placeOrder(engine.world, "sport");
    payOrder(engine.world, orderId);
    const lines = atMarketplace(engine.world, orderId)?.order.order_lines ?? [];
    if (lines.length < 2) continue;
    await engine.run(6 * MINUTE);
    return { engine, orderId, lineIds: lines.map((line) => line.order_line_id) };
  }
}

async function labelOf(engine: Engine, orderId: string, lineIds: string[]) {
  const offered = await optionsFor(engine.store, orderId, null);
  if (offered.result === "refused") throw new Error(offered.refusal.code);
  const option = offered.options.find(({ needs }) => needs.length === 0);
  if (!option) throw new Error("no option fits");
  const { code: optionCode, contractId } = option;
  return createLabel(engine.store, { orderId, optionCode, contractId, weightGrams: 800, lineIds }, camille);
}

describe("an order in several parcels", () => {
  it("is told parcel by parcel, and shipped with the last", async () => {
    const { engine, orderId, lineIds } = await orderOfParts();
    const [first = "", ...rest] = lineIds;
    expect(await labelOf(engine, orderId, [first])).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    expect(shipmentsOf(engine.world, orderId)).toHaveLength(1);
    expect((await seen(engine, orderId)).state).toEqual({ name: "labelled", reason: "part" });
    expect(await labelOf(engine, orderId, rest)).toEqual({ result: "done" });
    await engine.run(20 * MINUTE);
    expect(shipmentsOf(engine.world, orderId)).toHaveLength(2);
    expect(atMarketplace(engine.world, orderId)?.order.order_state).toBe("SHIPPED");
    expect((await seen(engine, orderId)).state.name).toBe("shipped");
    expect(engine.sent.some((line) => line.endsWith("/ship") || line.endsWith("/tracking"))).toBe(false);
  });

  it.each([...DONE_UNSEEN, ...NOT_DONE])("is told once behind %s", async (kind) => {
    const { engine, orderId, lineIds } = await orderOfParts();
    plantFault(engine.world, { api: "mirakl", operation: "ST01", kind, times: 1 });
    await labelOf(engine, orderId, lineIds.slice(0, 1));
    await engine.run(40 * MINUTE);
    expect(shipmentsOf(engine.world, orderId)).toHaveLength(1);
    const told = (await seen(engine, orderId)).intents.filter((intent) => intent.kind === "shipment");
    expect(told.map(({ state }) => state)).toEqual(["done"]);
  });

  it("puts the label of a line that was refunded before a person, until it is cancelled", async () => {
    const { engine, orderId, lineIds } = await orderOfParts({ shipWhen: "carrier-scan" });
    const [lineId = ""] = lineIds;
    const waiting = async () =>
      (await listAttention(engine.d1, "workspace-1", { after: null, limit: 9 })).flatMap((one) =>
        one.source === "item" ? [[one.kind, one.orderId]] : [],
      );
    await labelOf(engine, orderId, [lineId]);
    await engine.run(5 * MINUTE);
    expect(await waiting()).toEqual([]);
    expect(refundByOperator(engine.world, orderId, { lineId })).toBe(true);
    await engine.run(10 * MINUTE);
    const order = await seen(engine, orderId);
    expect(order.state).toEqual({ name: "ready", reason: null });
    expect(await waiting()).toEqual([["label-unneeded", orderId]]);
    expect(order.details.actions).toEqual(expect.arrayContaining(["cancel-label", "create-label"]));
    expect(await cancelLabelOf(engine.store, orderId, 1, camille)).toEqual({ result: "done" });
    await engine.run(5 * MINUTE);
    expect(await waiting()).toEqual([]);
  });

  it("refuses a label for lines that are in a parcel already", async () => {
    const { engine, orderId, lineIds } = await orderOfParts();
    const first = lineIds.slice(0, 1);
    await labelOf(engine, orderId, first);
    await engine.run(5 * MINUTE);
    expect(findBooked(engine.store.ports.sql, orderId)?.state).toEqual({ name: "labelled", reason: "part" });
    expect(await labelOf(engine, orderId, first)).toMatchObject({
      result: "refused",
      refusal: { code: "not-allowed-now", field: "lineIds" },
    });
  });
});
