import { sha256Hex } from "../lib/crypto";
import { verifySignature } from "../sendcloud/signature";
import type { AccountDesk } from "./account-desk";

/** Takes a webhook in: verified over its raw bytes, kept once, to be read by the loop at once. */
export async function receiveWebhook(
  desk: AccountDesk,
  body: ArrayBuffer,
  signature: string | null,
): Promise<"stored" | "known" | "bad-signature"> {
  const { sql, now, alarm } = desk.ports;
  if (!(await verifySignature(body, signature, desk.webhookKeys))) return "bad-signature";
  const hash = await sha256Hex(body);
  const text = new TextDecoder().decode(body);
  const written = sql.run(
    "INSERT INTO inbox (hash, body, received_at, read_at, tries) VALUES (?, ?, ?, NULL, 0) ON CONFLICT DO NOTHING",
    hash,
    text,
    now(),
  );
  if (written === 0) return "known";
  alarm.set(now());
  return "stored";
}
