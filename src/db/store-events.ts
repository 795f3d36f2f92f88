import { and, desc, eq } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import type { OrderEvent } from "./order-record";
import { events } from "./schema-orders";

/** The last facts about a store itself, newest first. They belong to no order. */
export async function listStoreEvents(
  d1: D1,
  workspaceId: string,
  storeId: string,
  limit: number,
): Promise<OrderEvent[]> {
  const { seq, at, kind, actor, details } = events;
  const own = and(eq(events.workspaceId, workspaceId), eq(events.storeId, storeId), eq(events.orderId, ""));
  return ask(d1, (db) =>
    db.select({ seq, at, kind, actor, details }).from(events).where(own).orderBy(desc(seq)).limit(limit),
  );
}
