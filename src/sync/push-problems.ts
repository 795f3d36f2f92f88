import type { Problem } from "../domain/problem";
import { refusedParts } from "../domain/push-refusal";
import { mayPrice } from "../sendcloud/push";
import { pushOf } from "./build-push";
import { intentsOf } from "./intents";
import type { BookedOrder } from "./order-book";
import type { StoreDesk } from "./store-desk";

const OF_SENDCLOUD = "remote:";

/** Why an order whose label is to be made at Sendcloud cannot go there: its currency, or what Sendcloud refused of it. */
export function pushProblems(desk: StoreDesk, booked: BookedOrder): Problem[] {
  const { labels, currencyRates } = desk.store.settings;
  if (booked.place === "here" || (booked.place === null && labels === "here")) return [];
  if (!mayPrice(booked.order.total.currency, currencyRates)) return [{ code: "currency-not-accepted", field: null }];
  const words = refusalOf(desk, booked);
  return words === null ? [] : refusedParts(words).map((refused) => ({ code: "push-refused", ...refused }));
}

/** Sendcloud's words about the order as it is now; what has changed since may go again. */
function refusalOf(desk: StoreDesk, booked: BookedOrder): string | null {
  const pushes = intentsOf(desk.ports.sql, booked.order.orderId).filter(({ kind }) => kind === "push");
  if (!pushes.some(({ state }) => state === "failed")) return null;
  const hash = pushOf(desk, booked)?.hash;
  const current = pushes.find((intent) => intent.kind === "push" && intent.payload.hash === hash);
  if (current?.state !== "failed" || !current.reason?.startsWith(OF_SENDCLOUD)) return null;
  return current.reason.slice(OF_SENDCLOUD.length);
}
