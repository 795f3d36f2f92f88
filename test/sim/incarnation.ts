// Processes that die. An object lives in one incarnation after the other; what it committed stays, what it awaited is
// gone with it: a promise of a dead incarnation never settles.
import type { DatabaseSync } from "node:sqlite";
import type { HttpAnswer, HttpRequest } from "../../src/lib/http";
import type { Ports, Sql, SqlRow, SqlValue } from "../../src/lib/ports";
import { d1Over } from "../d1-twin";
import { forgetWaits } from "./invariants/calls";
import type { Sim } from "./sim";

export type SimContext = { ports: Ports; config: Record<string, unknown> };
type Instance = Record<string, (...given: unknown[]) => Promise<unknown>>;
type Call = { reject(error: Error): void };

export type Incarnation = { object: SimObject; number: number; alive: boolean; instance: Instance; calls: Set<Call> };

/** One Durable Object: its SQLite, its alarm, and who lives in it now. */
export type SimObject = {
  name: string;
  kind: "store" | "account";
  database: DatabaseSync;
  /** Straight at the tables, for invariants. */
  sql: Sql;
  alarmAt: number | null;
  alarmMoved: boolean;
  living: Incarnation | null;
  born: number;
  /** Milliseconds its clock is ahead of the world's. */
  skew: number;
  /** Tables written since the invariants last looked. */
  touched: Set<string>;
  build(context: SimContext, env: object): unknown;
};

/** Thrown in a process that is dead already: nothing it does counts any more. */
export class Dead extends Error {}
/** What a caller sees of an object that died while it worked. */
export class ObjectReset extends Error {}
/** What a caller of D1 sees when the way to it is cut. */
export class D1Gone extends Error {}

const NEVER = new Promise<never>(() => undefined);

function live(sim: Sim, object: SimObject): Incarnation {
  if (object.living) return object.living;
  object.born += 1;
  const life = { object, number: object.born, alive: true, calls: new Set<Call>() } as Incarnation;
  object.living = life;
  life.instance = object.build({ ports: portsOf(sim, life), config: CONFIG }, envOf(sim, life)) as Instance;
  return life;
}

/** The process is gone between two instructions; whoever waits for it learns that it was reset. */
export function crash(sim: Sim, object: SimObject, why: string): void {
  const life = object.living;
  if (!life) return;
  life.alive = false;
  object.living = null;
  sim.note(() => `crash ${object.name} (${why})`);
  sim.counts.crashes += 1;
  sim.coverage.crashed(object);
  sim.net.forget(object);
  forgetWaits(sim);
  for (const { reject } of life.calls) reject(new ObjectReset(`${object.name} was reset`));
}

/** Calls a method of an object; an object that sleeps is woken by it. */
export function call(sim: Sim, object: SimObject, method: string, given: unknown[]): Promise<unknown> {
  const { instance, calls } = live(sim, object);
  return new Promise((resolve, reject) => {
    const entry = { reject };
    calls.add(entry);
    const run = async () => instance[method]?.(...given);
    run().then(
      (value) => {
        calls.delete(entry);
        resolve(value);
      },
      (error) => {
        calls.delete(entry);
        if (!(error instanceof Dead)) reject(error);
      },
    );
  });
}

/** Passes one await of the engine: it may die before what it waits for is done, and after. */
async function pass<T>(sim: Sim, life: Incarnation, point: string, work: () => Promise<T> | T): Promise<T> {
  if (!life.alive) return NEVER;
  const death = sim.crashes.at(life.object, point);
  if (death === "before") {
    crash(sim, life.object, `before ${point}`);
    return NEVER;
  }
  try {
    const underWay = work();
    if (death === "during") {
      crash(sim, life.object, `during ${point}`);
      return NEVER;
    }
    const value = await underWay;
    if (!life.alive) return NEVER;
    if (death === "after") {
      crash(sim, life.object, `after ${point}`);
      return NEVER;
    }
    return value;
  } catch (error) {
    if (!life.alive) return NEVER;
    throw error;
  }
}

