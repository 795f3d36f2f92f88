import type { OrderDetails } from "../db/orders";
import type { Sql } from "../lib/ports";
import type { PushedView } from "../sendcloud/push";
import { findPushed, isThere, type Pushed, savePushed } from "./pushed-book";

/** Keeps what Sendcloud holds otherwise than we sent it: a person changed it there, and it stays (design.md 2). */
export function noteThere(sql: Sql, pushed: Pushed, now: PushedView): void {
  const { there: _, ...known } = pushed;
  const there = Object.fromEntries(
    fieldsOf(pushed.content).flatMap((field) => (same(now[field], pushed.content[field]) ? [] : [[field, now[field]]])),
  );
  sql.transaction(() => savePushed(sql, Object.keys(there).length === 0 ? known : { ...known, there }));
}

/** The values that a person changed there, each beside ours; left out where nothing is known of any. */
export function changedThere(sql: Sql, orderId: string): Pick<OrderDetails, "changedThere"> {
  const pushed = findPushed(sql, orderId);
  if (!pushed?.there || !isThere(pushed)) return {};
  const { content, there } = pushed;
  const fields = fieldsOf(content).filter((field) => there[field] !== undefined && !same(there[field], content[field]));
  return {
    changedThere: fields.map((field) => ({ field, ours: textOf(content[field]), theirs: textOf(there[field]) })),
  };
}

function fieldsOf(content: PushedView) {
  return (Object.keys(content) as (keyof PushedView)[]).filter((field) => field !== "externalOrderId");
}

function textOf(value: PushedView[keyof PushedView] | undefined): string {
  if (Array.isArray(value)) return value.map(({ name, quantity }) => `${quantity} × ${name}`).join(", ");
  return typeof value === "number" ? `${value} g` : (value ?? "");
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
