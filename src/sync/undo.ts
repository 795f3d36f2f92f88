import { effectOf } from "./effects";
import { type AnyIntent, findIntent, intentsOf, leavesAt, moneyOf } from "./intents";
import { end } from "./move-intent";
import { plannedClearance } from "./planned-cancellation";
import { uncountRefund } from "./refund-caps";
import { refuse } from "./refusals";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";

/** How long what moves money waits before it leaves: until then one click takes it back. */
export const UNDO_MS = 60_000;

/** The moment until which an intent may be taken back; null once it left, ended, or never waited. */
function undoUntil(intent: AnyIntent, now: number): number | null {
  const at = leavesAt(intent);
  return at !== null && at > now ? at : null;
}

/** Takes back a refund of this order before it leaves. */
export function undoRefund(desk: StoreDesk, orderId: string, intentId: string, actor: Actor): ActResult {
  const asked = findIntent(desk.ports.sql, intentId);
  if (asked?.kind !== "refund" || asked.orderId !== orderId) return { result: "refused", refusal: refuse("not-found") };
  // An order that is called off is taken back as a whole, with what was cleared away for it.
  if (asked.payload.afterGoods) return { result: "refused", refusal: refuse("not-allowed-now") };
  return undoPlanned(desk, intentId, actor);
}

/** Ends a planned intent before it leaves, with what was planned together with it: half an act makes no sense. */
export function undoPlanned(desk: StoreDesk, intentId: string, actor: Actor): ActResult {
  const { sql, now } = desk.ports;
  const asked = findIntent(sql, intentId);
  if (!asked) return { result: "refused", refusal: refuse("not-found") };
  if (asked.state === "skipped") return { result: "done" };
  if (undoUntil(asked, now()) === null) return { result: "refused", refusal: refuse("undo-too-late") };
  sql.transaction(() => {
    const isCallingOff = asked.kind === "refund" && asked.payload.afterGoods === true;
    const clearance = isCallingOff ? plannedClearance(sql, asked.orderId) : [];
    takeBack(desk, [...plannedWith(desk, asked), ...clearance], actor);
  });
  return { result: "done" };
}

/** Ends planned intents that a person takes back; the day's cap gets back what they held. In the caller's synchronous block. */
export function takeBack(desk: StoreDesk, planned: readonly AnyIntent[], actor: Actor): void {
  for (const intent of planned) {
    const telling = { what: "undone by a person", actor };
    if (!end(desk, effectOf(intent.kind), intent, "skipped", "undone", telling)) continue;
    const money = intent.kind === "refund" ? moneyOf(intent) : null;
    if (money) uncountRefund(desk, money, intent.createdAt);
  }
}

function plannedWith({ ports: { sql, now } }: StoreDesk, { orderId, kind, createdAt }: AnyIntent): AnyIntent[] {
  return intentsOf(sql, orderId).filter(
    (intent) => intent.kind === kind && intent.createdAt === createdAt && undoUntil(intent, now()) !== null,
  );
}
