import { installWebhook } from "../../src/sync/install-webhook";
import { receiveWebhook } from "../../src/sync/receive-webhook";
import type { Received } from "../../src/sync/stub";
import type { Engine } from "../engine";

/** What Sendcloud writes beside a body: the hex HMAC-SHA256 of its bytes. */
export async function sign(body: ArrayBuffer, key: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", new TextEncoder().encode(key), algorithm, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", imported, body));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(body: object): ArrayBuffer {
  return new TextEncoder().encode(JSON.stringify(body)).buffer as ArrayBuffer;
}

/** Knocks with a body signed by this key. */
export async function knockWith({ account }: Engine, body: object, key: string): Promise<Received> {
  const bytes = bytesOf(body);
  return receiveWebhook(account, bytes, await sign(bytes, key));
}

/** Installs the account's webhook and brings what Sendcloud sends. */
export async function hook(engine: Engine): Promise<void> {
  await installWebhook(engine.account, "https://app.example/hooks/sendcloud/hook-1", false);
  engine.world.deliver = async (_url, headers, body) => {
    const bytes = new TextEncoder().encode(body).buffer as ArrayBuffer;
    const outcome = await receiveWebhook(engine.account, bytes, headers["Sendcloud-Signature"] ?? null);
    return outcome === "bad-signature" ? 401 : 204;
  };
}
