import { describe, expect, it } from "vitest";
import { FOREIGN_WEBHOOK_KEYS } from "../../src/sandbox/sendcloud-account";
import { nextSendcloudStep, stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { createReturn, moveReturn } from "../../src/sandbox/sendcloud-returns";
import { basic, DAY_MS, isoAt, MONDAY_8AM } from "./sendcloud-desk";
import { type Desk, letPass, newsOf, openHookedDesk, pushSaved } from "./sendcloud-shop";

const PERIOD = `from_date=${isoAt(MONDAY_8AM - DAY_MS)}&to_date=${isoAt(MONDAY_8AM + 30 * DAY_MS)}`;
type Seen = {
  id?: number;
  order_number: string;
  tracking_number: string;
  is_cancellable: boolean;
  delivered_at_iso: string | null;
  created_at: string;
  status_history: { parent_status: string }[];
  parcel_items: { item_id: string; quantity: number; description: string; return_reason: object }[];
};
type Page = { data: Seen[]; next?: string; errors?: { field: string; code: string | number }[] };

const listed = async (desk: Desk, query = PERIOD, headers: Record<string, string> = {}) =>
  (await (await desk.call("GET", `/returns?${query}`, undefined, headers)).json()) as Page;
const one = async (desk: Desk, id: number) => (await (await desk.call("GET", `/returns/${id}`)).json()) as Seen;
const wayOf = (seen: Seen | undefined) => seen?.status_history.map(({ parent_status: status }) => status);

async function withOrder(by: "portal" | "form" = "portal") {
  const desk = await openHookedDesk();
  await pushSaved(desk, "a");
  const items = [{ item_id: "line-2", quantity: 1, reason: 25 }];
  const id = createReturn(desk.world, { orderNumber: "N-a", items, by }) ?? 0;
  return { desk, id };
}

describe("a return", () => {
  it("made in the portal is told by webhook with its id, and is listed without one", async () => {
    const { desk, id } = await withOrder();
    await stepSendcloud(desk.world);
    expect(newsOf(desk)).toMatchObject([
      {
        action: "return_created",
        data: {
          id,
          order_number: "N-a",
          return_reason_id: 25,
          items: [{ item_id: "line-2", quantity: 1, description: "Brosse", sku: "SKU-line-2", return_reason_id: 25 }],
        },
      },
      { action: "parcel_status_changed", parcel: { order_number: "N-a", is_return: true, status: { id: 1000 } } },
    ]);
    const [row] = (await listed(desk)).data;
    expect(row).not.toHaveProperty("id");
    expect(row).toMatchObject({
      order_number: "N-a",
      created_at: isoAt(MONDAY_8AM + 2_000),
      delivered_at_iso: null,
      parcel_items: [
        { item_id: "line-2", quantity: 1, return_reason: { id: 25, description: "Parcel damaged on arrival" } },
      ],
    });
    expect(row?.tracking_number).toMatch(/^6A\d{11}$/);
    expect(await one(desk, id)).toEqual(row);
  });

  it("made by the form is told by nobody, to its end", async () => {
    const { desk } = await withOrder("form");
    await letPass(desk, 80, () => stepSendcloud(desk.world));
    expect(desk.deliveries).toEqual([]);
    expect(wayOf((await listed(desk)).data[0])?.at(-1)).toBe("delivered");
  });

  it("comes home in three days by itself", async () => {
    const { desk, id } = await withOrder();
    await letPass(desk, 71, () => stepSendcloud(desk.world));
    expect((await one(desk, id)).delivered_at_iso).toBeNull();
    await letPass(desk, 1, () => stepSendcloud(desk.world));
    const seen = await one(desk, id);
    expect(wayOf(seen)).toEqual([
      "ready-to-send",
      "picked-up-by-driver",
      "at-sorting-centre",
      "driver-on-route",
      "delivered",
    ]);
    expect(seen.delivered_at_iso).toBe(isoAt(MONDAY_8AM + 2_000 + 3 * DAY_MS));
    expect(newsOf(desk).map(({ parcel }) => parcel?.status.id)).toEqual([undefined, 1000, 22, 62990, 92, 11]);
    expect(nextSendcloudStep(desk.world)).toBeNull();
  });

  it("of a parcel that was announced takes the way back of its carrier", async () => {
    const desk = await openHookedDesk();
    const { data } = (await desk.announce()).body;
    createReturn(desk.world, { orderNumber: "CMD-1", items: [{ item_id: "x", quantity: 2, reason: 8 }], by: "form" });
    const [row] = (await listed(desk)).data;
    expect([row?.order_number, row?.parcel_items[0]?.item_id]).toEqual(["CMD-1", "x"]);
    expect(row?.tracking_number).not.toBe(data.parcels[0]?.tracking_number);
    const next = (await desk.announce({ order_number: "CMD-2" })).body.data.parcels[0];
    expect(next?.tracking_number).not.toBe(row?.tracking_number);
  });

  it("of an order nobody knows is none", async () => {
    const desk = await openHookedDesk();
    expect(createReturn(desk.world, { orderNumber: "?", items: [], by: "portal" })).toBeNull();
  });
});

describe("cancelling a return", () => {
  it("is asked for with 202, and granted an hour later", async () => {
    const { desk, id } = await withOrder();
    const answer = await desk.call("PATCH", `/returns/${id}/cancel`);
    expect([answer.status, await answer.json()]).toEqual([202, { message: "Cancellation requested successfully" }]);
    await letPass(desk, 1, () => stepSendcloud(desk.world));
    expect(wayOf(await one(desk, id))).toEqual(["ready-to-send", "cancelling", "cancelled"]);
  });

  it("is refused once the carrier has it, and is a 404 for nothing", async () => {
    const { desk, id } = await withOrder();
    moveReturn(desk.world, id, "PICKED_UP_BY_DRIVER");
    const answer = await desk.call("PATCH", `/returns/${id}/cancel`);
    const error = { field: "returns", code: 409, message: "Return is not cancellable." };
    expect([answer.status, await answer.json()]).toEqual([409, { errors: [error] }]);
    expect((await desk.call("PATCH", "/returns/99/cancel")).status).toBe(404);
    expect((await desk.call("GET", "/returns/99")).status).toBe(404);
  });
});

describe("GET /returns", () => {
  it("pages by the body's next", async () => {
    const { desk } = await withOrder();
    for (const by of ["form", "portal"] as const) createReturn(desk.world, { orderNumber: "N-a", items: [], by });
    const first = await listed(desk, `${PERIOD}&page_size=2`);
    const second = await listed(desk, new URL(first.next ?? "").search.slice(1));
    expect([first.data.length, second.data.length, second.next]).toEqual([2, 1, undefined]);
  });

  it("shows only the period, the status and the integration asked for", async () => {
    const { desk } = await withOrder();
    const from = isoAt(MONDAY_8AM + DAY_MS);
    expect((await listed(desk, `from_date=${from}&to_date=${from}`)).data).toEqual([]);
    expect((await listed(desk, "from_date=2026-11-23&to_date=2026-11-24")).data).toHaveLength(1);
    expect((await listed(desk, `${PERIOD}&parent_parcel_status=delivered`)).data).toEqual([]);
    expect((await listed(desk, `${PERIOD}&parent_parcel_status=ready-to-send`)).data).toHaveLength(1);
    expect((await listed(desk, PERIOD, { authorization: basic(FOREIGN_WEBHOOK_KEYS) })).data).toEqual([]);
  });

  it("wants its period", async () => {
    const { desk } = await withOrder();
    const { errors } = await listed(desk, "from_date=yesterday");
    expect(errors?.map(({ field, code }) => [field, code])).toEqual([
      ["from_date", "invalid"],
      ["to_date", "required"],
    ]);
  });
});
