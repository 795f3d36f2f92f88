import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEMO_KEYS, FOREIGN_WEBHOOK_KEYS } from "../../src/sandbox/sendcloud-account";
import {
  deleteIntegration,
  rotateWebhookKey,
  sendTestWebhook,
  signWebhooksBy,
  webhookKeys,
} from "../../src/sandbox/sendcloud-integrations";
import { createSendcloudTables, stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { createReturn } from "../../src/sandbox/sendcloud-returns";
import { basic, DAY_MS, jsonOf } from "./sendcloud-desk";
import { type Desk, newsOf, openHookedDesk, pushSaved } from "./sendcloud-shop";

const signedBy = (desk: Desk, key: string) => {
  const sent = desk.deliveries.at(-1);
  return (
    sent?.headers["Sendcloud-Signature"] ===
    createHmac("sha256", key)
      .update(sent?.body ?? "")
      .digest("hex")
  );
};
const test = async (desk: Desk) => {
  sendTestWebhook(desk.world);
  await stepSendcloud(desk.world);
};

describe("an integration that is deleted", () => {
  it("says so, and its keys and tokens open nothing any more", async () => {
    const desk = await openHookedDesk();
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    const ask = () =>
      desk.app.request("https://account.sendcloud.test/oauth2/token", {
        method: "POST",
        body: form,
        headers: { authorization: basic(DEMO_KEYS) },
      });
    const { access_token: token } = (await (await ask()).json()) as { access_token: string };
    expect(deleteIntegration(desk.world, DEMO_KEYS.integrationId)).toBe(true);
    await stepSendcloud(desk.world);
    expect(newsOf(desk)).toMatchObject([{ action: "integration_deleted", integration: { id: 10001, system: "api" } }]);
    expect(signedBy(desk, DEMO_KEYS.secretKey)).toBe(true);
    expect((await desk.call("GET", "/user/auth/metadata")).status).toBe(401);
    expect((await desk.call("GET", "/orders", undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await ask()).status).toBe(401);
    expect(deleteIntegration(desk.world, DEMO_KEYS.integrationId)).toBe(false);
  });

  it("leaves its orders, shipments, documents and returns to nobody, even after a restart", async () => {
    const desk = await openHookedDesk();
    const orderId = await pushSaved(desk, "a");
    const shipment = (await desk.announce()).body.data;
    createReturn(desk.world, { orderNumber: "CMD-1", items: [], by: "form" });
    deleteIntegration(desk.world);
    createSendcloudTables(desk.world.sql);
    const other = { authorization: basic(FOREIGN_WEBHOOK_KEYS) };
    const read = async (path: string) => jsonOf<unknown>(await desk.call("GET", path, undefined, other));
    expect((await read("/orders")).body.data).toEqual([]);
    expect((await read("/shipments")).body.data).toEqual([]);
    const gone = [
      `/orders/${orderId}`,
      `/shipments/${shipment.id}`,
      shipmentLabel(shipment.parcels[0]?.id),
      "/integrations/10001",
    ];
    for (const path of gone) expect([path, (await read(path)).status]).toEqual([path, 404]);
    expect((await read("/integrations")).body.data).toMatchObject([{ id: 10002 }, { id: 10003 }]);
  });

  it("hears nothing of its parcels any more", async () => {
    const desk = await openHookedDesk();
    await desk.announce();
    await stepSendcloud(desk.world);
    deleteIntegration(desk.world);
    desk.pass(5 * DAY_MS);
    await stepSendcloud(desk.world);
    expect(newsOf(desk).map(({ action }) => action)).toEqual(["parcel_status_changed", "integration_deleted"]);
  });
});

function shipmentLabel(parcelId: number | undefined): string {
  return `/parcels/${parcelId}/documents/label`;
}

describe("the keys of a webhook", () => {
  it("are the secret key, then the signature key, each until it is replaced", async () => {
    const desk = await openHookedDesk();
    expect(webhookKeys(desk.world)).toEqual({ secret: DEMO_KEYS.secretKey, signature: null, signs: "secret" });
    const first = signWebhooksBy(desk.world, "signature");
    await test(desk);
    expect([signedBy(desk, first), signedBy(desk, DEMO_KEYS.secretKey)]).toEqual([true, false]);
    const second = rotateWebhookKey(desk.world, "signature");
    await test(desk);
    expect([signedBy(desk, second), signedBy(desk, first)]).toEqual([true, false]);
    expect(signWebhooksBy(desk.world, "secret")).toBe(DEMO_KEYS.secretKey);
    await test(desk);
    expect(signedBy(desk, DEMO_KEYS.secretKey)).toBe(true);
    expect(signWebhooksBy(desk.world, "signature")).toBe(second);
  });

  it("a new secret key signs and opens the API in place of the old one", async () => {
    const desk = await openHookedDesk();
    const secret = rotateWebhookKey(desk.world, "secret");
    await test(desk);
    expect(signedBy(desk, secret)).toBe(true);
    expect((await desk.call("GET", "/contracts")).status).toBe(401);
    const authorization = basic({ publicKey: DEMO_KEYS.publicKey, secretKey: secret });
    expect((await desk.call("GET", "/contracts", undefined, { authorization })).status).toBe(200);
  });
});

it("a test webhook carries ids that mean nothing", async () => {
  const desk = await openHookedDesk();
  for (let n = 0; n < 20; n += 1) await test(desk);
  expect(new Set(newsOf(desk).map(({ action }) => action))).toEqual(new Set(["test_webhook"]));
  expect(new Set(newsOf(desk).map(({ parcel }) => parcel?.status.id))).toEqual(new Set([0, 3]));
});
