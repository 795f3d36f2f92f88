import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { toReturnNews } from "../../src/sendcloud/translate-return";
import { returned } from "../../src/sendcloud/wire-returns";
import { access, answer, fakeSendcloud, NOW } from "./fake-sendcloud";

const API = "https://panel.sendcloud.test/api/v3";
const DAY_MS = 86_400_000;

const passed = (parent_status: string, carrier_update_timestamp: string | null = null) => {
  return { parent_status, carrier_update_timestamp, parcel_status_history_id: "1", carrier_message: "…" };
};

function row(fields: object = {}) {
  return {
    created_at: "2026-11-20T10:00:00.123456+01:00",
    order_number: "T-1-A",
    tracking_number: "RET1",
    delivered_at: null,
    delivered_at_iso: null,
    status: "open",
    reason: { id: 11, description: "Changed my mind" },
    status_history: [passed("ready-to-send")],
    parcel_items: [
      { item_id: "T-1-A-1", sku: "S", quantity: 1, return_reason: { id: 30, description: "Too large" } },
      { item_id: "T-1-A-2", sku: "", quantity: 2, return_reason: null, return_reason_id: "25" },
      { quantity: 1 },
    ],
    ...fields,
  };
}

const newsOf = (fields: object = {}) => toReturnNews(returned.parse(row(fields)));

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("a return", () => {
  it("is told in our words", () => {
    expect(newsOf()).toEqual({
      returnId: null,
      orderNumber: "T-1-A",
      trackingNumber: "RET1",
      createdAt: Date.UTC(2026, 10, 20, 9, 0, 0, 123),
      stage: "announced",
      items: [
        { lineId: "T-1-A-1", sku: "S", quantity: 1, reason: "30" },
        { lineId: "T-1-A-2", sku: null, quantity: 2, reason: "25" },
        { lineId: null, sku: null, quantity: 1, reason: "11" },
      ],
    });
  });

  it("keeps an id where one came, and does without the rest", () => {
    const bare = { id: 7, parcel_items: null, status_history: "odd", order_number: "", tracking_number: null };
    expect(newsOf({ ...bare, reason: null, created_at: "yesterday" })).toEqual({
      returnId: "7",
      orderNumber: null,
      trackingNumber: null,
      createdAt: null,
      stage: "unknown",
      items: [],
    });
  });

  it.each([
    ["no-label", "announced"],
    ["Ready to Ship", "announced"],
    ["announced-uncollected", "announced"],
    ["picked-up-by-driver", "on-its-way"],
    ["unsorted2", "on-its-way"],
    ["at-customs", "on-its-way"],
    ["delivery-failed", "on-its-way"],
    ["delivered", "back"],
    ["delivery-forced", "back"],
    ["returned-to-sender", "unknown"],
    ["refused-by-recipient", "unknown"],
    ["announcement-failed", "unknown"],
    ["cancelling", "unknown"],
    ["cancelled", "cancelled"],
    ["cancelled-upstream", "cancelled"],
    ["a-new-word", "unknown"],
    ["not delivered", "unknown"],
  ])("with the parcel %s is %s", (slug, stage) => {
    expect(newsOf({ status_history: [passed(slug)] }).stage).toBe(stage);
  });

  it("goes by the latest status that is known, in any order", () => {
    const history = [
      passed("sorting", "2026-11-22T10:00:00Z"),
      passed("a-new-word", "2026-11-23T10:00:00Z"),
      passed("ready-to-send", "2026-11-21T10:00:00Z"),
    ];
    expect(newsOf({ status_history: history }).stage).toBe("on-its-way");
    expect(newsOf({ status_history: history.toReversed() }).stage).toBe("on-its-way");
    expect(newsOf({ status_history: [passed("announced"), passed("delivered")] }).stage).toBe("back");
  });

  it("is back when it has a time of delivery, unless the goods went to the buyer again", () => {
    expect(newsOf({ delivered_at_iso: "2026-11-24T10:00:00Z" }).stage).toBe("back");
    expect(newsOf({ delivered_at: 1734946171662 }).stage).toBe("back");
    const sentBack = { delivered_at: 1734946171662, status_history: [passed("returned-to-sender")] };
    expect(newsOf(sentBack).stage).toBe("unknown");
    expect(newsOf({ ...sentBack, status_history: [passed("cancelled")] }).stage).toBe("cancelled");
  });

  it.each([
    ["requested", "unknown"],
    ["awaiting_payment", "unknown"],
    ["request_rejected", "cancelled"],
    ["open", "announced"],
    ["a_new_word", "announced"],
  ])("that is %s is %s", (status, stage) => {
    expect(newsOf({ status }).stage).toBe(stage);
  });

  it.each([
    ["nothing that names it", { created_at: null, order_number: "", tracking_number: null }],
    ["an item without a quantity", { parcel_items: [{ item_id: "a" }] }],
    ["an item of less than nothing", { parcel_items: [{ item_id: "a", quantity: -1 }] }],
  ])("cannot be read with %s", (_, fields) => {
    expect(returned.safeParse(row(fields)).success).toBe(false);
  });
});

