import type { Sql } from "../lib/ports";
import type { Api } from "./api";
import type { World } from "./world";

/** Requests whose sender gave up waiting, and which the vendor will carry out all the same. */
export function createLateRequests(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sandbox_late
    (id INTEGER PRIMARY KEY, api TEXT NOT NULL, at INTEGER NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL,
     headers TEXT NOT NULL, body TEXT NOT NULL)`);
  sql.run("CREATE INDEX IF NOT EXISTS sandbox_late_due ON sandbox_late (at)");
}

/** Keeps a request to be carried out at a moment. A read changes nothing, and is forgotten. */
export async function keepForLater(world: World, api: Api, request: Request, at: number): Promise<void> {
  if (request.method === "GET") return;
  const body = await request.text();
  world.sql.run(
    "INSERT INTO sandbox_late (api, at, method, url, headers, body) VALUES (?, ?, ?, ?, ?, ?)",
    api,
    at,
    request.method,
    request.url,
    JSON.stringify([...request.headers]),
    body,
  );
}

export function nextLateRequest(world: World): number | null {
  return world.sql.all<{ at: number | null }>("SELECT min(at) AS at FROM sandbox_late")[0]?.at ?? null;
}

type LateRow = { id: number; method: string; url: string; headers: string; body: string };

// A request that was spoilt once is not spoilt again.
const REPLAYED = new WeakSet<Request>();

/** Takes the next request that is due by now, or null. */
export function takeLateRequest(world: World): Request | null {
  const [row] = world.sql.all<LateRow>(
    "SELECT id, method, url, headers, body FROM sandbox_late WHERE at <= ? ORDER BY at, id LIMIT 1",
    world.now(),
  );
  if (!row) return null;
  world.sql.run("DELETE FROM sandbox_late WHERE id = ?", row.id);
  const { method, url, body } = row;
  const request = new Request(url, { method, headers: JSON.parse(row.headers), body });
  REPLAYED.add(request);
  return request;
}

export function isReplayed(request: Request): boolean {
  return REPLAYED.has(request);
}
