import { sha256Hex } from "../lib/crypto";
import { verifySignature } from "../sendcloud/signature";
import type { AccountDesk } from "./account-desk";
import { saidAt } from "./account-inbox";
import type { Received } from "./stub";

/** Sendcloud's own retries end within ten hours (sendcloud.md 6.3): what is older was captured and sent again. */
const STALE_AFTER_MS = 24 * 3_600_000;

/**
 * Takes a webhook in: verified over its raw bytes by any key of the account, kept once, to be read by the loop at once.
 * A body that says it is older than a day is kept and never acted on.
 */
export async function receiveWebhook(
  desk: AccountDesk,
  body: ArrayBuffer,
  signature: string | null,
): Promise<Received> {
  const { sql, now, alarm } = desk.ports;
  const counting = desk.webhookKeys.filter(({ until }) => until === null || now() < until);
  const keys = counting.map(({ key }) => key);
  if (!(await verifySignature(body, signature, keys))) return "bad-signature";
  const hash = await sha256Hex(body);
  const text = new TextDecoder().decode(body);
  const at = now();
  const isStale = (saidAt(text) ?? at) < at - STALE_AFTER_MS;
  const written = sql.run(
    `INSERT INTO inbox (hash, body, received_at, read_at, tries, stale) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT DO NOTHING`,
    hash,
    text,
    at,
    isStale ? at : null,
    isStale ? 1 : 0,
  );
  if (written === 0) return "known";
  if (isStale) return "stale";
  alarm.set(at);
  return "stored";
}
