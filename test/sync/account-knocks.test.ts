import { describe, expect, it } from "vitest";
import { changeAccountKeys, findAccount } from "../../src/db/accounts";
import { sha256Hex } from "../../src/lib/crypto";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { deleteIntegration } from "../../src/sandbox/sendcloud-integrations";
import { moveParcel, parcelsOf } from "../../src/sandbox/sendcloud-parcels";
import { openAccountDesk } from "../../src/sync/account-desk";
import { givePermit } from "../../src/sync/permits";
import { receiveWebhook } from "../../src/sync/receive-webhook";
import { type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";
import { bytesOf, hook, knockWith, sign } from "./knocking";

const ADDRESSES = {
  sendcloudBaseUrl: "https://panel.sendcloud.test/api/v3",
  sendcloudTokenUrl: "https://account.sendcloud.test/oauth2/token",
};

describe("a webhook", () => {
  const SHIPMENT = "00000000-0000-4000-8000-000000000000";
  const moved = (at: number, shipmentId = SHIPMENT) => ({
    action: "parcel_status_changed",
    timestamp: at,
    parcel: { id: 1, shipment_uuid: shipmentId, status: { id: 11, message: "Delivered" } },
  });
  const readsOf = ({ sent }: Engine) => sent.filter((line) => line.startsWith("GET /api/v3/shipments/")).length;

  it("is a knock: the parcel's state is read, never believed", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    const [parcel] = (await seen(engine, orderId)).parcels;
    const shipmentId = parcel?.shipmentId ?? "";
    // The body claims "delivered"; the carrier has only picked the parcel up.
    moveParcel(engine.world, Number(parcelsOf(engine.world.sql, shipmentId)[0]?.id), "PICKED_UP_BY_DRIVER");
    expect(await knockWith(engine, moved(engine.world.now(), shipmentId), DEMO_KEYS.secretKey)).toBe("stored");
    await engine.run(SECOND);
    expect((await seen(engine, orderId)).parcels[0]?.stage).toBe("picked-up");
  });

  it("counts once, and not at all with a wrong signature", async () => {
    const { account, world } = await startEngine();
    const body = bytesOf(moved(world.now()));
    const good = await sign(body, DEMO_KEYS.secretKey);
    expect(await receiveWebhook(account, body, good)).toBe("stored");
    expect(await receiveWebhook(account, body, good)).toBe("known");
    expect(await receiveWebhook(account, body, await sign(body, "another key"))).toBe("bad-signature");
    expect(await receiveWebhook(account, body, null)).toBe("bad-signature");
    const rows = account.ports.sql.all<{ hash: string }>("SELECT hash FROM inbox");
    expect(rows).toEqual([{ hash: await sha256Hex(body) }]);
  });

  it("that says it is older than a day is kept and never acted on", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    const day = 24 * 60 * MINUTE;
    const now = engine.world.now();
    expect(await knockWith(engine, moved(now - day - 1), DEMO_KEYS.secretKey)).toBe("stale");
    await engine.run(MINUTE);
    expect(readsOf(engine)).toBe(0);
    expect(await knockWith(engine, moved(now - day + 5 * MINUTE), DEMO_KEYS.secretKey)).toBe("stored");
    await engine.run(SECOND);
    expect(readsOf(engine)).toBe(1);
  });

  it("of a test is never acted on, whatever it names", async () => {
    const engine = await startEngine();
    const test = { ...moved(engine.world.now()), action: "test_webhook" };
    expect(await knockWith(engine, test, DEMO_KEYS.secretKey)).toBe("stored");
    await engine.run(MINUTE);
    expect(readsOf(engine)).toBe(0);
  });

  it("that names one shipment many times costs one read", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    for (let ms = 0; ms < 12; ms += 1) await knockWith(engine, moved(engine.world.now() + ms), DEMO_KEYS.secretKey);
    await engine.run(SECOND);
    expect(readsOf(engine)).toBe(1);
  });

  it("is proven by either key, the current or the one before", async () => {
    const engine = await startEngine();
    const { seal } = engine.account.ports;
    const read = await findAccount(engine.d1, "workspace-1", "account-1");
    if (!read) throw new Error("no account");
    const sealed = (field: string, key: string) => seal.seal(key, `workspace-1|account-1|${field}`);
    const first = { ...read, sealedSignatureKey: await sealed("signatureKey", "signing-1") };
    const second = { ...first, sealedSecretKey: await sealed("secretKey", "secret-2") };
    const third = { ...second, sealedSignatureKey: await sealed("signatureKey", "signing-2") };
    expect(
      await changeAccountKeys(engine.d1, read, first, { secretKey: false, signatureKey: true }, engine.world.now()),
    ).toBe(true);
    expect(
      await changeAccountKeys(engine.d1, first, second, { secretKey: true, signatureKey: false }, engine.world.now()),
    ).toBe(true);
    expect(
      await changeAccountKeys(engine.d1, second, third, { secretKey: false, signatureKey: true }, engine.world.now()),
    ).toBe(true);
    // Whoever read the keys before somebody changed them changes nothing.
    expect(
      await changeAccountKeys(engine.d1, read, first, { secretKey: true, signatureKey: true }, engine.world.now()),
    ).toBe(false);
    const parts = { ...ADDRESSES, ports: engine.account.ports, storeObject: engine.account.storeObject };
    const account = await openAccountDesk(parts, "workspace-1", "account-1");
    if (!account) throw new Error("no account");
    const heard: string[] = [];
    for (const [index, key] of [DEMO_KEYS.secretKey, "secret-2", "signing-1", "signing-2", "", "secret-3"].entries()) {
      const bytes = bytesOf(moved(engine.world.now() + index));
      heard.push(await receiveWebhook(account, bytes, key ? await sign(bytes, key) : "0".repeat(64)));
    }
    expect(heard).toEqual(["stored", "stored", "stored", "stored", "bad-signature", "bad-signature"]);
  });
});

