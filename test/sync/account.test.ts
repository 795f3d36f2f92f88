import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/lib/crypto";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { moveParcel, parcelsOf } from "../../src/sandbox/sendcloud-parcels";
import { runAccountSlice } from "../../src/sync/account-slice";
import { givePermit, holdUntil } from "../../src/sync/permits";
import { receiveWebhook } from "../../src/sync/receive-webhook";
import { askOptions } from "../../src/sync/shipping-options";
import { startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, SECOND, seen } from "./cast";

async function sign(body: ArrayBuffer, key: string): Promise<string> {
  const imported = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(key),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", imported, body));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function knock(shipmentId: string): ArrayBuffer {
  const parcel = { id: 1, shipment_uuid: shipmentId, status: { id: 11, message: "Delivered" } };
  return new TextEncoder().encode(JSON.stringify({ action: "parcel_status_changed", timestamp: 1, parcel }))
    .buffer as ArrayBuffer;
}

describe("write permits", () => {
  const claim = (urgency: "label" | "push" | "rest") => ({ urgency, label: null });

  it("are 12 a second and 90 a minute over all, the last ten for labels", async () => {
    const { account, world } = await startEngine();
    const { ports } = account;
    await runAccountSlice(account);
    world.pass(2 * MINUTE);
    const given = (urgency: "label" | "rest") => givePermit(ports, claim(urgency)).granted;
    expect(Array.from({ length: 13 }, () => given("rest")).filter(Boolean)).toHaveLength(12);
    let granted = 12;
    for (let second = 0; second < 10; second += 1) {
      world.pass(SECOND);
      for (let n = 0; n < 12; n += 1) if (given("rest")) granted += 1;
    }
    expect(granted).toBe(80);
    expect(Array.from({ length: 12 }, () => given("label")).filter(Boolean)).toHaveLength(10);
    const refused = givePermit(ports, claim("label"));
    expect(refused.granted === false && refused.askAgainAt - world.now()).toBe(50 * SECOND);
  });

  it("are held for every store after a 429", async () => {
    const { account, world } = await startEngine();
    const until = world.now() + 90 * SECOND;
    holdUntil(account.ports, until);
    holdUntil(account.ports, until - 60 * SECOND);
    expect(givePermit(account.ports, claim("label"))).toEqual({ granted: false, askAgainAt: until });
    world.pass(90 * SECOND);
    expect(givePermit(account.ports, claim("label"))).toEqual({ granted: true });
  });
});

describe("prices and options", () => {
  it("are asked once a day for the same question", async () => {
    const { account, sent, world } = await startEngine();
    const question = {
      fromCountry: "FR",
      fromZip: "69005",
      toCountry: "FR",
      toZip: "75011",
      weightGrams: 700,
      servicePointId: null,
    };
    const asks = () => sent.filter((line) => line.endsWith("/shipping-options")).length;
    const before = asks();
    const first = await askOptions(account, question);
    expect(await askOptions(account, question)).toEqual(first);
    expect(asks() - before).toBe(1);
    world.pass(25 * 60 * MINUTE);
    await askOptions(account, question);
    await askOptions(account, { ...question, weightGrams: 800 });
    expect(asks() - before).toBe(3);
  });
});

describe("a webhook", () => {
  it("is a knock: the parcel's state is read, never believed", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine);
    await pressCreateLabel(engine, orderId);
    const [parcel] = (await seen(engine, orderId)).parcels;
    const shipmentId = parcel?.shipmentId ?? "";
    // The body claims "delivered"; the carrier has only picked the parcel up.
    moveParcel(engine.world, Number(parcelsOf(engine.world.sql, shipmentId)[0]?.id), "PICKED_UP_BY_DRIVER");
    const body = knock(shipmentId);
    expect(await receiveWebhook(engine.account, body, await sign(body, DEMO_KEYS.secretKey))).toBe("stored");
    await engine.run(SECOND);
    expect((await seen(engine, orderId)).parcels[0]?.stage).toBe("picked-up");
  });

  it("counts once, and not at all with a wrong signature", async () => {
    const { account } = await startEngine();
    const body = knock("00000000-0000-4000-8000-000000000000");
    const good = await sign(body, DEMO_KEYS.secretKey);
    expect(await receiveWebhook(account, body, good)).toBe("stored");
    expect(await receiveWebhook(account, body, good)).toBe("known");
    expect(await receiveWebhook(account, body, await sign(body, "another key"))).toBe("bad-signature");
    expect(await receiveWebhook(account, body, null)).toBe("bad-signature");
    const rows = account.ports.sql.all<{ hash: string }>("SELECT hash FROM inbox");
    expect(rows).toEqual([{ hash: await sha256Hex(body) }]);
  });
});
