import type { Sql } from "../lib/ports";
import type { Api } from "./api";
import type { World } from "./world";

/** How often an operation was asked, what was answered (0: the answer was lost), and how many answers were spoilt. */
export type RequestCount = {
  api: Api;
  operation: string;
  received: number;
  faulted: number;
  statuses: Record<string, number>;
};

export function createRequestLog(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS requests
    (seq INTEGER PRIMARY KEY, api TEXT, operation TEXT, status INTEGER, faulted INTEGER, at INTEGER)`);
}

export function logRequest(
  world: World,
  { api, operation, status, faulted }: { api: Api; operation: string; status: number; faulted: boolean },
): void {
  if (world.quiet) return;
  world.sql.run(
    "INSERT INTO requests (api, operation, status, faulted, at) VALUES (?, ?, ?, ?, ?)",
    api,
    operation,
    status,
    faulted ? 1 : 0,
    world.now(),
  );
}

/** Every request received since the sandbox began, gathered by operation. */
export function requestCounts(world: World): RequestCount[] {
  const counts = new Map<string, RequestCount>();
  const rows = world.sql.all<{ api: Api; operation: string; status: number; faulted: number; requests: number }>(
    `SELECT api, operation, status, sum(faulted) AS faulted, count(*) AS requests
     FROM requests GROUP BY api, operation, status ORDER BY api, operation, status`,
  );
  for (const { api, operation, status, faulted, requests } of rows) {
    const name = `${api} ${operation}`;
    const count = counts.get(name) ?? { api, operation, received: 0, faulted: 0, statuses: {} };
    count.received += requests;
    count.faulted += faulted;
    count.statuses[String(status)] = requests;
    counts.set(name, count);
  }
  return [...counts.values()];
}
