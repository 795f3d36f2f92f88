import type { Sql, SqlRow } from "../lib/ports";
import type { IntegrationRow } from "./sendcloud-account";
import { readSetting, writeSetting } from "./settings";
import type { WebhookWay, World } from "./world";

/** After the first try: ten more, first after 5 minutes, never more than an hour apart (sendcloud.md 6.3). */
const RETRIES = 10;
const FIRST_WAIT_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** On a bad way: how many are lost, and how late one may come. */
const LOST_SHARE = 0.5;
const STRAYED_MS = 10 * 60_000;

type WebhookRow = SqlRow & { id: number; integration_id: number; url: string; body: string; tries: number };

export function createWebhookTable(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sc_webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, integration_id INTEGER NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
    tries INTEGER NOT NULL, due_at INTEGER, last_status INTEGER)`);
  sql.run("CREATE INDEX IF NOT EXISTS sc_webhooks_due ON sc_webhooks (due_at) WHERE due_at IS NOT NULL");
}

/** Every way, in the order of the setting `webhooks`, which counts from 1. */
export const WEBHOOK_WAYS: readonly WebhookWay[] = ["all", "some", "duplicated", "reordered", "none"];

/** When one webhook leaves: as many moments as it comes, null where it is lost. */
const DEPARTURES: Record<WebhookWay, (now: number, random: () => number) => (number | null)[]> = {
  all: (now) => [now],
  some: (now, random) => [random() < LOST_SHARE ? null : now],
  duplicated: (now, random) => [now, now + Math.floor(random() * STRAYED_MS)],
  reordered: (now, random) => [now + Math.floor(random() * STRAYED_MS)],
  none: () => [null],
};

/** From now on webhooks take this way; those already queued keep theirs. */
export function plantWebhooks(world: World, way: WebhookWay): void {
  writeSetting(world.sql, "webhooks", WEBHOOK_WAYS.indexOf(way) + 1);
}

export function webhookWay(world: World): WebhookWay {
  return WEBHOOK_WAYS[readSetting(world.sql, "webhooks") - 1] ?? world.webhooks ?? "all";
}

/** Queues a webhook when the integration has a URL for it; it is sent by the next step, or as the planted way has it. */
export function queueWebhook(world: World, integration: IntegrationRow | undefined, body: () => object): void {
  if (!integration?.webhook_url || integration.webhook_active !== 1) return;
  const text = JSON.stringify(body());
  for (const at of DEPARTURES[webhookWay(world)](world.now(), world.random)) {
    world.sql.run(
      "INSERT INTO sc_webhooks (integration_id, url, body, tries, due_at) VALUES (?, ?, ?, 0, ?)",
      integration.id,
      integration.webhook_url,
      text,
      at,
    );
  }
}

export type WebhookCounts = { taken: number; waiting: number; dropped: number; lost: number };

/** How the webhooks fared so far: answered 2xx, still to be tried, given up after the last try, lost on their way. */
export function webhookCounts(world: World): WebhookCounts {
  const [row] = world.sql.all<WebhookCounts>(
    `SELECT count(*) FILTER (WHERE last_status BETWEEN 200 AND 299) AS taken,
     count(*) FILTER (WHERE due_at IS NOT NULL) AS waiting,
     count(*) FILTER (WHERE due_at IS NULL AND tries > 0 AND last_status NOT BETWEEN 200 AND 299) AS dropped,
     count(*) FILTER (WHERE due_at IS NULL AND tries = 0) AS lost FROM sc_webhooks`,
  );
  return row ?? { taken: 0, waiting: 0, dropped: 0, lost: 0 };
}

export function nextWebhookAt(sql: Sql): number | null {
  const [row] = sql.all<{ at: number | null }>("SELECT min(due_at) AS at FROM sc_webhooks WHERE due_at IS NOT NULL");
  return row?.at ?? null;
}

/** Sends each webhook that is due once. The next try is written before the call, so that a crash only delays it. */
export async function sendDueWebhooks(world: World): Promise<void> {
  const due = world.sql.all<WebhookRow>("SELECT * FROM sc_webhooks WHERE due_at <= ? ORDER BY due_at, id", world.now());
  for (const webhook of due) {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** webhook.tries, LONGEST_WAIT_MS);
    const again = webhook.tries < RETRIES ? world.now() + wait : null;
    world.sql.run("UPDATE sc_webhooks SET tries = tries + 1, due_at = ? WHERE id = ?", again, webhook.id);
    const status = await send(world, webhook);
    const done = status >= 200 && status < 300;
    world.sql.run(
      "UPDATE sc_webhooks SET last_status = ?, due_at = CASE WHEN ? THEN NULL ELSE due_at END WHERE id = ?",
      status,
      done ? 1 : 0,
      webhook.id,
    );
  }
}

async function send(world: World, webhook: WebhookRow): Promise<number> {
  const secret = signingKeyOf(world.sql, webhook.integration_id);
  const headers = {
    "content-type": "application/json",
    "Sendcloud-Signature": await signatureOf(webhook.body, secret),
  };
  return world.deliver(webhook.url, headers, webhook.body);
}

// The webhook signature key where it signs, else the secret key; a deleted integration still signs its last words.
function signingKeyOf(sql: Sql, integrationId: number): string {
  const [row] = sql.all<{ key: string }>(
    `SELECT coalesce((SELECT signature_key FROM sc_signature_keys WHERE integration_id = i.id AND signs = 1), i.secret_key)
     AS key FROM sc_integrations i WHERE i.id = ?`,
    integrationId,
  );
  return row?.key ?? "";
}

/** Hex HMAC-SHA256 of the raw body by the key that signs (sendcloud.md 6.2). */
async function signatureOf(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  return [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
