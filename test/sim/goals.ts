// What the seeds of one run must reach together, and how a seed is bent towards it.
import type { CrashWish } from "./crashes";
import { FAULT_NAMES, FAULTS, type Wish } from "./faults";

const COMMON = [
  ...["accept", "refuse", "label", "cancel-label", "tracking", "ship", "refund"],
  ...["cancel", "cancel-line", "reference"],
];
/** Only seeds that push their orders, or send them in parts, have these. */
const RARE = [["push", "patch", "unpush"], ["shipment"]];
/** The effects the engine has; a new one is one more word above. */
export const EFFECTS = [...COMMON, ...RARE.flat()];

export const EDGES = [
  "planned>ready",
  "planned>sent",
  "planned>skipped",
  "planned>failed",
  "planned>parked",
  "ready>sent",
  "ready>skipped",
  "ready>failed",
  "ready>parked",
  "sent>done",
  "sent>failed",
  "sent>ready",
  "sent>unknown",
  "sent>reconciling",
  "unknown>done",
  "unknown>ready",
  "unknown>failed",
  "unknown>parked",
  "reconciling>done",
  "reconciling>ready",
  "reconciling>failed",
  "reconciling>parked",
  "skipped>planned",
  "failed>planned",
] as const;

export const STRIKES = ["none", ...FAULT_NAMES, "crash-done", "crash-undone"];

/** Cells that cannot be: each list or `*` of effects, edges and faults, with its reason. */
export type Rule = {
  effects: string[] | "*";
  edges: string[] | "*";
  faults: string[] | "*";
  but?: string[];
  reason: string;
};

const fits = (list: string[] | "*", one: string) => list === "*" || list.includes(one);

/** The rule that says this cell cannot be; null when it can. */
export function impossible(rules: readonly Rule[], cell: string): Rule | null {
  const [effect = "", edge = "", fault = ""] = cell.split("|");
  return (
    rules.find(
      (rule) =>
        fits(rule.effects, effect) && fits(rule.edges, edge) && fits(rule.faults, fault) && !rule.but?.includes(fault),
    ) ?? null
  );
}

/** Every cell that must be reached. */
export function wantedCells(rules: readonly Rule[]): string[] {
  const all = EFFECTS.flatMap((effect) =>
    EDGES.flatMap((edge) => STRIKES.map((fault) => `${effect}|${edge}|${fault}`)),
  );
  return all.filter((cell) => impossible(rules, cell) === null);
}

type Bend = (Wish | CrashWish)[];

// A read-back only follows an unknown: its wishes come with one.
const bendsFor = (effect: string): Bend[] => [
  ...FAULT_NAMES.filter((fault) => !FAULTS[fault]?.reads).map((fault): Bend => [{ effect, at: "send", fault }]),
  ...FAULT_NAMES.map((fault): Bend => [{ effect, at: "check", fault }]),
  ...FAULT_NAMES.flatMap((fault): Bend[] => [
    [
      { effect, at: "send", fault: "drop-after" },
      { effect, at: "back", fault },
    ],
    [
      { effect, at: "send", fault: "drop-before" },
      { effect, at: "back", fault },
    ],
  ]),
  [{ point: `http ${effect}`, death: "before" }],
  [{ point: `http ${effect}`, death: "during" }],
  [{ point: `http ${effect}`, death: "after" }],
];
const BENDS = COMMON.flatMap(bendsFor);
/** A wish for what a seed does not have is never granted: each seed carries some of every kind. */
const RARE_BENDS = RARE.map((effects) => effects.flatMap(bendsFor));

const BENDS_A_SEED = 3;

/** What the seed with this place in the run is bent towards. */
export function bendsOf(place: number): Bend {
  return [BENDS, ...RARE_BENDS].flatMap((bends) => {
    const step = Math.floor(bends.length / BENDS_A_SEED);
    return Array.from({ length: BENDS_A_SEED }, (_, turn) => bends[(place + turn * step) % bends.length] ?? []).flat();
  });
}
