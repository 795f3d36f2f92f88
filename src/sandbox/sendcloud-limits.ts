import type { MiddlewareHandler } from "hono";
import type { ScEnv } from "./sendcloud-auth";
import { refuse, scError } from "./sendcloud-errors";
import type { World } from "./world";

/** Sendcloud's limits for one integration (sendcloud.md 1.4). */
const READS: readonly Limit[] = [{ name: "reads-minute", calls: 1000, windowMs: 60_000 }];
const WRITES: readonly Limit[] = [
  { name: "writes-minute", calls: 100, windowMs: 60_000 },
  { name: "writes-second", calls: 15, windowMs: 1_000 },
];

type Limit = { name: string; calls: number; windowMs: number };
type Window = { name: string; started_at: number; used: number };

/** Counts calls by the sandbox's clock and answers 429 with `Retry-After` above the limit. */
export function limitCalls(world: World): MiddlewareHandler<ScEnv> {
  return async (context, next) => {
    const limits = context.req.method === "GET" ? READS : WRITES;
    const windows = openWindows(world, context.var.integration.id, limits);
    const waitMs = Math.max(...limits.map((limit, place) => waitOf(world, limit, windows[place])));
    if (waitMs > 0) {
      context.header("Retry-After", String(Math.ceil(waitMs / 1000)));
      return refuse(context, scError(429, "throttled", "Request was throttled."));
    }
    for (const [place, limit] of limits.entries()) {
      count(world, context.var.integration.id, limit, windows[place]);
    }
    await next();
    return undefined;
  };
}

// A window opens with the first call and is forgotten when it is over.
function openWindows(world: World, integrationId: number, limits: readonly Limit[]): (Window | undefined)[] {
  const rows = world.sql.all<Window>(
    "SELECT name, started_at, used FROM sc_limits WHERE integration_id = ?",
    integrationId,
  );
  return limits.map(({ name, windowMs }) =>
    rows.find((row) => row.name === name && row.started_at > world.now() - windowMs),
  );
}

function waitOf(world: World, limit: Limit, window: Window | undefined): number {
  return window && window.used >= limit.calls ? window.started_at + limit.windowMs - world.now() : 0;
}

function count(world: World, integrationId: number, limit: Limit, window: Window | undefined): void {
  world.sql.run(
    "INSERT OR REPLACE INTO sc_limits VALUES (?, ?, ?, ?)",
    integrationId,
    limit.name,
    window?.started_at ?? world.now(),
    (window?.used ?? 0) + 1,
  );
}
