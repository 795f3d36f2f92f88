import { uuidv7 } from "uuidv7";
import { type Config, readConfig, sealKeys } from "../config";
import { createSeal } from "../lib/crypto";
import { durableSql } from "../lib/durable-sql";
import type { Http } from "../lib/http";
import type { Alarm, Ports, Sql } from "../lib/ports";
import { createTransport, recordExchanges } from "../lib/transport";
import { keep, recall } from "./keeping";

/** What an object's shell hands to the engine, and what it must refresh before each piece of work. */
export type ObjectPorts = {
  ports: Ports;
  config: Config;
  refresh(): Promise<void>;
  /** No alarm wakes the object any more, until one is set. */
  rest(): Promise<void>;
  /** Empties the object: its tables, its alarm, all it remembers. */
  forgetAll(): Promise<void>;
};

type SandboxCalls = { offset(): Promise<number>; record(line: string): Promise<void> };

const WAKE = "wake_at";
const DEAD_AFTER_MS = 2 * 60_000;

/** Builds the real ports of one Durable Object. Its tables must hold `kv(key, value)`. */
export function createObjectPorts(ctx: DurableObjectState, env: Env): ObjectPorts {
  const config = readConfig(env);
  const sql = durableSql(ctx.storage);
  let offset = 0;
  const now = () => Date.now() + offset;
  const ports: Ports = {
    now,
    random: Math.random,
    id: uuidv7,
    http: config.sandbox ? sandboxHttp(env, config) : createTransport(),
    sleep,
    sql,
    d1: env.DB,
    seal: createSeal(...sealKeys(config)),
    alarm: durableAlarm(ctx, sql, () => offset),
  };
  const refresh = async () => {
    if (config.sandbox) offset = await sandboxCalls(env).offset();
  };
  const rest = async () => {
    keep(sql, WAKE, null);
    await ctx.storage.deleteAlarm();
  };
  const forgetAll = async () => {
    await ctx.storage.deleteAlarm();
    await ctx.storage.deleteAll();
    sql.memo.clear();
  };
  return { ports, config, refresh, rest, forgetAll };
}

// The app's clock may run ahead of the platform's: the moment is kept, the platform is told its own time for it.
function durableAlarm(ctx: DurableObjectState, sql: Sql, offset: () => number): Alarm {
  return {
    at: () => recall<number>(sql, WAKE),
    set: (moment) => {
      keep(sql, WAKE, moment);
      void ctx.storage.setAlarm(Math.max(moment - offset(), Date.now()));
    },
  };
}

function sleep(milliseconds: number, over?: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    void over?.then(wake, wake);
  });
}

function sandboxCalls(env: Env): SandboxCalls & { fetch(request: Request): Promise<Response> } {
  return env.SANDBOX_WORLD.getByName("world") as unknown as ReturnType<typeof sandboxCalls>;
}

// Hosts under .test live in the sandbox's object; real servers are called only where the configuration names them.
function sandboxHttp(env: Env, { sendcloudBaseUrl, sendcloudTokenUrl, extraMiraklHosts }: Config): Http {
  const sendcloud = new Set([new URL(sendcloudBaseUrl).host, new URL(sendcloudTokenUrl).host]);
  const send = (request: Request) => {
    const { hostname } = new URL(request.url);
    return hostname.endsWith(".test") ? sandboxCalls(env).fetch(request) : fetch(request);
  };
  const apiOf = (url: string) => (sendcloud.has(new URL(url).host) ? "sendcloud" : "mirakl");
  const recorded = recordExchanges(createTransport(send), apiOf, (line) => sandboxCalls(env).record(line));
  return async (request) => {
    const { host, hostname } = new URL(request.url);
    const named =
      hostname.endsWith(".test") ||
      sendcloud.has(host) ||
      extraMiraklHosts.some((one) => one === host || one === hostname);
    return named ? recorded(request) : { arrived: false, failure: "blocked" };
  };
}

/** An alarm that is missing or long past is dead (it has been seen in production): it is set anew. */
export function reviveAlarm({ alarm, now }: Pick<Ports, "alarm" | "now">): void {
  const at = alarm.at();
  if (at === null || at < now() - DEAD_AFTER_MS) alarm.set(now());
}

/** Logs that a piece of work failed: only the kind, for the words may be a buyer's or a vendor's. */
export function tellKind(event: string, error: unknown): void {
  console.error(JSON.stringify({ level: "error", event, kind: error instanceof Error ? error.name : "unknown" }));
}
