import { DEMO_KEYS, integrationRow } from "./sendcloud-account";
import { randomHex } from "./sendcloud-chance";
import { integrationEvent, testEvent } from "./sendcloud-webhook-bodies";
import { queueWebhook } from "./sendcloud-webhooks";
import type { World } from "./world";

const KEY_DIGITS = 32;
/** The samples of a test webhook give either of these for "Ready to send"; neither is its number (sendcloud.md 6.4). */
const TEST_STATUS_IDS = [0, 3] as const;

/** `secret` opens the API and may sign; `signature` (the "Webhook Signature Key") only signs. */
export type WebhookKey = "secret" | "signature";

/**
 * Deletes an integration for good: `integration_deleted` is its last webhook, its keys and tokens answer 401, and its
 * orders, shipments and returns are readable for nobody. False when there is none.
 */
export function deleteIntegration(world: World, id: number = DEMO_KEYS.integrationId): boolean {
  const row = integrationRow(world.sql, id);
  if (!row) return false;
  world.sql.transaction(() => {
    queueWebhook(world, row, () => integrationEvent("integration_deleted", row, world.now()));
    world.sql.run("INSERT INTO sc_gone_integrations VALUES (?, ?)", id, world.now());
  });
  return true;
}

/** Makes a new key and gives it; the old one is worth nothing from now on. A new signature key signs at once. */
export function rotateWebhookKey(
  world: World,
  which: WebhookKey,
  integrationId: number = DEMO_KEYS.integrationId,
): string {
  const key = `demo-${which}-key-${randomHex(world, KEY_DIGITS)}`;
  if (which === "secret") world.sql.run("UPDATE sc_integrations SET secret_key = ? WHERE id = ?", key, integrationId);
  else {
    world.sql.run(
      `INSERT INTO sc_signature_keys VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET signature_key = excluded.signature_key, signs = 1`,
      integrationId,
      key,
    );
  }
  return key;
}

/** Chooses the key that signs webhooks from now on, and gives it; a signature key is made where there is none. */
export function signWebhooksBy(
  world: World,
  which: WebhookKey,
  integrationId: number = DEMO_KEYS.integrationId,
): string {
  const signs = which === "signature" ? 1 : 0;
  world.sql.run("UPDATE sc_signature_keys SET signs = ? WHERE integration_id = ?", signs, integrationId);
  const keys = webhookKeys(world, integrationId);
  if (which === "secret") return keys.secret;
  return keys.signature ?? rotateWebhookKey(world, "signature", integrationId);
}

export type WebhookKeys = { secret: string; signature: string | null; signs: WebhookKey };

/** Both keys of an integration as its page in the panel shows them. */
export function webhookKeys(world: World, integrationId: number = DEMO_KEYS.integrationId): WebhookKeys {
  const [row] = world.sql.all<{ signature_key: string; signs: number }>(
    "SELECT signature_key, signs FROM sc_signature_keys WHERE integration_id = ?",
    integrationId,
  );
  return {
    secret: integrationRow(world.sql, integrationId)?.secret_key ?? "",
    signature: row?.signature_key ?? null,
    signs: row?.signs === 1 ? "signature" : "secret",
  };
}

/** The panel's button "Test API Webhook". */
export function sendTestWebhook(world: World, integrationId: number = DEMO_KEYS.integrationId): void {
  const statusId = TEST_STATUS_IDS[Math.floor(world.random() * TEST_STATUS_IDS.length)] ?? 0;
  queueWebhook(world, integrationRow(world.sql, integrationId), () => testEvent(statusId, world.now()));
}
