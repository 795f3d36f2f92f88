import type { MiddlewareHandler } from "hono";
import type { Sql } from "../lib/ports";
import { createRequestLog, logRequest } from "./request-log";
import { spoiltAnswer } from "./spoilt-answers";
import type { World } from "./world";

export type Api = "mirakl" | "sendcloud";

/** Faults of the way: they spoil any answer. `before` leaves the work undone, `after` does it. */
export const WAY_FAULTS = [
  "drop-before",
  "drop-after",
  "timeout-before",
  "timeout-after",
  "500-before",
  "500-after",
  "429-seconds",
  "429-date",
  "429-bare",
  "html-200",
  "empty-200",
  "truncated",
  "unauthorized",
  "forbidden",
] as const;
export type WayFault = (typeof WAY_FAULTS)[number];
/** Faults that Sendcloud's side reads by itself with `takeFault`. */
export const FAULT_KINDS = [...WAY_FAULTS, "oauth-only", "announcement-failed"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** `operation` is the vendor's name for it (`OR11`, …) or `*`. `seconds` is what a 429 asks to wait. */
export type Fault = { api: Api; operation: string; kind: FaultKind; times: number; seconds?: number };
export type PlantedFault = Required<Fault>;

const DEFAULT_WAIT_SECONDS = 30;
// With these the work is done and only the answer is spoilt.
const WORK_IS_DONE: ReadonlySet<FaultKind> = new Set([
  "drop-after",
  "timeout-after",
  "500-after",
  "empty-200",
  "truncated",
]);

export function createFaults(sql: Sql): void {
  sql.run(`CREATE TABLE IF NOT EXISTS sandbox_faults
    (id INTEGER PRIMARY KEY, api TEXT, operation TEXT, kind TEXT, times INTEGER, seconds INTEGER)`);
  createRequestLog(sql);
}

export function plantFault(world: World, fault: Fault): void {
  world.sql.run(
    "INSERT INTO sandbox_faults (api, operation, kind, times, seconds) VALUES (?, ?, ?, ?, ?)",
    fault.api,
    fault.operation,
    fault.kind,
    fault.times,
    fault.seconds ?? DEFAULT_WAIT_SECONDS,
  );
}

export function clearFaults(world: World): void {
  world.sql.run("DELETE FROM sandbox_faults");
}

export function plantedFaults(world: World): PlantedFault[] {
  return world.sql.all<PlantedFault>("SELECT api, operation, kind, times, seconds FROM sandbox_faults ORDER BY id");
}

/** Uses up one planted fault of this kind; true when there was one. */
export function takeFault(world: World, api: Api, operation: string, kind: FaultKind): boolean {
  return take(world, api, operation, [kind]) !== null;
}

/** Counts every request received, and spoils as many answers as were asked for. */
export function withFaults(world: World, api: Api, operationOf: (request: Request) => string): MiddlewareHandler {
  createFaults(world.sql);
  return async (context, next) => {
    const operation = operationOf(context.req.raw);
    const fault = take(world, api, operation, WAY_FAULTS);
    if (fault === null || WORK_IS_DONE.has(fault.kind)) await next();
    if (fault !== null) {
      const spoilt = await spoiltAnswer({ ...fault, api, now: world.now() }, context.res);
      context.res = undefined;
      context.res = spoilt;
    }
    const lost = context.res.headers.has("x-sandbox-lost");
    const faulted = context.res.headers.has("x-sandbox-fault");
    logRequest(world, { api, operation, status: lost ? 0 : context.res.status, faulted });
  };
}

function take<Kind extends FaultKind>(world: World, api: Api, operation: string, kinds: readonly Kind[]) {
  return world.sql.transaction(() => {
    const [fault] = world.sql.all<{ id: number; kind: Kind; seconds: number }>(
      `SELECT id, kind, seconds FROM sandbox_faults
       WHERE api = ? AND operation IN (?, '*') AND kind IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT 1`,
      api,
      operation,
      JSON.stringify(kinds),
    );
    if (!fault) return null;
    world.sql.run("UPDATE sandbox_faults SET times = times - 1 WHERE id = ?", fault.id);
    world.sql.run("DELETE FROM sandbox_faults WHERE id = ? AND times <= 0", fault.id);
    return { kind: fault.kind, seconds: fault.seconds };
  });
}
