import { type HeldBack, heldBackBy, nextAcceptance, type Offer } from "../domain/acceptance";
import type { Order } from "../domain/order";
import { clearAttention, raiseAttention } from "./attention";
import type { Check } from "./effect";
import { recordFact } from "./facts";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const ACCEPTED = "accepted_by_itself";
const HOUR_MS = 3_600_000;

type Accepted = { orderId: string; at: number };

/** What the guards say of an order that would be accepted by itself; null when nothing speaks against it. */
export async function guardAcceptance(desk: StoreDesk, order: Order): Promise<Check | null> {
  const { how, priceDropPercent } = desk.store.settings.acceptance;
  if (how !== "guarded") return null;
  const offers = new Map<string, Offer>();
  for (const sku of new Set(order.lines.map(({ offerSku }) => offerSku))) {
    const reply = await desk.mirakl.offers(sku);
    if (reply.kind === "wait" || reply.kind === "unknown" || reply.kind === "not-sent") return { go: "blind", reply };
    // A key may lack the role for offers and be fine for all the rest.
    const [offer, ...others] = reply.kind === "ok" ? reply.value : [];
    if (offer && others.length === 0) offers.set(sku, offer);
  }
  const held = heldBackBy(order, offers, priceDropPercent);
  if (!held) {
    forgetHeldBack(desk, order.orderId);
    return null;
  }
  holdBack(desk, order, held);
  return { go: "skip", reason: held.why };
}

/** When the store may accept the next order by itself; now where it knows no limit or has not reached it. */
export function nextAcceptanceAt({ ports: { sql, now }, store }: StoreDesk, orderId: string): number {
  const { how, mostAnHour } = store.settings.acceptance;
  const accepted = recall<Accepted[]>(sql, ACCEPTED) ?? [];
  // What took its turn keeps it, however often it is sent.
  if (how !== "guarded" || accepted.some((one) => one.orderId === orderId)) return now();
  const moments = accepted.map(({ at }) => at);
  return nextAcceptance(moments, mostAnHour, now());
}

/** Counts an order among those of this hour, where their number is limited. */
export function takeTurn({ ports: { sql, now }, store }: StoreDesk, orderId: string): void {
  if (store.settings.acceptance.how !== "guarded") return;
  const at = now();
  const recent = (recall<Accepted[]>(sql, ACCEPTED) ?? []).filter((one) => one.at > at - HOUR_MS);
  if (recent.some((one) => one.orderId === orderId)) return;
  keep(sql, ACCEPTED, [...recent, { orderId, at }]);
}

/** Why the order was not accepted by itself; null when it was not held back. */
export function heldBack({ ports: { sql } }: Pick<StoreDesk, "ports">, orderId: string): HeldBack | null {
  return recall<HeldBack | null>(sql, placeOf(orderId));
}

export function forgetHeldBack(desk: StoreDesk, orderId: string): void {
  if (heldBack(desk, orderId) === null) return;
  keep(desk.ports.sql, placeOf(orderId), null);
  clearAttention(desk, itemOf(orderId));
}

// What cannot be checked waits as if all were accepted by hand: only a guard that says no calls a person.
function holdBack(desk: StoreDesk, { orderId }: Order, held: HeldBack): void {
  const { sql } = desk.ports;
  sql.transaction(() => {
    if (JSON.stringify(heldBack(desk, orderId)) === JSON.stringify(held)) return;
    keep(sql, placeOf(orderId), held);
    recordFact(desk, orderId, "held-back", held, null);
    if (held.why !== "cannot-check")
      raiseAttention(desk, { key: itemOf(orderId), kind: "acceptance-guard", orderId, details: held });
  });
}

const placeOf = (orderId: string) => `held_back ${orderId}`;
const itemOf = (orderId: string) => `acceptance-guard:${orderId}`;
