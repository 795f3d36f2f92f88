import type { Money } from "../../domain/money";
import type { Order, OrderLine, Reversal } from "../../domain/order";
import {
  type Baseline,
  baselineOf,
  findReversal,
  fitsRest,
  type ReversalField,
  type ReversalWish,
  restOf,
  takesAll,
  withTaxes,
} from "../../domain/refund";
import type { FailedReply, Reply } from "../../lib/http";
import { isFailedReply, readAgain } from "../book-orders";
import { askIfCancelled } from "../cancelled-there";
import type { Candidate, Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { goodsFirst } from "../goods-at-hand";
import { type Intent, PASSERELLE, type ReversalPayload } from "../intents";
import { findBooked } from "../order-book";
import { planNext } from "../plan-next";
import { reversalsAhead } from "../reversals-ahead";
import { settleById } from "../settle-order";
import type { StoreDesk } from "../store-desk";

type Kind = "refund" | "cancel-line";
type Reversing = Intent<Kind>;

/** What differs between giving money back and taking a quantity off the order. */
type Way = {
  name: string;
  field: ReversalField;
  open: ReadonlySet<Order["state"]>;
  fact: string;
  failedFact: string;
  send(desk: StoreDesk, wish: ReversalWish & { orderId: string }): Promise<Reply<Reversal>>;
};

/**
 * Money that goes back on one line, without any key at the remote (reliability.md 2.5): the ids that were there before,
 * one send, a settle time, two looks, and at most one more send.
 */
export function reversal<K extends Kind>(kind: K, way: Way): Effect<K, Reversal> {
  return {
    kind,
    name: way.name,
    remote: "mirakl",
    check: (desk, intent) => check(desk, intent as Reversing, way),
    send: async (desk, intent) => asWished(await way.send(desk, taxed(desk, intent as Reversing)), intent.payload),
    readBack: (desk, intent) => readBack(desk, intent as Reversing, way),
    land(desk, intent, done) {
      const { amount, shipping, reason, quantity } = intent.payload as ReversalWish;
      recordFact(
        desk,
        intent.orderId,
        way.fact,
        { amount, shipping, quantity, reason, refundId: done.id },
        intent.actor.name,
      );
      return done.id;
    },
    tellFailure(desk, { orderId, payload, actor }, words) {
      recordFact(desk, orderId, way.failedFact, { words }, null);
      // Nobody waits for an order that was called off by itself.
      if ((payload as ReversalPayload).afterGoods && actor.personId === PASSERELLE.personId)
        askIfCancelled(desk, orderId, "order-cancelled-there", { why: "failed", how: "refund" });
      // What changed meanwhile was not sent for an order that was being called off.
      planNext(desk, orderId, settleById(desk, orderId));
    },
    candidates: (desk, intent) => candidates(desk, intent as Reversing, way),
    mayGoAgain: (desk, intent) => mayGoAgain(desk, intent as Reversing),
  };
}

/** The share of the line's taxes goes back with its price, whoever planned it without naming them. */
function taxed(desk: StoreDesk, { id, orderId, payload }: Reversing): ReversalWish & { orderId: string } {
  const order = findBooked(desk.ports.sql, orderId)?.order;
  const line = lineOf(order ?? null, payload.lineId);
  if (!order || !line || payload.taxes || payload.shippingTaxes) return { ...payload, orderId };
  return { ...withTaxes(payload, order, line, reversalsAhead(desk, orderId, line, id)), orderId };
}

// Another amount than was asked for is nothing that we know of: the line itself must tell.
function asWished(reply: Reply<Reversal>, wish: ReversalWish): Reply<Reversal> {
  if (reply.kind !== "ok") return reply;
  const { amount, shipping } = reply.value;
  if (amount.minor === wish.amount.minor && shipping.minor === wish.shipping.minor) return reply;
  return { kind: "unknown", why: "unexpected-shape", status: reply.status, message: "" };
}

async function check(desk: StoreDesk, intent: Reversing, { field, open }: Way): Promise<Check> {
  const { payload, orderId, baseline } = intent;
  const read = await readAgain(desk, orderId, intent.sends > 0);
  if (isFailedReply(read)) return { go: "blind", reply: read };
  const line = read && lineOf(read.order, payload.lineId);
  if (!read || !line) return { go: "fail", reason: "not-found" };
  if (baseline && findReversal(line, field, payload, baseline).found !== "absent") return { go: "look" };
  if (!open.has(read.order.state)) return { go: "fail", reason: "order-over", words: read.order.stateText };
  if (!fitsRest(payload, restOf(line, reversalsAhead(desk, orderId, line, intent.id))))
    return { go: "fail", reason: "refund-over-rest" };
  // Once some of it may have gone, the rest follows: only the first send waits for the goods.
  const first = payload.afterGoods && intent.sends === 0 ? goodsFirst(desk, orderId) : null;
  if (first) return first;
  return { go: "send", baseline: baseline ?? baselineOf(line, field) };
}

async function readBack(
  desk: StoreDesk,
  { orderId, payload, baseline }: Reversing,
  { field }: Way,
): Promise<ReadBack<Reversal>> {
  const read = await readAgain(desk, orderId, true);
  if (isFailedReply(read)) return { found: "blind", reply: read };
  const line = read && lineOf(read.order, payload.lineId);
  if (!line) return { found: "absent" };
  const finding = findReversal(line, field, payload, baseline ?? EMPTY);
  if (finding.found === "done") return { found: "done", outcome: finding.reversal };
  return finding;
}

const EMPTY: Baseline = { ids: [] };

/** Small enough to risk, or all that is left: then the marketplace itself refuses a second one. */
function mayGoAgain(desk: StoreDesk, { orderId, payload }: Reversing): boolean {
  const line = lineOf(findBooked(desk.ports.sql, orderId)?.order ?? null, payload.lineId);
  if (line && takesAll(payload, restOf(line, []))) return true;
  const { refunds } = desk.store.settings;
  const total = payload.amount.minor + payload.shipping.minor;
  return payload.amount.currency === desk.store.currency && total <= refunds.resendLimitMinor;
}

async function candidates(
  desk: StoreDesk,
  { orderId, payload, baseline }: Reversing,
  { field }: Way,
): Promise<Candidate<Reversal>[] | FailedReply> {
  const read = await readAgain(desk, orderId, true);
  if (isFailedReply(read)) return read;
  const line = read && lineOf(read.order, payload.lineId);
  const before = new Set(baseline?.ids);
  return (line?.[field] ?? [])
    .filter(({ id }) => !before.has(id))
    .map((one) => ({ remoteId: one.id, words: one.reason, money: total(one), at: one.at, outcome: one }));
}

function total({ amount, shipping }: Reversal): Money {
  return { minor: amount.minor + shipping.minor, currency: amount.currency };
}

function lineOf(order: Order | null, lineId: string): OrderLine | null {
  return order?.lines.find((line) => line.lineId === lineId) ?? null;
}
