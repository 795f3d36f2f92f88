import type { IntentKind } from "../domain/intent";
import { isScanned, type Parcel } from "../domain/parcel";
import { changeIntent, findIntentByKey, PASSERELLE, type Plan, planIntent } from "./intents";
import { queueIntent } from "./settle-order";
import type { StoreDesk } from "./store-desk";

/** How long a person may take a label back before the marketplace hears "shipped" (design.md 7). */
const UNDO_MS = 60_000;

/**
 * Plans what the marketplace must hear of a parcel: its tracking at once, "shipped" after the undo window, or both
 * when the carrier scans it, as the store's setting says. Planning twice changes nothing.
 */
export function planTelling(desk: StoreDesk, orderId: string, parcel: Parcel): void {
  const onScan = desk.store.settings.shipWhen === "carrier-scan";
  if (onScan && !isScanned(parcel)) return;
  const now = desk.ports.now();
  if (parcel.trackingNumber) {
    const { parcelNo, trackingNumber, carrierCode, trackingUrl } = parcel;
    const payload = { parcelNo, trackingNumber, carrierCode, trackingUrl };
    plan(desk, {
      kind: "tracking",
      businessKey: `tracking:${orderId}:${trackingNumber}`,
      orderId,
      payload,
      nextAt: now,
    });
  }
  const nextAt = onScan ? now : now + UNDO_MS;
  plan(desk, { kind: "ship", businessKey: `ship:${orderId}`, orderId, payload: { parcelNo: parcel.parcelNo }, nextAt });
}

/**
 * Plans an intent, or plans it again when it ended without effect: its business is guarded by the remote's own state,
 * so it may be taken up anew. Never for what buys or refunds.
 */
export function plan<K extends Exclude<IntentKind, "label">>(
  desk: StoreDesk,
  wish: Omit<Plan<K>, "id" | "now" | "actor"> & Partial<Pick<Plan<K>, "actor">>,
): boolean {
  const { sql, now, id, alarm } = desk.ports;
  const full = { actor: PASSERELLE, ...wish, id: id(), now: now() };
  const planned = planIntent(sql, full) || takeUpAgain(desk, wish.businessKey, wish.nextAt);
  const intent = findIntentByKey(sql, wish.businessKey);
  if (planned && intent) queueIntent(sql, intent, now());
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
  if (!known || (known.state !== "skipped" && known.state !== "failed")) return false;
  const change = { state: "planned", sends: 0, wasUnknown: false, reason: null, nextAt } as const;
  return changeIntent(desk.ports.sql, known, change) !== null;
}
