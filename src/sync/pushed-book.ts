import { digestHex } from "../lib/digest";
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
};

export function findPushed(sql: Sql, orderId: string): Pushed | null {
  const [row] = sql.all<Row>("SELECT * FROM pushed WHERE order_id = ?", orderId);
  if (!row) return null;
  const { generation, hash, state, at } = row;
  const content = JSON.parse(row.content) as PushedView;
  return { orderId, generation, externalId: row.external_id, sendcloudId: row.sendcloud_id, hash, content, state, at };
}

export function isThere(pushed: Pushed): boolean {
  return pushed.state === "there";
}

export function savePushed(sql: Sql, pushed: Pushed): void {
  sql.run(
    `INSERT INTO pushed (order_id, generation, external_id, sendcloud_id, hash, content, state, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (order_id) DO UPDATE SET generation = excluded.generation, external_id = excluded.external_id,
       sendcloud_id = excluded.sendcloud_id, hash = excluded.hash, content = excluded.content, state = excluded.state, at = excluded.at`,
    pushed.orderId,
    pushed.generation,
    pushed.externalId,
    pushed.sendcloudId,
    pushed.hash,
    JSON.stringify(pushed.content),
    pushed.state,
    pushed.at,
  );
}

/** Names one content of an order at Sendcloud. */
export function contentHash(content: PushedView): string {
  return digestHex(JSON.stringify(content)).slice(0, 16);
}
