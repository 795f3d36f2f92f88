import { type IntentKind, isOpen } from "../domain/intent";
import { executeIntent } from "./execute-intent";
import { type AnyIntent, findIntentByKey } from "./intents";
import { findBooked } from "./order-book";
import { plan, type Wish } from "./plan-intent";
import { refuse } from "./refusals";
import { queueIntent, settleOrder } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { ActResult, RefusalCode } from "./stub-answers";

/** How long a page waits for what was clicked (design.md 5). */
const PAGE_WAITS_MS = 5_000;

/** Plans what a person clicked and carries it out at once, before any alarm work (design.md 5). */
export async function carryOut<K extends IntentKind>(
  desk: StoreDesk,
  wish: Omit<Wish<K>, "nextAt">,
): Promise<ActResult> {
  const { now } = desk.ports;
  planByHand(desk, () => {
    plan(desk, { ...wish, nextAt: now() });
    announce(desk, wish.businessKey);
  });
  return execute(desk, wish.businessKey);
}

/**
 * Plans what the click itself carries out, in one synchronous block, and wakes the loop beside it: a click whose page was
 * left dies with it at any await.
 */
export function planByHand<T>({ ports: { alarm, now, sql } }: StoreDesk, work: () => T): T {
  return sql.transaction(() => {
    const planned = work();
    alarm.set(now());
    return planned;
  });
}

/** Shows a plan on its order, in the synchronous block that wrote it. */
function announce(desk: StoreDesk, businessKey: string): void {
  const intent = findIntentByKey(desk.ports.sql, businessKey);
  const booked = intent && findBooked(desk.ports.sql, intent.orderId);
  if (!booked) return;
  queueIntent(desk.ports.sql, intent);
  settleOrder(desk, booked);
}

/** The page waits a little; whatever takes longer goes on by itself and shows on the order. */
export async function execute(desk: StoreDesk, businessKey: string): Promise<ActResult> {
  const planned = findIntentByKey(desk.ports.sql, businessKey);
  if (!planned) return { result: "refused", refusal: refuse("not-allowed-now") };
  const late = desk.ports.sleep(PAGE_WAITS_MS).then(() => null);
  const ended = await Promise.race([executeIntent(desk, planned.id), late]);
  return ended ? resultOf(ended) : { result: "under-way" };
}

const REMOTE_NO: Record<AnyIntent["kind"], RefusalCode> = {
  accept: "mirakl-refused",
  refuse: "mirakl-refused",
  label: "announcement-failed",
  "cancel-label": "label-not-cancellable",
  tracking: "mirakl-refused",
  ship: "mirakl-refused",
  shipment: "mirakl-refused",
  refund: "mirakl-refused",
  cancel: "mirakl-refused",
  "cancel-line": "mirakl-refused",
  reference: "mirakl-refused",
  push: "sendcloud-refused",
  patch: "sendcloud-refused",
  unpush: "sendcloud-refused",
};

/** What a click brought about, as its page says it. */
export function resultOf(intent: AnyIntent): ActResult {
  if (isOpen(intent.state)) return { result: "under-way" };
  if (intent.state !== "failed") return { result: "done" };
  const words = intent.evidence.at(-1)?.words ?? "";
  const { reason } = intent;
  if (reason === null || reason.startsWith("remote:"))
    return { result: "refused", refusal: refuse(REMOTE_NO[intent.kind], words) };
  return { result: "refused", refusal: refuse(reason as RefusalCode, words) };
}
