import { type IntentKind, type IntentState, isOpen } from "../domain/intent";
import type { Claim } from "../domain/intent-policy";
import type { Money } from "../domain/money";
import { type Baseline, moneyGoing, type ReversalWish } from "../domain/refund";
import type { CarrierMapping } from "../domain/store";
import { remember, remembered } from "../lib/memo";
import type { Sql, SqlRow } from "../lib/ports";
import type { Actor } from "./stub-answers";

/** What each kind of intent needs to know, written down before anything is sent. */
export type Payloads = {
  accept: { lineIds: string[] };
  refuse: { lineIds: string[] };
  label: LabelPayload;
  "cancel-label": { parcelNo: number; generation: number; shipmentId: string };
  tracking: {
    parcelNo: number;
    trackingNumber: string;
    carrierCode: string;
    trackingUrl: string | null;
    /** As a person said it at that moment, over the number that the marketplace showed. */
    typed?: { carrier: CarrierMapping; at: number; over: string | null };
  };
  ship: { parcelNo: number };
  shipment: {
    parcelNo: number;
    generation: number;
    trackingNumber: string;
    carrierCode: string;
    trackingUrl: string | null;
    lines: { lineId: string; quantity: number }[];
  };
  refund: ReversalPayload;
  "cancel-line": ReversalPayload;
  cancel: Record<never, never>;
  reference: { number: string };
  push: { generation: number; externalId: string; hash: string };
  /** `fields` are names: what they hold is the buyer's, and is read from the order when it is sent. */
  patch: { generation: number; sendcloudId: number; hash: string; fields: string[] };
  unpush: { generation: number; sendcloudId: number };
};
/**
 * `afterGoods`: only once no label lives and Sendcloud holds the order no more: all of it is called off. `returnKey`: our
 * own name of the return that it pays.
 */
export type ReversalPayload = ReversalWish & { returnId: string | null; afterGoods?: true; returnKey?: string };
export type LabelPayload = {
  parcelNo: number;
  generation: number;
  /** Sendcloud's external_reference_id: makes a repeat safe. */
  reference: string;
  optionCode: string;
  optionName: string;
  contractId: number | null;
  carrierCode: string;
  carrierName: string;
  price: { minor: number; currency: string } | null;
  weightGrams: number;
  senderAddressId: number;
  lineIds: string[];
  /** Customs documents travel with it. */
  documents?: true;
};

/** One thing we are about to do at a remote API, with its outcome (reliability.md 2.4). */
export type Intent<K extends IntentKind = IntentKind> = {
  id: string;
  businessKey: string;
  orderId: string;
  kind: K;
  payload: Payloads[K];
  state: IntentState;
  sends: number;
  /** An earlier send ended unknown: a later no proves nothing about it. */
  wasUnknown: boolean;
  epoch: string | null;
  sentAt: number | null;
  settleUntil: number | null;
  /** When the loop looks at it next; null when it moves no more by itself. */
  nextAt: number | null;
  remoteRef: string | null;
  reason: string | null;
  /** What the remote held before the first send, for effects without a key. */
  baseline: Baseline | null;
  /** Read-backs in a row that found nothing, and the moment of the last. */
  cleanReads: number;
  cleanAt: number | null;
  /** What was asked and answered, oldest first, without secrets or a buyer's words. */
  evidence: Evidence[];
  actor: Actor;
  createdAt: number;
  version: number;
};
export type Evidence = { at: number; what: string; status: number | null; words: string };
export type AnyIntent = { [K in IntentKind]: Intent<K> }[IntentKind];

/** The money that moves with an intent; null where none does, or nobody named a price. */
export function moneyOf(intent: AnyIntent): Money | null {
  if (intent.kind === "label") return intent.payload.price;
  if (intent.kind !== "refund" && intent.kind !== "cancel-line") return null;
  return moneyGoing(intent.payload);
}

/** When what is planned leaves at the earliest; null once it left or ended. Until then it may be taken back. */
export function leavesAt({ state, sends, nextAt }: AnyIntent): number | null {
  return state === "planned" && sends === 0 ? nextAt : null;
}

/** What the lock of an order must know of an intent. */
export function claimOn(intent: AnyIntent): Claim {
  return { kind: intent.kind, lineId: "lineId" in intent.payload ? intent.payload.lineId : null };
}

/** Something we do by ourselves, not by a person's click. */
export const PASSERELLE: Actor = { personId: "", name: "Passerelle" };

export type Plan<K extends IntentKind> = {
  id: string;
  businessKey: string;
  orderId: string;
  kind: K;
  payload: Payloads[K];
  actor: Actor;
  now: number;
  nextAt: number;
};

/** Writes an intent down; false when this business was planned before, by whomever. */
export function planIntent<K extends IntentKind>(sql: Sql, plan: Plan<K>): boolean {
  const written = sql.run(
    `INSERT INTO intents (id, business_key, order_id, kind, payload, state, sends, was_unknown, next_at, evidence, actor, created_at, version)
     VALUES (?, ?, ?, ?, ?, 'planned', 0, 0, ?, '[]', ?, ?, 1) ON CONFLICT DO NOTHING`,
    plan.id,
    plan.businessKey,
    plan.orderId,
    plan.kind,
    JSON.stringify(plan.payload),
    plan.nextAt,
    JSON.stringify(plan.actor),
    plan.now,
  );
  if (written > 0) sql.memo.delete(intentsPlace(plan.orderId));
  return written > 0;
}

export function findIntent(sql: Sql, id: string): AnyIntent | null {
  const orderId = orderOf(sql, id, "SELECT order_id FROM intents WHERE id = ?");
  return orderId === null ? null : (intentsOf(sql, orderId).find((intent) => intent.id === id) ?? null);
}

