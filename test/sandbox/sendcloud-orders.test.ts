import { describe, expect, it } from "vitest";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS } from "../../src/sandbox/sendcloud-account";
import { jsonOf, openDesk } from "./sendcloud-desk";
import { type Desk, details, line, type OrderAnswer, orderNow, pushed, pushSaved } from "./sendcloud-shop";

const post = async (desk: Desk, body: unknown) =>
  jsonOf<{ id: number; order_id: string; order_number: string }[]>(await desk.call("POST", "/orders", body));
const list = async (desk: Desk, query = "") => jsonOf<OrderAnswer[]>(await desk.call("GET", `/orders${query}`));
const idsOf = (answer: { body: { data: OrderAnswer[] } }) => answer.body.data.map((order) => order.order_id);
const many = (count: number) => Array.from({ length: count }, (_, n) => pushed(`o-${n + 1}`));

describe("POST /orders", () => {
  it("takes a batch, and shows it two seconds later", async () => {
    const desk = openDesk();
    const answer = await post(desk, [pushed("a"), pushed("b")]);
    expect([answer.status, answer.body.data]).toEqual([
      201,
      [
        { id: 1, order_id: "a", order_number: "N-a" },
        { id: 2, order_id: "b", order_number: "N-b" },
      ],
    ]);
    desk.pass(1_999);
    expect([(await orderNow(desk, 1)).status, idsOf(await list(desk))]).toEqual([404, []]);
    desk.pass(1);
    const seen = await orderNow(desk, 1);
    expect(seen.body.data).toMatchObject({ ...pushed("a"), id: "1" });
    expect(idsOf(await list(desk))).toEqual(["b", "a"]);
  });

  it("updates an order it knows, by key or by id, without losing the old one meanwhile", async () => {
    const desk = openDesk();
    const id = await pushSaved(desk, "a");
    const again = await post(desk, [pushed("a", { order_number: "N-new" })]);
    expect(again.body.data[0]?.id).toBe(id);
    expect((await orderNow(desk, id)).body.data.order_number).toBe("N-a");
    desk.pass(2_000);
    expect((await orderNow(desk, id)).body.data.order_number).toBe("N-new");
    await post(desk, [pushed("a", { id: String(id), order_number: "N-newest" })]);
    desk.pass(2_000);
    expect(idsOf(await list(desk, "?order_number=N-newest"))).toEqual(["a"]);
  });

  it("keeps one order_id of two integrations apart", async () => {
    const desk = openDesk();
    await pushSaved(desk, "a");
    await pushSaved(desk, "a", { order_details: details({ integration: { id: FOREIGN_WEBHOOK_KEYS.integrationId } }) });
    expect(idsOf(await list(desk))).toEqual(["a", "a"]);
    expect(idsOf(await list(desk, `?integration=${DEMO_KEYS.integrationId}`))).toEqual(["a"]);
    expect(idsOf(await list(desk, "?integration=10001,10002"))).toEqual(["a", "a"]);
  });

  it("refuses an order still being saved, and all that came with it", async () => {
    const desk = openDesk();
    await post(desk, [pushed("a")]);
    desk.pass(1_000);
    const answer = await post(desk, [pushed("b"), pushed("a")]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      {
        status: "400",
        code: "invalid",
        detail: "We are still processing a previous request. Please try again in a moment.",
        source: { pointer: "/data" },
      },
    ]);
    desk.pass(1_000);
    expect(idsOf(await list(desk))).toEqual(["a"]);
    expect((await post(desk, [pushed("a")])).status).toBe(201);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ["an object", pushed("a"), "Wrong request format, expected list of objects", undefined],
    ["101 orders", many(101), "Orders list should have at most 100 items, not 101", "/data/attributes/"],
    ["no order", [], "Orders list should have at least 1 item, not 0", "/data/attributes/"],
    ["no order_id", [pushed("a"), { ...pushed("b"), order_id: undefined }], "Field required", "/[1]/order_id"],
    ["an empty order_id", [pushed("")], "String should have at least 1 character", "/[0]/order_id"],
    ["a numeric id", [pushed("a", { id: 1 })], "Input should be a valid string", "/[0]/id"],
    ["an id unknown", [pushed("a", { id: "9" })], "Order with id 9 does not exist", "/[0]/id"],
    [
      "no integration",
      [pushed("a"), pushed("b", { order_details: details({ integration: undefined }) })],
      "Field required",
      "/[1]/order_details/integration",
    ],
    [
      "a foreign integration",
      [pushed("a", { order_details: details({ integration: { id: 99999 } }) })],
      "Integration with id 99999 does not exist",
      "/[0]/order_details/integration/id",
    ],
    [
      "a quantity of nothing",
      [pushed("a", { order_details: details({ order_items: [line("1", "Savon", { quantity: 0 })] }) })],
      "Input should be greater than 0",
      "/[0]/order_details/order_items/0/quantity",
    ],
    [
      "zlotys",
      [pushed("a", { payment_details: { total_price: { value: 9, currency: "PLN" }, status: { code: "paid" } } })],
      "Input should be 'EUR', 'GBP' or 'USD'",
      "/[0]/payment_details/total_price/currency",
    ],
    [
      "a day for a moment",
      [pushed("a", { order_details: details({ order_created_at: "2026-11-23" }) })],
      "Input should be a valid datetime",
      "/[0]/order_details/order_created_at",
    ],
    [
      "an address without its city",
      [pushed("a", { shipping_address: { name: "Ada", address_line_1: "1", postal_code: "1", country_code: "FR" } })],
      "Field required",
      "/[0]/shipping_address/city",
    ],
  ])("refuses %s", async (_, body, detail, pointer) => {
    const desk = openDesk();
    const answer = await post(desk, body);
    const [error] = answer.body.errors;
    expect([answer.status, error?.detail]).toEqual([400, detail]);
    const place = pointer?.startsWith("/[") ? `/data/attributes${pointer}` : pointer;
    expect(error?.source?.pointer).toBe(place);
    desk.pass(2_000);
    expect(idsOf(await list(desk))).toEqual([]);
  });

  it("tells every fault of a batch at once", async () => {
    const bad = { ...pushed("b"), order_id: undefined, order_number: undefined };
    const answer = await post(openDesk(), [bad, pushed("a"), bad]);
    expect(answer.body.errors.map(({ source }) => source?.pointer)).toEqual([
      "/data/attributes/[0]/order_id",
      "/data/attributes/[0]/order_number",
      "/data/attributes/[2]/order_id",
      "/data/attributes/[2]/order_number",
    ]);
  });

  it("never lets the order_id of a known order change", async () => {
    const desk = openDesk();
    const id = await pushSaved(desk, "abc-123");
    const answer = await post(desk, [pushed("other", { id: String(id) })]);
    expect(answer.body.errors[0]).toMatchObject({
      detail: "Order id abc-123 cannot be changed",
      source: { pointer: "/data/attributes/[0]/order_id" },
    });
  });

  it("is one write for a hundred orders, and counts as one", async () => {
    const desk = openDesk();
    const batch = (n: number) => many(100).map((order) => ({ ...order, order_id: `${n}-${order.order_id}` }));
    const statuses: number[] = [];
    for (let n = 0; n < 16; n += 1) statuses.push((await post(desk, batch(n))).status);
    expect(statuses).toEqual([...Array.from({ length: 15 }, () => 201), 429]);
  });
});

