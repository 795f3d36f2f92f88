import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { sign } from "../sync/knocking";
import { connectDemo, openSite, type Site, signInto } from "../web/site";

const RUNS = 300;
const SHIPMENT = "00000000-0000-4000-8000-000000000000";

let site: Site;
let door: string;
let accountId: string;

beforeAll(async () => {
  site = openSite();
  const owner = await signInto(site, "camille");
  await connectDemo(owner);
  const [account] = await listAccounts(site.d1, owner.workspaceId);
  door = `/hooks/sendcloud/${account?.webhookId}`;
  accountId = account?.id ?? "";
});

async function knock(bytes: Uint8Array<ArrayBuffer>, signature: string): Promise<number> {
  const headers = { "Sendcloud-Signature": signature };
  return (await site.request(door, { method: "POST", headers, body: bytes })).status;
}

const signed = (bytes: Uint8Array<ArrayBuffer>) => sign(bytes.buffer, DEMO_KEYS.secretKey);
const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text));

const actions = ["parcel_status_changed", "return_created", "integration_deleted", "test_webhook", "x"];
/** Bodies that look like Sendcloud's, with anything where it writes something. */
const likeSendcloud = fc
  .record({
    action: fc.constantFrom(...actions),
    timestamp: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null)),
    parcel: fc.oneof(fc.anything(), fc.record({ shipment_uuid: fc.anything(), id: fc.anything() })),
    data: fc.oneof(fc.anything(), fc.record({ id: fc.anything(), items: fc.anything() })),
    integration: fc.oneof(fc.anything(), fc.record({ id: fc.anything() })),
  })
  .map((body) => utf8(JSON.stringify(body, (_, value) => (typeof value === "bigint" ? String(value) : value)) ?? ""));
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => new Uint8Array(bytes)),
  fc.json().map(utf8),
  likeSendcloud,
);

describe("S11: the webhook's door", () => {
  it("takes whatever bytes are signed, and the account reads on", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        expect([204, 400]).toContain(await knock(bytes, await signed(bytes)));
      }),
      { numRuns: RUNS },
    );
    await site.runAccount(accountId);
  });

  it("refuses them with any bit flipped, of the body or of the signature", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, fc.nat(), fc.nat(), async (bytes, place, bit) => {
        const signature = await signed(bytes);
        if (bytes.length > 0) {
          const flipped = bytes.slice();
          flipped[place % bytes.length] = (flipped[place % bytes.length] ?? 0) ^ (1 << (bit % 8));
          expect(await knock(flipped, signature)).toBe(401);
        }
        const digit = place % signature.length;
        const other = (Number.parseInt(signature[digit] ?? "0", 16) ^ (1 << (bit % 4))).toString(16);
        expect(await knock(bytes, signature.slice(0, digit) + other + signature.slice(digit + 1))).toBe(401);
      }),
      { numRuns: RUNS },
    );
  });

  it.each<[string, string]>([
    ["a hundred thousand levels", "[".repeat(100_000) + "]".repeat(100_000)],
    ["levels that never end", '{"action":'.repeat(10_000)],
    ["levels below a known key", `{"action":"return_created","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["a prototype", '{"__proto__":{"action":"return_created"},"constructor":{"prototype":{"data":{"id":1}}}}'],
    ["keys that come twice", '{"action":"test_webhook","action":"return_created","data":{"id":1},"data":{"id":2}}'],
    ["lone surrogates", '{"action":"parcel_status_changed","parcel":{"id":1,"shipment_uuid":"\\ud800"}}'],
    ["a number beyond numbers", '{"action":"return_created","timestamp":1e309,"data":{"id":1e309}}'],
    ["a negative moment", '{"action":"return_created","timestamp":-1e15,"data":{"id":5}}'],
    ["a path for an id", `{"action":"parcel_status_changed","parcel":{"id":1,"shipment_uuid":"../${SHIPMENT}?x=#"}}`],
    ["a zero byte", '{"action":"parcel_status_changed","parcel":{"id":1,"shipment_uuid":"\\u0000"}}'],
  ])("takes %s", async (_, body) => {
    const bytes = utf8(body);
    expect([204, 400]).toContain(await knock(bytes, await signed(bytes)));
    await site.runAccount(accountId);
    expect(({} as { action?: string }).action).toBeUndefined();
  });

  it("turns away a flood at one address, not at another", async () => {
    const flood = "/hooks/sendcloud/flooded";
    let status = 0;
    for (let n = 0; n < 20_000 && status !== 429; n += 1)
      status = (await site.request(flood, { method: "POST", body: "x" })).status;
    expect(status).toBe(429);
    const bytes = utf8('{"action":"test_webhook"}');
    expect(await knock(bytes, await signed(bytes))).toBe(204);
  });
});