function portsOf(sim: Sim, life: Incarnation): Ports {
  const { object } = life;
  let ids = 0;
  return {
    now: () => sim.timeline.now() + object.skew,
    random: () => sim.streams.sched.next(),
    id: () => {
      ids += 1;
      return `${object.name}-${String(life.number).padStart(3, "0")}-${String(ids).padStart(5, "0")}`;
    },
    http: (request: HttpRequest): Promise<HttpAnswer> => {
      const sending = sim.net.read(object, request);
      return pass(sim, life, sending.point, () => sim.net.send(sending));
    },
    sleep: (milliseconds, over) => pass(sim, life, "sleep", () => sleep(sim, milliseconds, over)),
    sql: sqlOf(sim, life),
    d1: d1Over(sim.d1, (work) => pass(sim, life, "d1", () => throughD1(sim, work))),
    seal: {
      seal: async (secret, place) => `sealed|${place}|${secret}`,
      isCurrent: async () => true,
      open: async (sealed, place) => {
        const head = `sealed|${place}|`;
        if (!sealed.startsWith(head)) throw new Error("sealed for another place");
        return sealed.slice(head.length);
      },
    },
    alarm: {
      at: () => object.alarmAt,
      set: (moment) => {
        if (!life.alive) throw new Dead();
        object.alarmAt = moment;
        object.alarmMoved = true;
      },
    },
  };
}

function sleep({ timeline }: Sim, milliseconds: number, over?: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    timeline.add(timeline.now() + milliseconds, "sleep ends", resolve);
    over?.then(
      () => resolve(),
      () => resolve(),
    );
  });
}

async function throughD1<T>(sim: Sim, work: () => T): Promise<T> {
  const trouble = sim.faults.d1();
  if (trouble === "d1-before") throw new D1Gone("D1 did not answer");
  const result = work();
  if (trouble === "d1-after") throw new D1Gone("D1 did not answer");
  return result;
}

const TABLES = new Map<string, string>();

function tableOf(statement: string): string {
  const known = TABLES.get(statement);
  if (known !== undefined) return known;
  const found = /^\s*(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM)\s+(\w+)/i.exec(statement)?.[1] ?? "";
  TABLES.set(statement, found);
  return found;
}

function sqlOf(sim: Sim, life: Incarnation): Sql {
  const { object } = life;
  const { sql, touched } = object;
  const memo = new Map<string, unknown>();
  let depth = 0;
  const mustLive = () => {
    if (!life.alive) throw new Dead();
  };
  return {
    memo,
    all<T extends SqlRow>(statement: string, ...values: SqlValue[]) {
      mustLive();
      return sql.all<T>(statement, ...values);
    },
    run(statement, ...values) {
      mustLive();
      const table = tableOf(statement);
      if (table !== "") touched.add(table);
      return sql.run(statement, ...values);
    },
    transaction(work) {
      mustLive();
      if (depth > 0) return work();
      const torn = life.instance !== undefined && sim.crashes.at(object, "transaction") !== null;
      const { alarmAt } = object;
      depth += 1;
      try {
        return sql.transaction(() => {
          const result = work();
          if (torn) throw new Dead();
          return result;
        });
      } catch (error) {
        memo.clear();
        object.alarmAt = alarmAt;
        if (torn) crash(sim, object, "torn transaction");
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

const CONFIG = {
  sandbox: false,
  sendcloudBaseUrl: "https://panel.sendcloud.test/api/v3",
  sendcloudTokenUrl: "https://account.sendcloud.test/oauth2/token",
  extraMiraklHosts: [],
};

// Every object reaches the others by their names; a call is an await like any other.
function envOf(sim: Sim, life: Incarnation): object {
  const getByName = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, method: string) => {
          if (method === "then") return undefined;
          return (...given: unknown[]) =>
            pass(sim, life, `rpc ${method}`, () => call(sim, sim.objectNamed(name), method, given));
        },
      },
    );
  return { STORE_SYNC: { getByName }, SENDCLOUD_ACCOUNT: { getByName } };
}
