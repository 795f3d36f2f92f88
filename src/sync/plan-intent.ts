import type { IntentKind } from "../domain/intent";
import { INTENT_POLICIES } from "../domain/intent-policy";
import { type AnyIntent, changeIntent, findIntentByKey, PASSERELLE, type Plan, planIntent } from "./intents";
import { tellState } from "./move-intent";
import { queueIntent } from "./settle-order";
import type { StoreDesk } from "./store-desk";

export type Wish<K extends IntentKind> = Omit<Plan<K>, "id" | "now" | "actor"> & Partial<Pick<Plan<K>, "actor">>;

/**
 * Plans an intent, or plans it again when it ended without effect and the remote's own state or key makes a repeat
 * harmless; what buys or pays is planned once for ever under its key. False when nothing was to plan.
 */
export function plan<K extends IntentKind>(desk: StoreDesk, wish: Wish<K>): boolean {
  const { sql, now, id, alarm } = desk.ports;
  const full = { actor: PASSERELLE, ...wish, id: id(), now: now() };
  const planned = planIntent(sql, full) || takeUpAgain(desk, wish.businessKey, wish.nextAt);
  const intent = findIntentByKey(sql, wish.businessKey);
  if (planned && intent) {
    tellState(desk, intent, { what: "planned", actor: full.actor });
    queueIntent(sql, intent);
  }
  const next = alarm.at();
  if (planned && (next === null || next > wish.nextAt)) alarm.set(wish.nextAt);
  return planned;
}

function takeUpAgain(desk: StoreDesk, businessKey: string, nextAt: number): boolean {
  const known = findIntentByKey(desk.ports.sql, businessKey);
  // A new label opens the undo window anew for what the old one had planned.
  if (known?.state === "planned" && (known.nextAt ?? 0) < nextAt) {
    return changeIntent(desk.ports.sql, known, { nextAt }) !== null;
  }
  if (!known || (known.state !== "skipped" && known.state !== "failed") || paysOnce(known)) return false;
  const change = { state: "planned", sends: 0, wasUnknown: false, reason: null, nextAt } as const;
  return changeIntent(desk.ports.sql, known, change) !== null;
}

function paysOnce({ kind }: AnyIntent): boolean {
  return kind === "label" || INTENT_POLICIES[kind].cleanReads > 1;
}
