// One seed: the production engine against both vendors' rules, on a virtual clock, with everything going wrong that the
// plan says. One event at a time; between two events nothing is left to run.

import type { HttpAnswer } from "../../src/lib/http";
import type { D1 } from "../../src/lib/ports";
import { d1Over } from "../d1-twin";
import { connectStores } from "./actors/connect";
import { openParked } from "./actors/open-parked";
import { startActors } from "./actors/start";
import { keepAlarms, type LazyAlarms } from "./alarms";
import type { Sending } from "./calls";
import { type Coverage, watchEdges } from "./coverage";
import { type CrashDriver, createCrashes } from "./crashes";
import { createFaults, type FaultDriver } from "./faults";
import { call, D1Gone, Dead, ObjectReset, type SimObject } from "./incarnation";
import { type Checks, createChecks } from "./invariants/table";
import { hearFailures } from "./light/object-ports";
import { forgetUuids } from "./light/web";
import { createNet, type Deed, type Net } from "./net";
import type { SeedPlan } from "./plan";
import { type Stream, streamOf } from "./random";
import type { Stage } from "./stage";
import { createTimeline, type Timeline } from "./timeline";

export type Violation = { invariant: string; words: string; at: number };
export type Counts = { orders: number; calls: number; faults: number; crashes: number; money: number };

export type Sim = {
  plan: SeedPlan;
  stage: Stage;
  timeline: Timeline;
  streams: Record<"net" | "fault" | "user" | "remote" | "sched", Stream>;
  both: Stage["both"];
  world: Stage["world"];
  d1: Stage["d1"];
  /** D1 as pages and people reach it: never cut. */
  openD1: D1;
  stores: SimObject[];
  account: SimObject;
  net: Net;
  faults: FaultDriver;
  crashes: CrashDriver;
  checks: Checks;
  coverage: Coverage;
  alarms: LazyAlarms;
  counts: Counts;
  trace: string[] | null;
  violation: Violation | null;
  /** Faults off: what is left must come to its end. */
  calm: boolean;
  /** Nothing is left to do: alarms, watchdog and people look only now and then. */
  rare: boolean;
  /** How much happened at the present moment: an engine that wakes itself for ever stops the clock. */
  moment: { at: number; events: number };
  note(line: () => string): void;
  fail(invariant: string, words: string): void;
  objectNamed(name: string): SimObject;
  departs(sending: Sending): void;
  returns(sending: Sending, answer: HttpAnswer): void;
  did(deed: Deed): void;
  /** Calls an object as a page, the platform or another vendor would; its failure is not the caller's. */
  knock(object: SimObject, method: string, ...given: unknown[]): void;
};

const MONEY = new Set(["label", "refund", "cancel-line", "shipment"]);
const MOST_AT_ONE_MOMENT = 500;
const SETTLE_MS = 3 * 3_600_000;
const LAST_TURNS = 15;

/** Runs one seed to its end, or to the first invariant that does not hold. */
export async function runSeed(stage: Stage, plan: SeedPlan, tracing = false): Promise<Sim> {
  const sim = createSim(stage, plan, tracing);
  await connectStores(sim);
  startActors(sim);
  await runUntil(sim, plan.start + plan.activeMs);
  becalm(sim);
  await runUntilSettled(sim);
  await runUntil(sim, sim.timeline.now() + plan.lastMs);
  await lookOnceMore(sim);
  if (!sim.violation) await openParked(sim);
  if (!sim.violation) sim.checks.atEnd();
  sim.counts.faults = sim.faults.struck;
  return sim;
}

