import type { OutboxRow, OutboxTarget } from "../../src/db/outbox";
import { applyOutbox } from "../../src/db/outbox";
import { createWorkspace } from "../../src/db/people";
import { insertStore, type StoreRow } from "../../src/db/stores";
import { DEFAULT_SETTINGS } from "../../src/domain/store";
import type { D1 } from "../../src/lib/ports";

export const NOW = Date.UTC(2026, 10, 24, 8, 0);
export const OURS = { workspaceId: "w1", storeId: "s1" };
export const THEIRS = { workspaceId: "w2", storeId: "s2" };

export async function addStore(d1: D1, place = OURS, parts: Partial<StoreRow> = {}): Promise<boolean> {
  return insertStore(d1, {
    id: place.storeId,
    workspaceId: place.workspaceId,
    accountId: "account-1",
    name: `Shop ${place.storeId}`,
    baseUrl: `https://${place.storeId}.mirakl.test`,
    shopId: 2000,
    shopName: "Atelier Roux",
    currency: "EUR",
    sealedKey: "sealed",
    keyHint: "…k3y",
    tag: `tag-${place.storeId}`,
    settings: DEFAULT_SETTINGS,
    settingsVersion: 1,
    importDays: 30,
    createdAt: NOW,
    ...parts,
  });
}

export async function addWorkspace(d1: D1, workspaceId: string, onlyIfFirst = false): Promise<boolean> {
  const person = { personId: `owner-${workspaceId}`, email: `${workspaceId}@roux.example`, personName: "Camille Roux" };
  const workspace = { workspaceId, name: "Atelier Roux", timeZone: "Europe/Paris", language: "fr", now: NOW };
  return createWorkspace(d1, { ...person, ...workspace }, onlyIfFirst);
}

/** One row of each target; `parts` are the order's own. */
export function rowsOf(orderId: string, version: number, parts: OutboxRow = {}): Map<OutboxTarget, OutboxRow[]> {
  const money = { total_minor: 9490, currency: "EUR" };
  const state = { state: "ready", reason: null };
  const order = { number: orderId, commercial_id: orderId, tab: "to-ship", attention: 0, created_at: NOW };
  const buyer = { deadline_at: null, buyer_name: "Léa Martin", country: "FR", zip: "75011", city: "Paris" };
  const line = { position: 0, title: "Perceuse 18 V", sku: "PERC-18", offer_sku: "OFF-1" };
  const counts = { quantity: 1, cancelled_quantity: 0, refunded_minor: 0, unit_minor: 8990 };
  const parcel = { parcel_no: 1, generation: 1, stage: "label-ready", tracking_number: "6A1" };
  const intent = { intent_id: "i1", kind: "label", state: "done", reason: null, attempts: 1, at: NOW };
  const returned = { stage: "announced", tab: "under-way", tracking_number: "6A9", created_at: NOW, at: NOW };
  const moved = { amount_minor: null, currency: null };
  const row = (columns: OutboxRow): OutboxRow[] => [{ order_id: orderId, ...columns, version }];
  return new Map<OutboxTarget, OutboxRow[]>([
    ["orders", row({ ...order, ...state, ...buyer, ...money, item_count: 1, details: "{}", ...parts })],
    ["order_lines", row({ line_id: "l1", ...line, state: "shipping", ...counts, ...money })],
    ["parcels", row({ ...parcel, details: '{"parcelNo":1}' })],
    ["intents", row({ ...intent, ...moved })],
    ["events", row({ seq: 1, at: NOW, kind: "booked", actor: null, details: '{"by":"import"}' })],
    ["set_aside_orders", row({ reason: "unreadable", at: NOW, resolved: 0 })],
    ["attention_items", row({ item_key: orderId, kind: "order-missing", details: "{}", at: NOW, resolved: 0 })],
    ["returns", row({ return_key: `r-${orderId}`, ...returned, details: "{}" })],
    ["job_items", row({ job_id: "j1", state: "done", reason: null })],
  ]);
}

export async function addOrder(d1: D1, orderId: string, parts: OutboxRow = {}, place = OURS): Promise<void> {
  await applyOutbox(d1, place, rowsOf(orderId, 1, parts));
}

type Asked = { statement: string; values: unknown[] };

/** The same database, and what it was asked: each statement, and how many went in each batch. */
export function overheard(d1: D1): { d1: D1; asked: Asked[]; batches: number[] } {
  const asked: Asked[] = [];
  const batches: number[] = [];
  const listening = {
    prepare(statement: string) {
      const prepared = d1.prepare(statement);
      return {
        bind(...values: unknown[]) {
          asked.push({ statement, values });
          return prepared.bind(...values);
        },
      };
    },
    batch(statements: D1PreparedStatement[]) {
      batches.push(statements.length);
      return d1.batch(statements);
    },
  };
  return { d1: listening as unknown as D1, asked, batches };
}

/** How SQLite finds the rows of every statement that `work` asks. */
export async function plansOf(d1: D1, work: (d1: D1) => Promise<unknown>): Promise<string[][]> {
  const listening = overheard(d1);
  await work(listening.d1);
  const plans = listening.asked.map(({ statement, values }) =>
    d1
      .prepare(`EXPLAIN QUERY PLAN ${statement}`)
      .bind(...values)
      .all<{ detail: string }>(),
  );
  return (await Promise.all(plans)).map(({ results }) => results.map((step) => step.detail));
}
