import { describe, expect, it } from "vitest";
import { SPORT_KEY } from "../../src/sandbox/marketplaces";
import { actAsBuyer, markReceived, payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { refundLedger } from "../../src/sandbox/money-ledger";
import { cancelByOperator, closeIncident, openIncident, refundByOperator } from "../../src/sandbox/others-acts";
import type { WireOrder } from "../../src/sandbox/wire-order";
import { caller } from "./mirakl-caller";
import { stillWorld } from "./world";

const DAY = 86_400_000;
const MR = { carrier_code: "MR", tracking_number: "1" };

async function paid() {
  const world = stillWorld();
  const brico = caller(world);
  const id = placeOrder(world, "brico", { kind: "same-sku-twice" });
  payOrder(world, id);
  const order = async () => (await brico.order(id)) as unknown as WireOrder;
  return { world, brico, id, order, line: `${id}-1` };
}

describe("what others do to an order", () => {
  it("opens an incident on a line, which keeps the order from closing until it is settled", async () => {
    const { world, brico, id, order, line } = await paid();
    await brico.put(`/api/orders/${id}/tracking`, MR);
    await brico.put(`/api/orders/${id}/ship`);
    expect(openIncident(world, id, line)).toBe(true);
    expect(openIncident(world, id, line)).toBe(false);
    expect(await order()).toMatchObject({
      has_incident: true,
      order_lines: [
        { order_line_state: "INCIDENT_OPEN", order_line_state_reason_code: "31" },
        { order_line_state: "SHIPPED" },
      ],
    });
    expect((await brico.page("has_incident=true")).total_count).toBe(1);
    markReceived(world, id);
    world.pass(30 * DAY);
    expect(await order()).toMatchObject({
      order_state: "RECEIVED",
      order_lines: [{ order_line_state: "INCIDENT_OPEN" }, {}],
    });
    const refund = { order_line_id: line, amount: 1, shipping_amount: 0, reason_code: "19" };
    expect((await brico.put("/api/orders/refund", { refunds: [refund] })).status).toBe(200);
    expect(closeIncident(world, id)).toBe(true);
    expect(await order()).toMatchObject({ has_incident: false, order_lines: [{ order_line_state: "RECEIVED" }, {}] });
    world.pass(14 * DAY);
    expect((await order()).order_state).toBe("CLOSED");
    expect(openIncident(world, id)).toBe(false);
  });

  it("refunds a line on top of the shop's own refunds, never more than is left", async () => {
    const { world, brico, order, line } = await paid();
    const price = (await order()).order_lines[0]?.price ?? 0;
    const refund = { order_line_id: line, amount: 1, shipping_amount: 0, reason_code: "19" };
    await brico.put("/api/orders/refund", { refunds: [refund] });
    expect(refundByOperator(world, (await order()).order_id, { lineId: line, amountMinor: 50, shippingMinor: 0 })).toBe(
      true,
    );
    expect(refundByOperator(world, (await order()).order_id, { lineId: line, amountMinor: price * 100 })).toBe(false);
    expect((await order()).order_lines[0]?.refunds).toMatchObject([
      { id: "1101", reason_code: "19" },
      { id: "1102", reason_code: "20", amount: 0.5, refund_state: "WAITING_REFUND" },
    ]);
    expect(refundLedger(world).map(({ by }) => by)).toEqual(["shop", "operator"]);
  });

  it("takes pieces off a line before it ships", async () => {
    const { world, id, order } = await paid();
    const [first] = (await order()).order_lines;
    expect(cancelByOperator(world, id, { quantity: first?.quantity ?? 0 })).toBe(true);
    expect(await order()).toMatchObject({
      order_state: "SHIPPING",
      order_lines: [{ order_line_state: "CANCELED", quantity: 0, cancelations: [{ reason_code: "53" }] }, {}],
    });
    expect(cancelByOperator(world, id, { lineId: `${id}-1` })).toBe(false);
  });

  it("changes the address before the parcel leaves", async () => {
    const { world, brico, id, order } = await paid();
    const before = (await order()).customer.shipping_address;
    world.pass(60_000);
    expect(actAsBuyer(world, id, "move-house")).toBe(true);
    const after = await order();
    expect(after.customer.shipping_address?.street_1).not.toBe(before?.street_1);
    expect(after.customer.shipping_address).toMatchObject({ lastname: before?.lastname, country: before?.country });
    expect(after.last_updated_date).toBe("2026-11-24T08:01:00Z");
    await brico.put(`/api/orders/${id}/tracking`, MR);
    await brico.put(`/api/orders/${id}/ship`);
    expect(actAsBuyer(world, id, "move-house")).toBe(false);
  });

  it("forgets the buyer of an order that is over, and of no other", async () => {
    const { world, id, order } = await paid();
    expect(actAsBuyer(world, id, "anonymise")).toBe(false);
    actAsBuyer(world, id, "cancel");
    expect(actAsBuyer(world, id, "anonymise")).toBe(true);
    expect(await order()).toMatchObject({
      customer: { firstname: "—", lastname: "—", shipping_address: null, billing_address: null },
      customer_notification_email: null,
    });
  });

  it("closes an order of which the operator refunded everything", async () => {
    const world = stillWorld();
    const sport = caller(world, { host: "sport.mirakl.test", key: SPORT_KEY });
    const id = placeOrder(world, "sport", { kind: "same-sku-twice" });
    expect([actAsBuyer(world, id, "refund"), actAsBuyer(world, id, "refund")]).toEqual([true, true]);
    expect(await sport.order(id)).toMatchObject({ order_state: "CLOSED", fully_refunded: true });
    expect(actAsBuyer(world, id, "refund")).toBe(false);
  });
});
