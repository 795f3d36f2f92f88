import { addMoney, type Money } from "../domain/money";
import { localDay } from "../lib/time";
import { keep, recall } from "./keeping";
import type { StoreDesk } from "./store-desk";

const SPENT = "refunded_on_day";
type Spent = { day: string; minor: number };

/** The cap that stands in the way of a refund. */
export type Cap = "largest" | "daily";

/**
 * The cap that so much money would go over; null when it may go. Money in another currency than the shop's cannot be
 * held against a cap, and is over it.
 */
export function overCap(desk: StoreDesk, { minor, currency }: Money): Cap | null {
  const { largestMinor, dailyMinor } = desk.store.settings.refunds;
  if (currency !== desk.store.currency || minor > largestMinor) return "largest";
  return spentToday(desk) + minor > dailyMinor ? "daily" : null;
}

/** Counts a planned refund into its day, by the workspace's clock; in the synchronous block that plans it. */
export function countRefund(desk: StoreDesk, { minor, currency }: Money): void {
  if (currency === desk.store.currency) note(desk, spentToday(desk) + minor);
}

/** A refund that was taken back on the day of its planning leaves the day's sum. */
export function uncountRefund(desk: StoreDesk, { minor, currency }: Money, plannedAt: number): void {
  const isToday = localDay(desk.timeZone, plannedAt) === today(desk);
  if (currency === desk.store.currency && isToday) note(desk, Math.max(0, spentToday(desk) - minor));
}

/** What may still go back today without asking. */
export function leftToday(desk: StoreDesk): Money {
  const { dailyMinor } = desk.store.settings.refunds;
  return { minor: Math.max(0, dailyMinor - spentToday(desk)), currency: desk.store.currency };
}

function spentToday(desk: StoreDesk): number {
  const spent = recall<Spent>(desk.ports.sql, SPENT);
  return spent?.day === today(desk) ? spent.minor : 0;
}

function note(desk: StoreDesk, minor: number): void {
  keep(desk.ports.sql, SPENT, { day: today(desk), minor } satisfies Spent);
}

function today({ timeZone, ports }: StoreDesk): string {
  return localDay(timeZone, ports.now());
}

/** All the money of several refunds together; null when they are of different currencies, or none. */
export function sumOf(amounts: readonly Money[]): Money | null {
  const [first] = amounts;
  if (!first || amounts.some(({ currency }) => currency !== first.currency)) return null;
  return addMoney(amounts, first.currency);
}