describe("GET /orders", () => {
  it("pages from the newest on, by Link", async () => {
    const desk = openDesk();
    await post(desk, many(5));
    desk.pass(2_000);
    const pages: string[][] = [];
    for (let path: string | undefined = "/orders?page_size=2"; path; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(desk, path.slice("/orders".length));
      pages.push(idsOf(page));
      path = /^<https:\/\/panel\.sendcloud\.test\/api\/v3(.+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1];
    }
    expect(pages).toEqual([["o-5", "o-4"], ["o-3", "o-2"], ["o-1"]]);
  });

  it.each([
    ["?order_id=b", ["b"]],
    ["?order_number=N-a", ["a"]],
    ["?status=shipping", ["b", "a"]],
    ["?status=paid", []],
    ["?order_created_at=2026-11-23", ["b", "a"]],
    ["?order_created_at_min=2026-11-24", []],
    ["?sort=pk", ["a", "b"]],
    ["?sort=nonsense", ["b", "a"]],
    // Sendcloud ignores what it does not know and returns everything (sendcloud.md 2.2).
    ["?search=a&filter[order_id]=a", ["b", "a"]],
  ])("%s", async (query, expected) => {
    const desk = openDesk();
    await post(desk, [pushed("a"), pushed("b")]);
    desk.pass(2_000);
    expect(idsOf(await list(desk, query))).toEqual(expected);
  });

  it.each([
    ["?integration=128", 400, "Select a valid choice. 128 is not one of the available choices."],
    ["?cursor=nonsense", 404, "Invalid cursor"],
    ["?page_size=201", 400, "Ensure this value is between 1 and 200."],
  ])("%s is a %i", async (query, status, detail) => {
    const answer = await list(openDesk(), query);
    expect([answer.status, answer.body.errors[0]?.detail]).toEqual([status, detail]);
  });
});

