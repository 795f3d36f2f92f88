import { recordFact } from "./facts";
import { findBooked, saveBooked } from "./order-book";
import { findPushed, isThere, savePushed } from "./pushed-book";
import type { StoreDesk } from "./store-desk";

/**
 * Books that Sendcloud holds a pushed order no more, whoever deleted it: it is never pushed again by itself, and its label
 * can be made here (design.md 2).
 */
export function leaveTombstone(desk: StoreDesk, orderId: string): void {
  const { sql, now } = desk.ports;
  const pushed = findPushed(sql, orderId);
  const booked = findBooked(sql, orderId);
  if (pushed && !isThere(pushed)) return;
  sql.transaction(() => {
    if (pushed) savePushed(sql, { ...pushed, state: "gone", at: now() });
    if (booked) saveBooked(sql, { ...booked, place: "here" }, true);
    recordFact(desk, orderId, "push-deleted", { number: booked?.number ?? "" }, null);
  });
}
