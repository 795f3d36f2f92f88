import type { Sql, SqlRow } from "../lib/ports";
import { isoTime } from "../lib/time";
import type { World } from "./world";

/** Keys of the simulated account. Everybody may know them: they open nothing outside the sandbox. */
export const DEMO_KEYS = { integrationId: 10001, publicKey: "demo-public-key", secretKey: "demo-secret-key" };
/** An integration whose webhook somebody else already uses. */
export const FOREIGN_WEBHOOK_KEYS = {
  integrationId: 10002,
  publicKey: "demo-foreign-public-key",
  secretKey: "demo-foreign-secret-key",
};
/** An integration with "Use OAuth2 authentication" turned on: Basic is refused. */
export const OAUTH_KEYS = {
  integrationId: 10003,
  publicKey: "demo-oauth-public-key",
  secretKey: "demo-oauth-secret-key",
};

export const ACCOUNT_NAME = "Atelier Lavandière (démo)";
export const USER_ID = 501;
const FOREIGN_WEBHOOK_URL = "https://autre-logiciel.example/webhooks/sendcloud";

export type ScAddress = {
  name: string;
  company_name?: string | undefined;
  address_line_1: string;
  house_number?: string | undefined;
  address_line_2?: string | undefined;
  postal_code: string;
  city: string;
  country_code: string;
  state_province_code?: string | undefined;
  email?: string | undefined;
  phone_number?: string | undefined;
};

// 01 99 00 xx xx is the range of French numbers kept for fiction.
export const SENDER_ADDRESSES: readonly (ScAddress & { id: number })[] = [
  {
    id: 30001,
    name: "Atelier Lavandière",
    company_name: "Atelier Lavandière SARL",
    address_line_1: "Quai des Tanneurs",
    house_number: "14",
    address_line_2: "",
    postal_code: "69005",
    city: "Lyon",
    country_code: "FR",
    email: "expedition@atelier-lavandiere.example",
    phone_number: "+33199001234",
  },
];

export const CONTRACTS = [
  { id: 2101, client_id: "sendcloud-1", carrier_code: "sendcloud", name: "Tarifs Sendcloud" },
  { id: 2102, client_id: "ATL-778", carrier_code: "chronopost", name: "Contrat Chronopost de l'atelier" },
] as const;

export type IntegrationRow = SqlRow & {
  id: number;
  public_key: string;
  secret_key: string;
  shop_name: string;
  shop_url: string;
  service_point_enabled: number;
  service_point_carriers: string;
  webhook_active: number;
  webhook_url: string | null;
  feedback_type: string;
  oauth_only: number;
  created_at: number;
  updated_at: number;
};

export function createAccountTables(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sc_integrations (
    id INTEGER PRIMARY KEY, public_key TEXT NOT NULL UNIQUE, secret_key TEXT NOT NULL, shop_name TEXT NOT NULL,
    shop_url TEXT NOT NULL, service_point_enabled INTEGER NOT NULL, service_point_carriers TEXT NOT NULL,
    webhook_active INTEGER NOT NULL, webhook_url TEXT, feedback_type TEXT NOT NULL, oauth_only INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)`);
  sql.run(
    "CREATE TABLE IF NOT EXISTS sc_tokens (token TEXT PRIMARY KEY, integration_id INTEGER NOT NULL, expires_at INTEGER NOT NULL)",
  );
  sql.run(`CREATE TABLE IF NOT EXISTS sc_limits (
    integration_id INTEGER NOT NULL, name TEXT NOT NULL, started_at INTEGER NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (integration_id, name))`);
  sql.run("CREATE TABLE IF NOT EXISTS sc_gone_integrations (id INTEGER PRIMARY KEY, gone_at INTEGER NOT NULL)");
  sql.run(`CREATE TABLE IF NOT EXISTS sc_signature_keys (
    integration_id INTEGER PRIMARY KEY, signature_key TEXT NOT NULL, signs INTEGER NOT NULL)`);
  seedIntegration(sql, DEMO_KEYS, "Passerelle démo", null, false);
  seedIntegration(sql, FOREIGN_WEBHOOK_KEYS, "Boutique déjà reliée", FOREIGN_WEBHOOK_URL, false);
  seedIntegration(sql, OAUTH_KEYS, "Boutique OAuth", null, true);
}

function seedIntegration(sql: Sql, keys: typeof DEMO_KEYS, name: string, webhook: string | null, oauth: boolean): void {
  sql.run(
    `INSERT OR IGNORE INTO sc_integrations VALUES (?, ?, ?, ?, 'https://passerelle.example/', 1, '["mondial_relay","inpost"]',
     ?, ?, 'eager', ?, 1790000000000, 1790000000000)`,
    keys.integrationId,
    keys.publicKey,
    keys.secretKey,
    name,
    webhook === null ? 0 : 1,
    webhook,
    oauth ? 1 : 0,
  );
}

const NOT_GONE = "id NOT IN (SELECT id FROM sc_gone_integrations)";

/** The integrations that were not deleted. */
export function integrationRows(sql: Sql): IntegrationRow[] {
  return sql.all<IntegrationRow>(`SELECT * FROM sc_integrations WHERE ${NOT_GONE} ORDER BY id`);
}

/** One integration; undefined when there is none or it was deleted. */
export function integrationRow(sql: Sql, id: number): IntegrationRow | undefined {
  return sql.all<IntegrationRow>(`SELECT * FROM sc_integrations WHERE id = ? AND ${NOT_GONE}`, id)[0];
}

export function integrationByKey(sql: Sql, publicKey: string): IntegrationRow | undefined {
  return sql.all<IntegrationRow>(`SELECT * FROM sc_integrations WHERE public_key = ? AND ${NOT_GONE}`, publicKey)[0];
}

/** Turns the toggle "Use OAuth2 authentication" of an integration; when on, Basic fails. */
export function setOauthOnly(world: World, on: boolean, integrationId: number = DEMO_KEYS.integrationId): void {
  world.sql.run("UPDATE sc_integrations SET oauth_only = ? WHERE id = ?", on ? 1 : 0, integrationId);
}

/** An integration as `GET /integrations` shows it: never with its keys. */
export function integrationView(row: IntegrationRow) {
  return {
    id: row.id,
    type: "api",
    shop_name: row.shop_name,
    shop_url: row.shop_url,
    service_point_enabled: row.service_point_enabled === 1,
    service_point_carriers: JSON.parse(row.service_point_carriers) as string[],
    webhook_active: row.webhook_active === 1,
    webhook_url: row.webhook_url,
    feedback_type: row.feedback_type,
    started_failing_at: null,
    last_fetched_at: null,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  };
}