export function findIntentByKey(sql: Sql, businessKey: string): AnyIntent | null {
  const orderId = orderOf(sql, businessKey, "SELECT order_id FROM intents WHERE business_key = ?");
  if (orderId === null) return null;
  return intentsOf(sql, orderId).find((intent) => intent.businessKey === businessKey) ?? null;
}

// An intent never changes its order; one that is not there yet may come.
function orderOf(sql: Sql, name: string, question: string): string | null {
  const known = sql.memo.get(`order of ${name}`);
  if (known !== undefined) return known as string;
  const [row] = sql.all<{ order_id: string }>(question, name);
  return row ? remember(sql, `order of ${name}`, row.order_id) : null;
}

export function intentsOf(sql: Sql, orderId: string): readonly AnyIntent[] {
  return remembered(sql, intentsPlace(orderId), () =>
    sql.all("SELECT * FROM intents WHERE order_id = ? ORDER BY created_at, id", orderId).map(readIntent),
  );
}

/** Lets a desk see intents that are not written, until its next block is over: what a plan would be checked beside. */
export function imagineIntents(sql: Sql, orderId: string, imagined: AnyIntent[]): void {
  remember(sql, intentsPlace(orderId), imagined);
}

const intentsPlace = (orderId: string) => `intents ${orderId}`;

/** Intents whose moment has come, oldest first; those that go in masses after all others, however long they wait. */
export function dueIntents(sql: Sql, now: number, limit: number): AnyIntent[] {
  return found(
    sql,
    sql.all(
      "SELECT id FROM intents WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY kind = 'push', next_at, id LIMIT ?",
      now,
      limit,
    ),
  );
}

/** Of these the pushes alone. */
export function duePushes(sql: Sql, now: number, limit: number): Intent<"push">[] {
  const due =
    "SELECT id FROM intents WHERE kind = 'push' AND next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT ?";
  return found(sql, sql.all(due, now, limit)).filter((intent) => intent.kind === "push");
}

function found(sql: Sql, rows: readonly SqlRow[]): AnyIntent[] {
  return rows.flatMap(({ id }) => findIntent(sql, String(id)) ?? []);
}

/** The earliest moment at which an intent has something to do. */
export function nextIntentAt(sql: Sql): number | null {
  const [row] = sql.all<{ at: number | null }>("SELECT min(next_at) AS at FROM intents WHERE next_at IS NOT NULL");
  return row?.at ?? null;
}

/** What of an intent a step may change. */
export type IntentChange = Partial<
  Pick<
    Intent,
    | "state"
    | "sends"
    | "wasUnknown"
    | "epoch"
    | "sentAt"
    | "settleUntil"
    | "nextAt"
    | "remoteRef"
    | "reason"
    | "baseline"
    | "cleanReads"
    | "cleanAt"
    | "evidence"
  >
>;

/**
 * Changes an intent if nobody changed it since it was read; null when somebody did, and then nothing is written. This
 * is the compare-and-set that follows every await.
 */
export function changeIntent<I extends AnyIntent>(sql: Sql, read: I, change: IntentChange): I | null {
  const changed = { ...read, ...change, version: read.version + 1 };
  const next = { ...changed, nextAt: isOpen(changed.state) ? changed.nextAt : null };
  const written = sql.run(
    `UPDATE intents SET state = ?, sends = ?, was_unknown = ?, epoch = ?, sent_at = ?, settle_until = ?, next_at = ?, remote_ref = ?,
       reason = ?, baseline = ?, clean_reads = ?, clean_at = ?, evidence = ?, version = ? WHERE id = ? AND version = ?`,
    next.state,
    next.sends,
    next.wasUnknown ? 1 : 0,
    next.epoch,
    next.sentAt,
    next.settleUntil,
    next.nextAt,
    next.remoteRef,
    next.reason,
    next.baseline && JSON.stringify(next.baseline),
    next.cleanReads,
    next.cleanAt,
    JSON.stringify(next.evidence),
    next.version,
    next.id,
    read.version,
  );
  if (written === 0) return null;
  const known = sql.memo.get(intentsPlace(read.orderId)) as readonly AnyIntent[] | undefined;
  if (known)
    remember(
      sql,
      intentsPlace(read.orderId),
      known.map((one) => (one.id === next.id ? next : one)),
    );
  return next;
}

/**
 * A `sent` intent that nobody waits for any more: its process died, or only the work that sent it did, which shows by
 * its having been sent before `answeredSince`.
 */
export function findOrphans(sql: Sql, epoch: string, answeredSince: number): AnyIntent[] {
  return found(
    sql,
    sql.all("SELECT id FROM intents WHERE state = 'sent' AND (epoch <> ? OR sent_at < ?)", epoch, answeredSince),
  );
}

function readIntent(row: SqlRow): AnyIntent {
  return {
    id: row.id,
    businessKey: row.business_key,
    orderId: row.order_id,
    kind: row.kind,
    payload: JSON.parse(String(row.payload)),
    state: row.state,
    sends: row.sends,
    wasUnknown: row.was_unknown === 1,
    epoch: row.epoch,
    sentAt: row.sent_at,
    settleUntil: row.settle_until,
    nextAt: row.next_at,
    remoteRef: row.remote_ref,
    reason: row.reason,
    baseline: row.baseline === null ? null : JSON.parse(String(row.baseline)),
    cleanReads: row.clean_reads,
    cleanAt: row.clean_at,
    evidence: JSON.parse(String(row.evidence)),
    actor: JSON.parse(String(row.actor)),
    createdAt: row.created_at,
    version: row.version,
  } as AnyIntent;
}
