import type { MiddlewareHandler } from "hono";
import type { Sql } from "../lib/ports";
import type { Api } from "./api";
import { createLags, endLags, plantedLags, plantLag } from "./lag";
import { createLateRequests, isReplayed, keepForLater } from "./late-requests";
import { createRequestLog, logRequest } from "./request-log";
import { SPOILINGS, spoiltAnswer, type WayFault } from "./spoilt-answers";
import type { World } from "./world";

/** Faults of the way: they spoil any answer. `before` leaves the work undone, `after` does it. */
const WAY_FAULTS = Object.keys(SPOILINGS) as WayFault[];
/**
 * Beside them, `lag`, which reads notice, and faults that one side reads by itself with `takeFault`; `carrier-gone`: the
 * marketplace took a carrier out of its list.
 */
export const FAULT_KINDS = [...WAY_FAULTS, "lag", "oauth-only", "announcement-failed", "carrier-gone"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * `operation` is the vendor's name for it (`OR11`, …) or `*`. `seconds` is what a 429 asks to wait, how much later a
 * `late` request is carried out, how long a `slow` answer takes, and how far and how long a `lag` reaches.
 */
export type Fault = { api: Api; operation: string; kind: FaultKind; times: number; seconds?: number };
export type PlantedFault = Required<Fault>;

const DEFAULT_SECONDS = 30;
const OPENED = new WeakSet<Sql>();

/** Creates what the faults stand on, once for a database. */
export function createFaults(sql: Sql): void {
  if (OPENED.has(sql)) return;
  OPENED.add(sql);
  sql.run(`CREATE TABLE IF NOT EXISTS sandbox_faults
    (id INTEGER PRIMARY KEY, api TEXT, operation TEXT, kind TEXT, times INTEGER, seconds INTEGER)`);
  createLags(sql);
  createLateRequests(sql);
  createRequestLog(sql);
}

export function plantFault(world: World, fault: Fault): void {
  const seconds = fault.seconds ?? DEFAULT_SECONDS;
  if (fault.kind === "lag") {
    plantLag(world, fault.api, seconds);
    return;
  }
  world.sql.run(
    "INSERT INTO sandbox_faults (api, operation, kind, times, seconds) VALUES (?, ?, ?, ?, ?)",
    fault.api,
    fault.operation,
    fault.kind,
    fault.times,
    seconds,
  );
}

/** No more faults from now on; what is late already still comes. */
export function clearFaults(world: World): void {
  world.sql.run("DELETE FROM sandbox_faults");
  endLags(world);
}

export function plantedFaults(world: World): PlantedFault[] {
  const lags = plantedLags(world).map((lag) => ({ ...lag, operation: "*", kind: "lag" as const, times: 1 }));
  return [
    ...world.sql.all<PlantedFault>("SELECT api, operation, kind, times, seconds FROM sandbox_faults ORDER BY id"),
    ...lags,
  ];
}

/** Uses up one planted fault of this kind; true when there was one. */
export function takeFault<Kind extends FaultKind>(world: World, api: Api, operation: string, kind: Kind): boolean {
  return take(world, api, operation, (planted): planted is Kind => planted === kind) !== null;
}

/** Counts every request received, and spoils as many answers as were asked for. */
export function withFaults(world: World, api: Api, operationOf: (request: Request) => string): MiddlewareHandler {
  createFaults(world.sql);
  return async (context, next) => {
    const request = context.req.raw;
    if (isReplayed(request)) return next();
    const operation = operationOf(request);
    const fault = take(
      world,
      api,
      operation,
      (kind): kind is WayFault => isWayFault(kind) && (SPOILINGS[kind].fits?.(request) ?? true),
    );
    if (fault === null) {
      await next();
    } else {
      const { done, ask } = SPOILINGS[fault.kind];
      if (fault.kind === "late") await keepForLater(world, api, request, world.now() + fault.seconds * 1000);
      if (ask) context.req.raw = ask(request);
      if (done) await next();
      const spoiler = { api, seconds: fault.seconds, now: world.now(), random: world.random };
      const spoilt = await spoiltAnswer(fault.kind, spoiler, context.res);
      context.res = undefined;
      context.res = spoilt;
    }
    const lost = context.res.headers.has("x-sandbox-lost");
    logRequest(world, { api, operation, status: lost ? 0 : context.res.status, faulted: fault !== null });
    return undefined;
  };
}

function isWayFault(kind: FaultKind): kind is WayFault {
  return kind in SPOILINGS;
}

type Taken<Kind> = { id: number; kind: Kind; seconds: number };

function take<Kind extends FaultKind>(
  world: World,
  api: Api,
  operation: string,
  fits: (kind: FaultKind) => kind is Kind,
): Taken<Kind> | null {
  const planted = world.sql.all<Taken<FaultKind> & { times: number }>(
    "SELECT id, kind, times, seconds FROM sandbox_faults WHERE api = ? AND operation IN (?, '*') ORDER BY id",
    api,
    operation,
  );
  const fault = planted.find((each): each is Taken<Kind> & { times: number } => fits(each.kind));
  if (!fault) return null;
  if (fault.times > 1) world.sql.run("UPDATE sandbox_faults SET times = times - 1 WHERE id = ?", fault.id);
  else world.sql.run("DELETE FROM sandbox_faults WHERE id = ?", fault.id);
  return fault;
}
