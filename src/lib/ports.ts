import type { Http } from "./http";

/** What a value bound to a SQLite statement may be. */
export type SqlValue = string | number | null | ArrayBuffer;
export type SqlRow = Record<string, SqlValue>;

/** The object's own SQLite: synchronous, and atomic between two awaits. */
export type Sql = {
  /** Runs one statement and gives its rows. */
  all<T extends SqlRow = SqlRow>(statement: string, ...values: SqlValue[]): T[];
  /** Runs one statement and gives how many rows it changed. */
  run(statement: string, ...values: SqlValue[]): number;
  /** All of `work`, or nothing of it. */
  transaction<T>(work: () => T): T;
  /** What this process remembers of its tables (`lib/memo.ts`); emptied when a transaction is taken back. */
  memo: Map<string, unknown>;
};

export type D1 = Pick<D1Database, "prepare" | "batch">;

/** Seals a secret with associated data `workspace|store|field`; opening it elsewhere fails. */
export type Seal = {
  seal(secret: string, place: string): Promise<string>;
  open(sealed: string, place: string): Promise<string>;
  /** True when it is sealed under the key that seals today. */
  isCurrent(sealed: string): Promise<boolean>;
};

/** The engine's whole view of the world. Every await of the engine goes through one of these. */
export type Ports = {
  /** Epoch milliseconds, UTC. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** A UUIDv7. */
  id(): string;
  http: Http;
  /** Ends early once `over` settles: a timer that nobody waits for keeps an object awake. */
  sleep(milliseconds: number, over?: Promise<unknown>): Promise<void>;
  sql: Sql;
  d1: D1;
  seal: Seal;
  alarm: Alarm;
};

/** The object's one alarm, on the app's clock. Setting it joins the synchronous block it is set in. */
export type Alarm = { at(): number | null; set(moment: number): void };
