import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { buildPush, type PushBody, pushedView } from "../../src/sendcloud/push";
import { access, answer, BASIC, fakeSendcloud, NOW } from "./fake-sendcloud";
import { pushWish } from "./sample-order";

const API = "https://panel.sendcloud.test/api/v3";
const BODY = buildPush(pushWish()) as PushBody;
const SAVED = { ...BODY, id: "669" };
const NOT_FOUND = { errors: [{ status: "404", code: "not_found", detail: "The order could not be found" }] };

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("pushOrder", () => {
  const accepted = (fields: object = {}) => ({
    data: [{ id: 669, order_id: BODY.order_id, order_number: "T-1-A", ...fields }],
  });

  it.each([201, 200])("sends a list of one, once (%d)", async (status) => {
    const { requests, client } = clientOf(answer(status, accepted()));
    expect(await client.pushOrder(BODY)).toMatchObject({ kind: "ok", value: { id: 669 } });
    expect(requests).toEqual([
      {
        method: "POST",
        url: `${API}/orders`,
        headers: { authorization: BASIC, accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify([BODY]),
        timeoutMs: 60_000,
      },
    ]);
  });

  it("waits while Sendcloud still works on the same order", async () => {
    const detail = "We are still processing a previous request. Please try again in a moment.";
    const errors = [{ status: "400", code: "invalid", detail, source: { pointer: "/data" } }];
    const { client } = clientOf(answer(400, { errors }));
    expect(await client.pushOrder(BODY)).toEqual({ kind: "wait", until: NOW + 5_000, alone: true });
  });

  it("passes another refusal on, with the place it speaks of", async () => {
    const source = { pointer: "/data/attributes/[0]/order_details/integration/id" };
    const errors = [{ status: "400", code: "invalid", detail: "Integration with id 4711 does not exist", source }];
    const { client } = clientOf(answer(400, { errors }));
    expect(await client.pushOrder(BODY)).toMatchObject({
      kind: "rejected",
      status: 400,
      code: "invalid",
      message: `Integration with id 4711 does not exist (${source.pointer})`,
    });
  });

  it.each([
    ["another order", answer(201, accepted({ order_id: "ab12cd:T-2-A" })), "unexpected-shape"],
    ["two orders", answer(201, { data: [...accepted().data, ...accepted().data] }), "unexpected-shape"],
    ["no id", answer(201, accepted({ id: null })), "unexpected-shape"],
    ["nothing", answer(201), "empty"],
    ["a 500 that says still processing", answer(500, { errors: [{ detail: "still processing" }] }), "server-error"],
  ])("does not know after %s", async (_, given, why) => {
    const { client } = clientOf(given);
    expect(await client.pushOrder(BODY)).toMatchObject({ kind: "unknown", why });
  });
});

describe("findOrder", () => {
  it("finds the order of an external id, equal to what was sent", async () => {
    const { requests, client } = clientOf(answer(200, { data: [SAVED] }));
    const reply = await client.findOrder(BODY.order_id, 4711);
    expect(reply).toMatchObject({ kind: "ok", value: { id: 669, ...pushedView(BODY) } });
    expect(requests[0]).toMatchObject({
      method: "GET",
      url: `${API}/orders?order_id=ab12cd%3AT-1-A&integration=4711`,
      timeoutMs: 20_000,
    });
  });

  it("picks it out of rows that a filter should have kept away", async () => {
    const elsewhere = { ...SAVED, id: "1", order_details: { ...BODY.order_details, integration: { id: 1 } } };
    const { client } = clientOf(answer(200, { data: [{ ...SAVED, order_id: "x" }, elsewhere, SAVED] }));
    expect(await client.findOrder(BODY.order_id, 4711)).toMatchObject({ kind: "ok", value: { id: 669 } });
  });

  it("takes an empty list as absence", async () => {
    const { client } = clientOf(answer(200, { data: [] }));
    expect(await client.findOrder(BODY.order_id, 4711)).toMatchObject({ kind: "ok", value: null });
  });

  it.each([
    ["other ids only", { data: [{ ...SAVED, order_id: "ab12cd:T-10-A" }] }],
    ["an unreadable row", { data: [{ order_id: BODY.order_id }] }],
    ["the same id twice", { data: [SAVED, { ...SAVED, id: "670" }] }],
    ["no list", { data: null }],
  ])("takes %s as no proof", async (_, body) => {
    const { client } = clientOf(answer(200, body));
    expect(await client.findOrder(BODY.order_id, 4711)).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});

describe("one order by its id", () => {
  it("is read", async () => {
    const { requests, client } = clientOf(answer(200, { data: SAVED }));
    expect(await client.order(669)).toMatchObject({ kind: "ok", value: { id: 669, orderNumber: "T-1-A" } });
    expect(requests[0]).toMatchObject({ method: "GET", url: `${API}/orders/669` });
  });

  it("is null when there is none, and unknown when it is another", async () => {
    const { client } = clientOf(answer(404, NOT_FOUND), answer(200, { data: SAVED }), answer(404, "<html></html>"));
    expect(await client.order(669)).toMatchObject({ kind: "ok", value: null, status: 404 });
    expect(await client.order(670)).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(await client.order(669)).toMatchObject({ kind: "unknown", why: "html" });
  });

  it("is changed by the fields that changed", async () => {
    const { requests, client } = clientOf(answer(200, { data: { id: 669, order_id: "x", order_number: "y" } }));
    expect(await client.patchOrder(669, { city: "Oss" })).toMatchObject({ kind: "ok", value: "done" });
    expect(requests[0]).toMatchObject({
      method: "PATCH",
      url: `${API}/orders/669`,
      body: '{"shipping_address":{"city":"Oss"}}',
      timeoutMs: 60_000,
    });
  });

  it("is not surely changed when another answered, and surely not when there is none", async () => {
    const { client } = clientOf(answer(200, { data: { id: 670, order_id: "x" } }), answer(404, NOT_FOUND));
    expect(await client.patchOrder(669, { city: "Oss" })).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
    expect(await client.patchOrder(669, { city: "Oss" })).toMatchObject({ kind: "rejected", status: 404 });
  });

  it("is deleted, or gone already", async () => {
    const { requests, client } = clientOf(
      answer(204),
      answer(404, NOT_FOUND),
      answer(409, { errors: [] }),
      answer(502),
    );
    expect(await client.deleteOrder(669)).toMatchObject({ kind: "ok", value: "deleted" });
    expect(await client.deleteOrder(669)).toMatchObject({ kind: "ok", value: "gone" });
    expect(await client.deleteOrder(669)).toMatchObject({ kind: "rejected", status: 409 });
    expect(await client.deleteOrder(669)).toMatchObject({ kind: "unknown", why: "server-error" });
    expect(requests[0]).toEqual({
      method: "DELETE",
      url: `${API}/orders/669`,
      headers: { authorization: BASIC, accept: "application/json" },
      body: "",
      timeoutMs: 60_000,
    });
  });
});
