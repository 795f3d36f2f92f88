import type { Reply } from "../lib/http";
import type { ReturnNews } from "../sendcloud/translate-return";
import { keep, recall } from "./keeping";
import { findBooked } from "./order-book";
import { returnsOnTheirWay, type SeenReturn } from "./return-book";
import { applyReturnNews } from "./settle-returns";
import type { StoreDesk } from "./store-desk";

const DAY_MS = 24 * 3_600_000;
/** The account's poll shows returns of 30 days (sendcloud.md 5.3): from a little before that on, they are asked for here. */
const POLLED_FOR_MS = 29 * DAY_MS;
/** A parcel that has not come back after so long is lost: nobody asks any more. */
const LATE_FOR_MS = 120 * DAY_MS;
/** Once a day, some minutes apart from the last time. */
const EVERY_MS = DAY_MS - 3_600_000;
const READ_AT_ONCE = 100;
const READ_AT = "late_returns_at";

/**
 * Asks once a day for the returns that the account's poll no longer shows and whose goods have not arrived: by their id,
 * else by the moment they were made. What Sendcloud does not answer today, it may answer tomorrow.
 */
export async function readLateReturns(desk: StoreDesk): Promise<void> {
  const { sql, now } = desk.ports;
  const at = now();
  if (at - (recall<number>(sql, READ_AT) ?? 0) < EVERY_MS) return;
  keep(sql, READ_AT, at);
  for (const seen of returnsOnTheirWay(sql, { from: at - LATE_FOR_MS, before: at - POLLED_FOR_MS }, READ_AT_ONCE)) {
    const reply = await look(desk, seen);
    if (reply.kind === "wait" || reply.kind === "unknown" || reply.kind === "key-refused") return;
    if (reply.kind !== "ok") continue;
    for (const told of reply.value) applyReturnNews(desk, { ...told, orderId: seen.orderId });
  }
}

async function look(desk: StoreDesk, { returnId, createdAt, orderId }: SeenReturn): Promise<Reply<ReturnNews[]>> {
  if (returnId !== null) {
    const reply = await desk.sendcloud.returnById(returnId);
    return reply.kind === "ok" ? { ...reply, value: [reply.value] } : reply;
  }
  const moment = createdAt ?? 0;
  const reply = await desk.sendcloud.returns(moment, moment);
  if (reply.kind !== "ok") return reply;
  // The same second may hold returns of other orders.
  const number = findBooked(desk.ports.sql, orderId)?.number;
  return { ...reply, value: reply.value.rows.filter((row) => row.orderNumber === number) };
}