function createSim(stage: Stage, plan: SeedPlan, tracing: boolean): Sim {
  stage.empty();
  forgetUuids();
  const streams = {
    net: streamOf(plan.seed, "net"),
    fault: streamOf(plan.seed, "fault"),
    user: streamOf(plan.seed, "user"),
    remote: streamOf(plan.seed, "remote"),
    sched: streamOf(plan.seed, "sched"),
  };
  const timeline = createTimeline(plan.start, streams.sched.next);
  const [account, ...stores] = stage.objects;
  if (!account) throw new Error("a stage has its objects");
  const sim = {
    plan,
    stage,
    timeline,
    streams,
    both: stage.both,
    world: stage.world,
    d1: stage.d1,
    openD1: d1Over(stage.d1),
    stores: plan.stores === 2 ? stores : stores.slice(plan.shop, plan.shop + 1),
    account,
    faults: createFaults(plan.faults, streams.fault),
    crashes: createCrashes(plan.crashes, streams.fault),
    counts: { orders: 0, calls: 0, faults: 0, crashes: 0, money: 0 },
    trace: tracing ? [] : null,
    violation: null,
    calm: false,
    rare: false,
    moment: { at: 0, events: 0 },
    note(line) {
      sim.trace?.push(`${clock(timeline.now())} ${line()}`);
    },
    fail(invariant, words) {
      if (sim.violation) return;
      sim.violation = { invariant, words, at: timeline.now() };
      sim.note(() => `${invariant} does not hold: ${words}`);
    },
    objectNamed(name) {
      const found = stage.objects.find((object) => object.name === name);
      if (!found) throw new Error(`no object ${name}`);
      return found;
    },
    departs(sending) {
      sim.counts.calls += 1;
      if (MONEY.has(sending.effect ?? "")) sim.counts.money += 1;
      sim.coverage.departs(sending);
      sim.checks.departs(sending);
    },
    returns(sending, answer) {
      sending.open = false;
      sim.coverage.returns(sending);
      sim.checks.returns(sending, answer);
    },
    did: (deed) => sim.checks.did(deed),
    knock(object, method, ...given) {
      call(sim, object, method, given).catch((error: unknown) => explain(sim, `${object.name}.${method}`, error));
    },
  } as Sim;
  sim.net = createNet(sim);
  sim.checks = createChecks(sim);
  sim.coverage = watchEdges(sim);
  sim.alarms = keepAlarms(sim);
  for (const [index, object] of [...sim.stores, account].entries()) object.skew = plan.skews[index] ?? 0;
  const world = stage.world;
  world.now = timeline.now;
  world.random = streams.remote.next;
  world.touched = true;
  hearFailures((event, error) => explain(sim, event, error));
  return sim;
}

// What a dead process, a dead D1 or a reset object throws is part of the game; anything else is a bug.
function explain(sim: Sim, where: string, error: unknown): void {
  if (error instanceof Dead || error instanceof ObjectReset || error instanceof D1Gone) {
    sim.note(() => `${where}: ${error.message}`);
    return;
  }
  sim.fail("I0", `${where} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

async function runUntil(sim: Sim, until: number): Promise<void> {
  for (let next = sim.timeline.next(); next !== null && next <= until; next = sim.timeline.next()) {
    await step(sim);
    if (sim.violation) return;
  }
  sim.timeline.pass(until);
}

async function step(sim: Sim): Promise<void> {
  const event = sim.timeline.take();
  if (!event) return;
  sim.note(() => `. ${event.name}`);
  if (event.at === sim.moment.at) sim.moment.events += 1;
  else sim.moment = { at: event.at, events: 0 };
  if (sim.moment.events > MOST_AT_ONE_MOMENT)
    return sim.fail("I12", `nothing but "${event.name}" happens, and time stands still`);
  await event.run();
  await drained();
  sim.alarms.follow();
  sim.coverage.follow();
  sim.checks.afterStep();
}

// Everything the engine awaits is settled by events, so what can run now has run when the next turn begins.
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function becalm(sim: Sim): void {
  sim.calm = true;
  sim.faults.on = false;
  sim.crashes.on = false;
  sim.alarms.becalm();
  sim.note(() => "-- calm --");
}

async function runUntilSettled(sim: Sim): Promise<void> {
  const until = sim.timeline.now() + SETTLE_MS;
  for (let next = sim.timeline.next(); next !== null && next <= until; next = sim.timeline.next()) {
    await step(sim);
    if (sim.violation) return;
    if (sim.net.underWay.size === 0 && isSettled(sim)) break;
  }
  sim.alarms.rarely();
}

function isSettled({ stores, account }: Sim): boolean {
  const waits = `SELECT 1 FROM intents WHERE next_at IS NOT NULL OR state = 'sent' UNION ALL SELECT 1 FROM outbox
     UNION ALL SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM kv WHERE key = 'cursor') LIMIT 1`;
  const knocks = "SELECT 1 FROM inbox WHERE read_at IS NULL LIMIT 1";
  return stores.every(({ sql }) => sql.all(waits).length === 0) && account.sql.all(knocks).length === 0;
}

// The last look: what the world did in the last hours is told once more, so both sides can be compared.
async function lookOnceMore(sim: Sim): Promise<void> {
  for (const object of [sim.account, ...sim.stores, ...sim.stores]) {
    if (sim.violation) return;
    sim.timeline.pass(sim.timeline.now() + 15 * 60_000);
    sim.knock(object, "alarm");
    await drained();
    await runUntil(sim, sim.timeline.now() + 5 * 60_000);
  }
  // What the last look brought may still wait for its undo window; alarms that are due come late no more.
  for (let turn = 0; turn < LAST_TURNS && !sim.violation && !isSettled(sim); turn += 1) {
    await runUntil(sim, sim.timeline.now() + 2 * 60_000);
    for (const object of sim.stores) if (isDue(sim, object)) sim.knock(object, "alarm");
    await drained();
  }
}

function isDue({ timeline }: Sim, { alarmAt, skew }: SimObject): boolean {
  return alarmAt !== null && alarmAt - skew <= timeline.now();
}

function clock(moment: number): string {
  return new Date(moment).toISOString().slice(5, 23).replace("T", " ");
}
