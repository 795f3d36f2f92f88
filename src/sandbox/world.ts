import type { Sql } from "../lib/ports";

/** What the two simulated worlds stand on: one SQLite, one clock, one source of chance, and a way out for webhooks. */
export type World = {
  sql: Sql;
  /** The sandbox's clock: real time plus the offset. */
  now: () => number;
  random: () => number;
  /** Posts a webhook to the app; gives the status answered, or 0 when nothing answered. */
  deliver: (url: string, headers: Record<string, string>, body: string) => Promise<number>;
};

/** Hosts that exist only inside the sandbox. `.test` is reserved and never resolves. */
export const SANDBOX_SENDCLOUD_HOST = "panel.sendcloud.test";
export const SANDBOX_TOKEN_HOST = "account.sendcloud.test";
export const SANDBOX_MIRAKL_SUFFIX = ".mirakl.test";
