import { expect, it } from "vitest";
import { createTransport } from "../../src/lib/transport";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { createReturn } from "../../src/sandbox/sendcloud-returns";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { buildPush, type PushBody, pushedView } from "../../src/sendcloud/push";
import { DAY_MS, MONDAY_8AM, openDesk } from "../sandbox/sendcloud-desk";
import { line, order, pushWish } from "./sample-order";

const SAVED_AFTER_MS = 2_000;

/** Our client, talking to the sandbox's Sendcloud. */
function openRoad() {
  const desk = openDesk();
  const http = createTransport(async (request) => desk.app.fetch(request));
  const place = { baseUrl: "https://panel.sendcloud.test", tokenUrl: "https://account.sendcloud.test/oauth2/token" };
  const { now, random } = desk.world;
  const client = createSendcloudClient({ http, now, random, keys: DEMO_KEYS, auth: "basic", ...place });
  return { desk, client };
}

function bodyOf(changes: Parameters<typeof pushWish>[0] = {}): PushBody {
  const body = buildPush(pushWish({ integrationId: DEMO_KEYS.integrationId, ...changes }));
  if ("problem" in body) throw new Error(body.problem);
  return body;
}

it("an order is pushed, read back as sent, changed, pushed again, deleted", async () => {
  const { desk, client } = openRoad();
  const lines = [line(), line({ lineId: "T-1-A-2", title: "Red lamp" })];
  const body = bodyOf({ order: order({ lines, pickupPointId: "10168633" }) });
  const find = () => client.findOrder(body.order_id, DEMO_KEYS.integrationId);

  const pushed = await client.pushOrder(body);
  if (pushed.kind !== "ok") throw new Error(pushed.kind);
  const { id } = pushed.value;
  expect(await find()).toMatchObject({ kind: "ok", value: null });
  expect(await client.pushOrder(body)).toEqual({ kind: "wait", until: desk.world.now() + 5_000, alone: true });

  desk.pass(SAVED_AFTER_MS);
  expect(await find()).toMatchObject({ kind: "ok", value: { id, ...pushedView(body) } });
  expect(await client.patchOrder(id, { houseNumber: "116", weightGrams: 900, company: "" })).toMatchObject({
    kind: "ok",
  });
  const changed = { ...pushedView(body), houseNumber: "116", weightGrams: 900, company: "" };
  expect(await client.order(id)).toMatchObject({ kind: "ok", value: { id, ...changed } });

  const fewer = bodyOf();
  expect(await client.pushOrder(fewer)).toMatchObject({ kind: "ok", value: { id } });
  desk.pass(SAVED_AFTER_MS);
  expect(await client.order(id)).toMatchObject({ kind: "ok", value: { id, ...pushedView(fewer) } });

  expect(await client.deleteOrder(id)).toMatchObject({ kind: "ok", value: "deleted" });
  expect(await client.deleteOrder(id)).toMatchObject({ kind: "ok", value: "gone" });
  expect(await find()).toMatchObject({ kind: "ok", value: null });
  expect(await client.order(id)).toMatchObject({ kind: "ok", value: null });
});

it("a push to another's integration is refused", async () => {
  const { client } = openRoad();
  expect(await client.pushOrder(bodyOf({ integrationId: 1 }))).toMatchObject({ kind: "rejected", status: 400 });
});

it("a return is the same by the list and by its id, and comes back", async () => {
  const { desk, client } = openRoad();
  await desk.announce({ order_number: "T-1-A" });
  const items = [{ item_id: "T-1-A-1", quantity: 1, reason: 30 }];
  const id = createReturn(desk.world, { orderNumber: "T-1-A", items, by: "portal" });
  if (id === null) throw new Error("no return");
  const listed = async () => {
    const reply = await client.returns(MONDAY_8AM - DAY_MS, desk.world.now());
    return reply.kind === "ok" ? reply.value.rows : [];
  };
  const news = { orderNumber: "T-1-A", stage: "announced", items: [{ quantity: 1, reason: "30" }] };
  const [row] = await listed();
  expect(row).toMatchObject({ returnId: null, ...news });
  expect(await client.returnById(String(id))).toMatchObject({ kind: "ok", value: { ...row, returnId: String(id) } });
  for (let day = 1; day <= 10; day += 1) {
    desk.pass(DAY_MS);
    await stepSendcloud(desk.world);
  }
  expect(await listed()).toMatchObject([{ ...news, stage: "back", trackingNumber: row?.trackingNumber }]);
  expect(await client.returnById("999999")).toMatchObject({ kind: "rejected", status: 404 });
});
