import { backoff } from "../domain/retry";
import { nextCursor, pollWindow, type Walk } from "../domain/sync-plan";
import type { FailedReply } from "../lib/http";
import type { Sql } from "../lib/ports";
import { bookOrders } from "./book-orders";
import { keep, recall } from "./keeping";
import { miraklRefusal, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import { clearTrouble, noteKeyRefused, noteTrouble } from "./store-trouble";

const WAITS_KEPT_MS = 48 * 3_600_000;
const DAY_MS = 86_400_000;
const PAGE = 100;
/** The four states of an order that still wants something of the merchant. */
export const OPEN_STATES = ["WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING"];

/**
 * One poll: every order updated since the cursor, all pages first, then the rows, and the cursor with them (design.md 5).
 */
export async function pollOrders(desk: StoreDesk, late = false): Promise<void> {
  const { sql, now } = desk.ports;
  noteWalk(desk, late ? "start" : "changes");
  const cursor = recall<number>(sql, "cursor") ?? now();
  const reply = await desk.mirakl.allOrders({ startUpdateDate: pollWindow(cursor) });
  if (reply.kind !== "ok") return noteFailure(desk, reply);
  const updates = reply.value.orders.map(({ order }) => order.updatedAt);
  await bookOrders(desk, reply.value, false, () => {
    const next = nextCursor(cursor, updates);
    if (next !== cursor) keep(sql, "cursor", next);
  });
  noteSuccess(desk);
}

/** Where the first import stands: first everything open, whatever its age, then what changed in the last days. */
export type ImportWalk = {
  walk: "open" | "history";
  offset: number;
  done: number;
  total: number | null;
  startedAt: number;
};

export function beginImport(desk: Pick<StoreDesk, "ports">): void {
  const { sql, now } = desk.ports;
  if (recall(sql, "cursor") !== null || importWalk(desk)) return;
  keep(sql, "import", { walk: "open", offset: 0, done: 0, total: null, startedAt: now() } satisfies ImportWalk);
}

export function importWalk(desk: Pick<StoreDesk, "ports">): ImportWalk | null {
  return recall<ImportWalk | null>(desk.ports.sql, "import");
}

/**
 * Imports one page and moves on. What changes between two pages is found by the first poll: its window opens before the
 * import began.
 */
export async function importPage(desk: StoreDesk, walk: ImportWalk): Promise<void> {
  const { sql } = desk.ports;
  const { importDays } = desk.store;
  const filter =
    walk.walk === "open" ? { states: OPEN_STATES } : { startUpdateDate: walk.startedAt - importDays * DAY_MS };
  const reply = await desk.mirakl.ordersPage({ ...filter, offset: walk.offset, max: PAGE });
  if (reply.kind !== "ok") return noteFailure(desk, reply);
  const { orders, setAside, totalCount } = reply.value;
  const read = orders.length + setAside.length;
  const offset = walk.offset + read;
  await bookOrders(desk, { orders, setAside }, true, () => {
    if (read > 0 && offset < totalCount)
      keep(sql, "import", { ...walk, offset, done: walk.done + read, total: totalCount });
    else endWalk(desk, { ...walk, done: walk.done + read });
  });
  noteSuccess(desk);
}

function endWalk(desk: StoreDesk, walk: ImportWalk): void {
  const { sql } = desk.ports;
  if (walk.walk === "open") {
    keep(sql, "import", {
      walk: "history",
      offset: 0,
      done: 0,
      total: null,
      startedAt: walk.startedAt,
    } satisfies ImportWalk);
    return;
  }
  keep(sql, "import", null);
  keep(sql, "cursor", walk.startedAt);
  noteWalk(desk, "start");
}

/** Notes that a walk over OR11 begins: no other comes within a minute. */
export function noteWalk({ ports: { sql, now } }: StoreDesk, walk: Walk): void {
  keep(sql, "polled_at", now());
  if (lastWalk(sql) !== walk) keep(sql, "polled_as", walk);
}

export function lastWalk(sql: Sql): Walk {
  return recall<Walk>(sql, "polled_as") ?? "changes";
}

export function noteSuccess(desk: StoreDesk): void {
  const { sql, now } = desk.ports;
  keep(sql, "imported_at", now());
  if ((recall<number>(sql, "failures") ?? 0) > 0) keep(sql, "failures", 0);
  if (recall(sql, "backed_off_until") !== null) keep(sql, "backed_off_until", null);
  clearTrouble(desk);
}

export function noteFailure(desk: StoreDesk, reply: FailedReply): void {
  const { sql, now, random } = desk.ports;
  if (reply.kind === "key-refused") {
    noteKeyRefused(desk, "mirakl", reply);
  } else {
    noteTrouble(desk, miraklRefusal(toFailure(reply)));
  }
  const failures = (recall<number>(sql, "failures") ?? 0) + 1;
  keep(sql, "failures", failures);
  keep(sql, "backed_off_until", reply.kind === "wait" ? reply.until : now() + backoff(failures, random()));
  if (reply.kind === "wait") keep(sql, "waits", [...recentWaits(desk), now()]);
}

/** The moments of the marketplace's 429 answers of the last two days. */
export function recentWaits(desk: Pick<StoreDesk, "ports">): number[] {
  const { sql, now } = desk.ports;
  return (recall<number[]>(sql, "waits") ?? []).filter((at) => at > now() - WAITS_KEPT_MS);
}
