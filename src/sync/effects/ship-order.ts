import { type IntentKind, isOpen } from "../../domain/intent";
import { type Order, openLines } from "../../domain/order";
import { isLive, isScanned } from "../../domain/parcel";
import { isFailedReply, readAgain } from "../book-orders";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import { intentsOf } from "../intents";
import { parcelsOf } from "../order-book";
import type { StoreDesk } from "../store-desk";
import { clearTellingRefused, raiseTellingRefused } from "../telling-refused";
import { isShippedOtherwise } from "../told-by-hand";

const ASK_AGAIN_MS = 10_000;
/** What must be settled before the marketplace hears that all is on its way. */
const COMES_FIRST = new Set<IntentKind>(["accept", "refuse", "label", "cancel-label", "tracking", "cancel", "unpush"]);
const SENT = new Set<Order["state"]>(["shipped", "to-collect", "received", "closed"]);

/** OR24: the order is on its way. Mirakl takes it once, in SHIPPING, after the tracking (mirakl.md 3.5). */
export const ship: Effect<"ship", "done"> = {
  kind: "ship",
  name: "OR24",
  remote: "mirakl",
  async check(desk, { orderId }): Promise<Check> {
    const read = await readAgain(desk, orderId, false);
    if (isFailedReply(read)) return { go: "blind", reply: read };
    if (!read) return { go: "fail", reason: "not-found" };
    const { order } = read;
    if (SENT.has(order.state)) return { go: "skip", reason: "already" };
    if (order.state === "canceled" || order.state === "refused") return { go: "park", reason: "opposite-happened" };
    if (order.state !== "shipping") return { go: "skip", reason: "order-over" };
    return checkParcels(desk, order);
  },
  send: (desk, { orderId }) => desk.mirakl.ship(orderId),
  async readBack(desk, { orderId }): Promise<ReadBack<"done">> {
    const read = await readAgain(desk, orderId, true);
    if (isFailedReply(read)) return { found: "blind", reply: read };
    if (read && SENT.has(read.order.state)) return { found: "done", outcome: "done" };
    if (read?.order.state === "canceled") return { found: "conflict", reason: "opposite-happened" };
    return { found: "absent" };
  },
  land(desk, { orderId }) {
    recordFact(desk, orderId, "shipped", {}, null);
    clearTellingRefused(desk, orderId, "ship");
    return null;
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "ship-failed", { words }, null);
    raiseTellingRefused(desk, orderId, "ship", words);
  },
};

// An order ships as a whole, with the last parcel (mirakl.md 3.6), and never while its label may be going away.
function checkParcels(desk: StoreDesk, order: Order): Check {
  const { sql, now } = desk.ports;
  const live = parcelsOf(sql, order.orderId).filter(isLive);
  const covered = new Set(live.flatMap((parcel) => parcel.lineIds));
  // What a label made in Sendcloud's panel holds is not told: it stands for the whole order.
  const holdsAll = isShippedOtherwise(sql, order.orderId) || live.some((parcel) => parcel.lineIds.length === 0);
  if (!holdsAll && !openLines(order).every((line) => covered.has(line.lineId)))
    return { go: "skip", reason: "label-cancelled" };
  const others = intentsOf(sql, order.orderId).filter(({ kind, state }) => isOpen(state) && COMES_FIRST.has(kind));
  if (others.length > 0 || live.some((parcel) => parcel.stage === "cancelling"))
    return { go: "later", at: now() + ASK_AGAIN_MS };
  if (desk.store.settings.shipWhen === "carrier-scan" && !live.every(isScanned))
    return { go: "skip", reason: "waits-for-scan" };
  return { go: "send" };
}
