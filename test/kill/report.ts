import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Kill } from "./killer";
import type { OwnIntent } from "./own-books";
import type { Tally } from "./simulator-calls";
import { countParked, type Verdict } from "./verdict";

const MOST_SHOWN = 20;
const MOST_PARKED = 0.05;
/** With all faults gone everything can be done: a no is no way to lose an order quietly. */
const MOST_REFUSED = 0.01;
/** Of 200 kills at least 50 while an intent was SENT. */
const LEAST_SENT = 0.25;
const LEAST_FAULTED = 0.07;

export type Run = {
  seed: number;
  wanted: { kills: number; effects: number };
  kills: Kill[];
  restarts: number[];
  seconds: number;
  worldHours: number;
  asked: number;
  loaded: Tally;
  intents: OwnIntent[];
  verdict: Verdict;
};

/** Prints what came of it, and all it failed to show; true when that is nothing. */
export function report(run: Run, file: string | null): boolean {
  const { verdict, kills } = run;
  const told = summary(run);
  if (file) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(told, null, 2)}\n`);
  }
  console.log(JSON.stringify(told, null, 2));
  for (const { what, where, why } of verdict.violations.slice(0, MOST_SHOWN))
    console.log(`VIOLATION ${what}: ${where}: ${why}`);
  const { lost, doubled, paid, parked } = told.result;
  const refused = Object.values(verdict.refused).reduce((sum, count) => sum + count, 0);
  const faults = [
    ...verdict.violations.map(({ what, where, why }) => `${what}: ${where}: ${why}`),
    ...short("paid effects", paid, run.wanted.effects),
    ...short("kills", kills.length, run.wanted.kills),
    ...short("kills while SENT", told.kills.whileSent, Math.ceil(run.wanted.kills * LEAST_SENT)),
    ...short("share of faulty answers", told.faults.share, LEAST_FAULTED),
    ...(parked > paid * MOST_PARKED ? [`${parked} of ${paid} parked`] : []),
    ...(refused > paid * MOST_REFUSED ? [`${refused} of ${paid} refused`] : []),
  ];
  for (const fault of faults.slice(0, MOST_SHOWN)) console.log(`FAIL ${fault}`);
  console.log(`${lost} lost, ${doubled} doubled, ${parked} parked of ${paid} paid effects`);
  return faults.length === 0;
}

function short(what: string, is: number, wanted: number): string[] {
  return is >= wanted ? [] : [`${what}: ${is}, at least ${wanted} wanted`];
}

function summary({ seed, kills, restarts, seconds, worldHours, asked, loaded, intents, verdict }: Run) {
  const count = (what: string) => verdict.violations.filter((violation) => violation.what === what).length;
  const sorted = restarts.toSorted((a, b) => a - b);
  const cut = kills.flatMap((kill) => kill.cut.map(({ operation }) => operation));
  return {
    seed,
    result: {
      lost: count("lost"),
      doubled: count("doubled"),
      wrong: count("wrong"),
      parked: countParked(intents),
      paid: verdict.paid.labels + verdict.paid.refunds,
    },
    paid: verdict.paid,
    asked,
    parked: verdict.parked,
    refused: verdict.refused,
    kills: {
      all: kills.length,
      aimed: kills.filter(({ aimed }) => aimed !== null).length,
      /** By the simulators: a paid call was under way. */
      whileSent: kills.filter((kill) => kill.cut.length > 0).length,
      cutCalls: tallied(cut),
      /** By the journals: intents that a restarted app found SENT by a dead one. */
      orphans: tallied(intents.flatMap(({ kind, orphaned }) => Array<string>(orphaned).fill(kind))),
    },
    faults: {
      requests: loaded.requests,
      faulted: loaded.faulted,
      share: round(loaded.faulted / Math.max(1, loaded.requests)),
    },
    restartMs: { p50: at(sorted, 0.5), p99: at(sorted, 0.99), most: at(sorted, 1) },
    intents: tallied(intents.map(({ kind, state }) => `${kind} ${state}`)),
    worldHours: round(worldHours),
    seconds: Math.round(seconds),
  };
}

function tallied(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
