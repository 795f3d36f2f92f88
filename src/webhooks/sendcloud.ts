import { Hono } from "hono";
import { findAccountByWebhook } from "../db/accounts";
import { sendcloudAccount } from "../sync/stub";
import { createGate } from "./gate";

const BODY_BYTES = 256 * 1024;
const SIGNATURE_HEADER = "Sendcloud-Signature";

/** The doors where vendors knock. A knock is verified, stored and answered at once; the truth is read again later. */
export const webhooks = new Hono<{ Bindings: Env }>();

/** Of one address: far above what a busy account is sent, and Sendcloud tries again what is turned away. */
const gate = createGate({ burst: 3_000, perSecond: 300 });

webhooks.post("/sendcloud/:webhookId", async (c) => {
  const webhookId = c.req.param("webhookId");
  if (!gate(webhookId, Date.now())) return c.body(null, 429, { "Retry-After": "60" });
  const account = await findAccountByWebhook(c.env.DB, webhookId);
  if (!account) return c.body(null, 404);
  const body = await readCapped(c.req.raw.body, BODY_BYTES);
  if (!body) return c.body(null, 413);
  const signature = c.req.header(SIGNATURE_HEADER) ?? null;
  const outcome = await sendcloudAccount(c.env, account.id).receive(body, signature);
  return c.body(null, outcome === "bad-signature" ? 401 : 204);
});

/** The raw bytes, or null as soon as they exceed the cap: a stated length may lie, or be absent. */
async function readCapped(stream: ReadableStream<Uint8Array> | null, cap: number): Promise<ArrayBuffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    length += chunk.byteLength;
    if (length > cap) return null;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole.buffer;
}
