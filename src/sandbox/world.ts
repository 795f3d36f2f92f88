import type { Sql } from "../lib/ports";

/** What becomes of Sendcloud's webhooks on their way: all arrive, half are lost, each comes twice, in any order, none. */
export type WebhookWay = "all" | "some" | "duplicated" | "reordered" | "none";

/** What the two simulated worlds stand on: one SQLite, one clock, one source of chance, and a way out for webhooks. */
export type World = {
  sql: Sql;
  /** The sandbox's clock: real time plus the offset. */
  now: () => number;
  random: () => number;
  /** Keeps no log of requests: a simulator counts for itself. */
  quiet?: true;
  /** Posts a webhook to the app; gives the status answered, or 0 when nothing answered. */
  deliver: (url: string, headers: Record<string, string>, body: string) => Promise<number>;
  /** The way of the webhooks until another is planted; `all` when absent. */
  webhooks?: WebhookWay;
  /** One specimen label a format instead of one drawn for each parcel: a simulator asks for thousands. */
  cheapLabels?: true;
};

/** Hosts that exist only inside the sandbox. `.test` is reserved and never resolves. */
export const SANDBOX_SENDCLOUD_HOST = "panel.sendcloud.test";
export const SANDBOX_TOKEN_HOST = "account.sendcloud.test";
export const SANDBOX_MIRAKL_SUFFIX = ".mirakl.test";