describe("a deleted integration", () => {
  const itemsOf = async ({ d1 }: Engine) =>
    (await d1.prepare("SELECT store_id, kind, resolved FROM attention_items ORDER BY at").all()).results;

  it("is said once, holds back every write, and stops no order", async () => {
    const engine = await startEngine();
    await hook(engine);
    const before = await readyOrder(engine);
    deleteIntegration(engine.world);
    await engine.run(30 * MINUTE);
    expect(await itemsOf(engine)).toEqual([{ store_id: "", kind: "integration-deleted", resolved: 0 }]);
    expect(givePermit(engine.account.ports, { urgency: "label", label: null }).granted).toBe(false);
    const after = await readyOrder(engine);
    for (const orderId of [before, after]) expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it("is noticed by polling alone, and over once a key works again", async () => {
    const engine = await startEngine();
    await engine.run(MINUTE);
    deleteIntegration(engine.world);
    await engine.run(15 * MINUTE);
    expect(await itemsOf(engine)).toEqual([{ store_id: "", kind: "key-refused", resolved: 0 }]);
    engine.world.sql.run("DELETE FROM sc_gone_integrations");
    await engine.run(15 * MINUTE);
    expect(await itemsOf(engine)).toEqual([{ store_id: "", kind: "key-refused", resolved: 1 }]);
    expect(givePermit(engine.account.ports, { urgency: "label", label: null }).granted).toBe(true);
  });

  it("is not believed on a webhook's word", async () => {
    const engine = await startEngine();
    const lie = {
      action: "integration_deleted",
      timestamp: engine.world.now(),
      integration: { id: DEMO_KEYS.integrationId },
    };
    await knockWith(engine, lie, DEMO_KEYS.secretKey);
    await engine.run(5 * MINUTE);
    expect(await itemsOf(engine)).toEqual([]);
  });
});
