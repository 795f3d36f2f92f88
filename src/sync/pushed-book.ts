import { digestHex } from "../lib/digest";
import { remember, remembered } from "../lib/memo";
import type { Sql } from "../lib/ports";
import type { PushedView } from "../sendcloud/push";

/** An order as we last sent it to Sendcloud's incoming orders. A tombstone (`gone`) is never pushed again by itself. */
export type Pushed = {
  orderId: string;
  generation: number;
  externalId: string;
  sendcloudId: number;
  hash: string;
  content: PushedView;
  state: "there" | "gone";
  at: number;
  /** What a person changed there of it, as we saw it last; left out while nothing is known of it. */
  there?: Partial<PushedView>;
};

type Row = {
  order_id: string;
  generation: number;
  external_id: string;
  sendcloud_id: number;
  hash: string;
  content: string;
  state: Pushed["state"];
  at: number;
  there: string | null;
};

export function findPushed(sql: Sql, orderId: string): Pushed | null {
  return remembered(sql, placeOf(orderId), () => {
    const [row] = sql.all<Row>("SELECT * FROM pushed WHERE order_id = ?", orderId);
    return row ? readRow(row) : null;
  });
}

function readRow(row: Row): Pushed {
  const { order_id: orderId, generation, hash, state, at } = row;
  const content = JSON.parse(row.content) as PushedView;
  const there = row.there === null ? {} : { there: JSON.parse(row.there) as Partial<PushedView> };
  const known = { orderId, generation, externalId: row.external_id, sendcloudId: row.sendcloud_id };
  return { ...known, hash, content, state, at, ...there };
}

export function isThere(pushed: Pushed): boolean {
  return pushed.state === "there";
}

export function savePushed(sql: Sql, pushed: Pushed): void {
  sql.run(
    `INSERT INTO pushed (order_id, generation, external_id, sendcloud_id, hash, content, state, at, there) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (order_id) DO UPDATE SET generation = excluded.generation, external_id = excluded.external_id,
       sendcloud_id = excluded.sendcloud_id, hash = excluded.hash, content = excluded.content, state = excluded.state, at = excluded.at,
       there = excluded.there`,
    pushed.orderId,
    pushed.generation,
    pushed.externalId,
    pushed.sendcloudId,
    pushed.hash,
    JSON.stringify(pushed.content),
    pushed.state,
    pushed.at,
    pushed.there ? JSON.stringify(pushed.there) : null,
  );
  remember(sql, placeOf(pushed.orderId), pushed);
}

/** The orders that show as being at Sendcloud without a parcel: row 17 of design.md 5a. */
export function pushedWithoutParcel(sql: Sql): Pushed[] {
  const rows = sql.all<{ order_id: string }>(
    `SELECT p.order_id FROM pushed p JOIN orders o USING (order_id)
     WHERE p.state = 'there' AND o.open = 1 AND o.state_row = 17 ORDER BY p.order_id`,
  );
  return rows.flatMap((row) => findPushed(sql, row.order_id) ?? []);
}

const placeOf = (orderId: string) => `pushed ${orderId}`;

/** Names one content of an order at Sendcloud. */
export function contentHash(content: PushedView): string {
  return digestHex(JSON.stringify(content)).slice(0, 16);
}
