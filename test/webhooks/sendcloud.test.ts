import { beforeEach, describe, expect, it } from "vitest";
import { listAccounts } from "../../src/db/accounts";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { connectDemo, openSite, type Site, signInto } from "../web/site";

const CAP = 256 * 1024;
const BODY = '{"action": "parcel_status_changed", "timestamp": 1764000000000}';

let site: Site;
let door: string;

beforeEach(async () => {
  site = openSite();
  const owner = await signInto(site, "camille");
  await connectDemo(owner);
  const [account] = await listAccounts(site.d1, owner.workspaceId);
  door = `/hooks/sendcloud/${account?.webhookId}`;
});

async function sign(body: string, key = DEMO_KEYS.secretKey): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", new TextEncoder().encode(key), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(body)));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function knock(path: string, body: BodyInit, signature?: string): Promise<number> {
  const headers: Record<string, string> = signature === undefined ? {} : { "Sendcloud-Signature": signature };
  const answer = await site.request(path, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  return answer.status;
}

describe("the webhook's door", () => {
  it("takes what is signed, once or again", async () => {
    const signature = await sign(BODY);
    expect(await knock(door, BODY, signature)).toBe(204);
    expect(await knock(door, BODY, signature)).toBe(204);
  });

  it.each([
    ["no signature", undefined],
    ["another key's", "other-key"],
  ])("refuses %s", async (_, key) => {
    expect(await knock(door, BODY, key && (await sign(BODY, key)))).toBe(401);
  });

  it("refuses a body changed after it was signed", async () => {
    expect(await knock(door, BODY.replace('": "', '":"'), await sign(BODY))).toBe(401);
  });

  it("refuses an empty body", async () => {
    expect(await knock(door, "")).toBe(401);
  });

  it("opens at no other address", async () => {
    expect(await knock("/hooks/sendcloud/guess", BODY, await sign(BODY))).toBe(404);
    expect((await site.get(door)).status).toBe(404);
  });

  it("takes a body up to its cap and stops reading beyond", async () => {
    const full = `{"x":"${"a".repeat(CAP - 8)}"}`;
    expect(full.length).toBe(CAP);
    expect(await knock(door, full, await sign(full))).toBe(204);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 64) throw new Error("the door read on");
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    expect(await knock(door, endless, await sign(BODY))).toBe(413);
    expect(sent).toBeLessThan(32);
  });

  it("does not mind that no page of ours sent it", async () => {
    const headers = { "Sendcloud-Signature": await sign(BODY), Origin: "https://elsewhere.example" };
    const answer = await site.request(door, { method: "POST", headers, body: BODY });
    expect(answer.status).toBe(204);
  });
});