describe("PATCH /orders/{id}", () => {
  const patch = async (desk: Desk, id: number, body: unknown) =>
    jsonOf<{ id: number }>(await desk.call("PATCH", `/orders/${id}`, body));

  it("changes only what it names, items by their name", async () => {
    const desk = openDesk();
    const id = await pushSaved(desk, "a");
    const answer = await patch(desk, id, {
      shipping_address: { city: "Rezé" },
      order_details: { order_items: [{ name: "Brosse", quantity: 3 }], notes: "fragile" },
      customer_details: { name: "Łucja", phone: "+33199005678" },
    });
    expect([answer.status, answer.body.data]).toEqual([200, { id, order_id: "a", order_number: "N-a" }]);
    const { data } = (await orderNow(desk, id)).body;
    expect(data.shipping_address).toMatchObject({ city: "Rezé", postal_code: "44000" });
    expect(data.order_details.order_items.map(({ name, quantity }) => [name, quantity])).toEqual([
      ["Savon", 1],
      ["Brosse", 3],
    ]);
    expect(data).toMatchObject({ customer_details: { name: "Łucja", phone_number: "+33199005678" } });
    await patch(desk, id, { order_details: { notes: null } });
    expect((await orderNow(desk, id)).body.data.order_details.notes).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    [
      "an item it does not hold",
      { order_details: { order_items: [{ name: "Peigne" }] } },
      "Could not find specified item.",
    ],
    ["another order_id", { order_id: "b" }, "Order id a cannot be changed"],
    [
      "a wrong currency",
      { payment_details: { total_price: { currency: "SEK" } } },
      "Input should be 'EUR', 'GBP' or 'USD'",
    ],
    ["a list", [], "Input should be a valid dictionary"],
  ])("refuses %s", async (_, body, detail) => {
    const desk = openDesk();
    const id = await pushSaved(desk, "a");
    const answer = await patch(desk, id, body);
    expect([answer.status, answer.body.errors[0]?.detail]).toEqual([400, detail]);
    expect((await orderNow(desk, id)).body.data).toMatchObject(pushed("a"));
  });

  it("of nothing is a 404", async () => {
    expect((await patch(openDesk(), 1, {})).status).toBe(404);
  });
});

describe("DELETE /orders/{id}", () => {
  it("takes the order away for good; the same order pushed again is another", async () => {
    const desk = openDesk();
    const id = await pushSaved(desk, "a");
    const statuses = [
      (await desk.call("DELETE", `/orders/${id}`)).status,
      (await desk.call("DELETE", `/orders/${id}`)).status,
    ];
    expect([...statuses, (await orderNow(desk, id)).status]).toEqual([204, 404, 404]);
    expect(await pushSaved(desk, "a")).toBe(id + 1);
  });
});
