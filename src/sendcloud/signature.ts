import { verifyHmac } from "../lib/hmac";

/**
 * Whether a webhook comes from Sendcloud: `header` is the `Sendcloud-Signature`, the hex HMAC-SHA256 of the bytes as
 * received. `keys` are the secret key and, where the panel shows one, the webhook signature key; any may fit
 * (sendcloud.md 6.2). The signature holds no time: the caller drops what it has seen before.
 */
export async function verifySignature(body: ArrayBuffer, header: string | null, keys: string[]): Promise<boolean> {
  if (header === null) return false;
  for (const key of keys) {
    if (await verifyHmac(key, body, header)) return true;
  }
  return false;
}
