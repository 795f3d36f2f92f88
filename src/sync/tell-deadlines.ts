import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";

/** Shows on every order that waits for its answer until when the marketplace waits. */
export function tellDeadlines(desk: StoreDesk): void {
  const rows = desk.ports.sql.all<{ order_id: string }>(
    "SELECT order_id FROM orders WHERE open = 1 AND state_row IN (6, 7)",
  );
  for (const { order_id } of rows) settleById(desk, order_id);
}