describe("returns", () => {
  it("asks for a window and follows the address in the body", async () => {
    const next = "http://panel.sendcloud.test/api/v3/returns?cursor=cD0z&page_size=1";
    const { requests, client } = clientOf(
      answer(200, { next, previous: null, data: [row()] }),
      answer(200, { next: null, data: [row({ tracking_number: "RET2" }), { nothing: 1 }] }),
    );
    const reply = await client.returns(NOW - DAY_MS, NOW + 1);
    expect(reply).toMatchObject({
      kind: "ok",
      value: { rows: [{ trackingNumber: "RET1" }, { trackingNumber: "RET2" }], unreadable: 1, next: null },
    });
    const asked = requests.map(({ url }) => new URL(url));
    expect(asked[0]?.href.split("?")[0]).toBe(`${API}/returns`);
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      from_date: "2026-11-23T08:00:00Z",
      to_date: "2026-11-24T08:00:01Z",
      page_size: "40",
    });
    expect(asked[1]?.searchParams.get("cursor")).toBe("cD0z");
    expect(asked[1]?.searchParams.get("from_date")).toBe("2026-11-23T08:00:00Z");
  });

  it("goes on from a cursor", async () => {
    const { requests, client } = clientOf(answer(200, { data: [] }));
    expect(await client.returns(0, NOW, "c20")).toMatchObject({ kind: "ok", value: { rows: [], next: null } });
    expect(requests[0]?.url).toContain("&cursor=c20");
  });

  it.each([
    ["another host", "https://evil.example/api/v3/returns?cursor=a", "redirect"],
    ["no cursor", `${API}/returns`, "unexpected-shape"],
  ])("does not follow a next page on %s", async (_, next, why) => {
    const { requests, client } = clientOf(answer(200, { next, data: [row()] }));
    expect(await client.returns(0, NOW)).toMatchObject({ kind: "unknown", why });
    expect(requests).toHaveLength(1);
  });
});

describe("returnById", () => {
  it("gives the return the id it was asked by", async () => {
    const { requests, client } = clientOf(answer(200, row()), answer(200, { data: row({ id: 42 }) }));
    expect(await client.returnById("42")).toMatchObject({
      kind: "ok",
      value: { returnId: "42", trackingNumber: "RET1" },
    });
    expect(await client.returnById("42")).toMatchObject({ kind: "ok", value: { returnId: "42" } });
    expect(requests[0]).toMatchObject({ method: "GET", url: `${API}/returns/42` });
  });

  it("says when there is none, with or without a body", async () => {
    const errors = [{ field: "returns", code: 404, message: "Not found." }];
    const { client } = clientOf(answer(404), answer(404, { errors }));
    expect(await client.returnById("42")).toMatchObject({ kind: "rejected", status: 404 });
    expect(await client.returnById("42")).toMatchObject({
      kind: "rejected",
      status: 404,
      message: "Not found. (returns)",
    });
  });

  it.each([
    ["another return", row({ id: 43 })],
    ["an empty object", {}],
  ])("does not know after %s", async (_, body) => {
    const { client } = clientOf(answer(200, body));
    expect(await client.returnById("42")).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});
