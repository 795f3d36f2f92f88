import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { sandboxWorld } from "../../src/sandbox/calls";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { buyLabel, countOf, type Demo, knock, knockOutside, MINUTE, openDemo, placeOrder, rows } from "./door";

const READ_SHIPMENT = "sc-public-v3-scp-get-shipment_by_id";
const CAP = 256 * 1024;

let demo: Demo;
let door: string;

beforeAll(async () => {
  demo = await openDemo();
  const [account] = await rows<{ webhook_id: string }>("SELECT webhook_id FROM sendcloud_accounts");
  door = `/hooks/sendcloud/${account?.webhook_id}`;
});

const account = () => env.SENDCLOUD_ACCOUNT.getByName(demo.accountId);
const world = () => sandboxWorld(env);

function inbox(): Promise<{ body: string; read_at: number | null }[]> {
  return runInDurableObject(account(), (_object, { storage }) =>
    storage.sql
      .exec<{ body: string; read_at: number | null }>("SELECT body, read_at FROM inbox ORDER BY received_at")
      .toArray(),
  );
}

async function sign(body: string, key = DEMO_KEYS.secretKey): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const encoder = new TextEncoder();
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(body)));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(body: BodyInit, signature: string | null, path = door): Promise<number> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (signature !== null) headers["Sendcloud-Signature"] = signature;
  return (await knock(path, { method: "POST", headers, body })).status;
}

describe("the webhook's door", () => {
  const body = JSON.stringify({ action: "integration_updated", timestamp: 1, words: "é" });

  it("keeps what is signed, once, however often it comes", async () => {
    const before = (await inbox()).length;
    const signature = await sign(body);
    expect(await send(body, signature)).toBe(204);
    expect(await Promise.all([send(body, signature), send(body, signature)])).toEqual([204, 204]);
    const kept = await inbox();
    expect([kept.length, kept.filter((row) => row.body === body).length]).toEqual([before + 1, 1]);
  });

  it("refuses a body with one bit flipped, and every signature but the right one", async () => {
    const before = (await inbox()).length;
    const signature = await sign(body);
    const bytes = new TextEncoder().encode(body);
    for (const place of [0, bytes.length - 1]) {
      const flipped = bytes.slice();
      flipped[place] = (flipped[place] ?? 0) ^ 1;
      expect(await send(flipped, signature)).toBe(401);
    }
    const wrong = [
      null,
      "",
      "0".repeat(64),
      signature.slice(1),
      `${signature}0`,
      `sha256=${signature}`,
      await sign(body, "other"),
    ];
    for (const one of wrong) expect([one, await send(body, one)]).toEqual([one, 401]);
    expect((await inbox()).length).toBe(before);
  });

  it("is nowhere else", async () => {
    const signature = await sign(body);
    for (const path of ["/hooks/sendcloud/nobody", `${door}x`, door.slice(0, -1), `${door.slice(0, -1)}%00`])
      expect([path, await send(body, signature, path)]).toEqual([path, 404]);
    expect((await knock(door)).status).toBe(404);
  });

  it("takes 256 KiB and not a byte more, whatever length is stated", async () => {
    const before = (await inbox()).length;
    const full = "x".repeat(CAP);
    expect(await send(full, await sign(full))).toBe(204);
    expect(await send(`${full}x`, await sign(`${full}x`))).toBe(413);
    expect(await send(drip(CAP + 1), "0".repeat(64))).toBe(413);
    expect((await inbox()).length).toBe(before + 1);
  });

  // No length is stated, and the end never comes: the door must not wait for it.
  function drip(bytes: number): ReadableStream<Uint8Array> {
    let left = bytes;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(16_384));
        left -= 16_384;
        if (left < -CAP) controller.error(new Error("read on beyond the cap"));
      },
    });
  }

  it("answers to the platform's own door too", async () => {
    const other = JSON.stringify({ action: "test" });
    const headers = { "Sendcloud-Signature": await sign(other) };
    expect((await knockOutside(door, { method: "POST", headers, body: other })).status).toBe(204);
  });

  it("survives what is signed and is no webhook", async () => {
    const odd = [
      "",
      "null",
      "[]",
      "not json",
      '{"action":"parcel_status_changed"}',
      '{"action":"parcel_status_changed","parcel":{"shipment_uuid":"../../user"}}',
    ];
    for (const one of odd) expect([one, await send(one, await sign(one))]).toEqual([one, 204]);
    await demo.owner.order("clock", { advance: 3 * MINUTE });
    expect((await inbox()).filter((row) => row.read_at === null)).toEqual([]);
  });
});

describe("news of a parcel", () => {
  type Bought = { orderId: string; shipmentId: string; parcelId: number };

  async function buy(): Promise<Bought> {
    const orderId = await placeOrder(demo.owner, "pay");
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    await buyLabel(demo.owner, `/orders/${demo.storeId}/${orderId}`);
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    const [row] = await rows<{ details: string }>("SELECT details FROM parcels WHERE order_id = ?", orderId);
    const { shipmentId, sendcloudParcelId } = JSON.parse(row?.details ?? "{}") as {
      shipmentId: string;
      sendcloudParcelId: number;
    };
    return { orderId, shipmentId, parcelId: sendcloudParcelId };
  }
  const stageOf = async ({ orderId }: Bought) =>
    (await rows<{ stage: string }>("SELECT stage FROM parcels WHERE order_id = ?", orderId))[0]?.stage;

  it("comes with a signed webhook, long before the next poll", async () => {
    const bought = await buy();
    expect(await stageOf(bought)).toBe("label-ready");
    const read = await countOf(READ_SHIPMENT);
    await world().moveParcel(bought.parcelId, "DRIVER_ON_ROUTE");
    await world().step();
    await runDurableObjectAlarm(account());
    await vi.waitFor(async () => expect(await stageOf(bought)).toBe("in-transit"), 10_000);
    expect(await countOf(READ_SHIPMENT)).toBeGreaterThan(read);
    const [told] = await rows<{ n: number }>(
      "SELECT count(*) AS n FROM events WHERE order_id = ? AND kind = 'parcel-moved'",
      bought.orderId,
    );
    expect(told?.n).toBe(1);
  });

  it("is not believed: what Sendcloud says when asked counts", async () => {
    const bought = await buy();
    const lie = JSON.stringify({
      action: "parcel_status_changed",
      parcel: { id: bought.parcelId, shipment_uuid: bought.shipmentId, status: { id: 11, message: "Delivered" } },
    });
    const read = await countOf(READ_SHIPMENT);
    expect(await send(lie, await sign(lie))).toBe(204);
    await demo.owner.order("clock", { advance: MINUTE });
    expect(await countOf(READ_SHIPMENT)).toBeGreaterThan(read);
    expect(await stageOf(bought)).toBe("label-ready");
  });

  it("comes without any webhook too, by polling alone", async () => {
    const bought = await buy();
    await runInDurableObject(env.SANDBOX_WORLD.getByName("world"), (_object, { storage }) => {
      storage.sql.exec("UPDATE sc_integrations SET webhook_active = 0");
    });
    const before = (await inbox()).length;
    await world().moveParcel(bought.parcelId, "DELIVERED");
    await demo.owner.order("clock", { advance: 11 * MINUTE });
    expect(await stageOf(bought)).toBe("delivered");
    expect((await inbox()).length).toBe(before);
  });
});
