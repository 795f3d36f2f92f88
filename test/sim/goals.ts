// What the seeds of one run must reach together, and how a seed is bent towards it.
import { type Bend, bendsFor } from "./bends";
import { FAULT_NAMES } from "./faults";

/** The effects the engine has; a new one is one more word here. */
export const EFFECTS = [
  ...(["accept", "refuse", "label", "cancel-label", "tracking", "ship", "refund"] as const),
  ...(["cancel", "cancel-line", "reference", "push", "patch", "unpush", "shipment"] as const),
];

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
  "planned>reconciling",
  "ready>reconciling",
  "sent>done",
  "sent>failed",
  "sent>ready",
  "sent>unknown",
  "sent>reconciling",
  "unknown>reconciling",
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
  reason: string;
};

const fits = (list: string[] | "*", one: string) => list === "*" || list.includes(one);

/** The rule that says this cell cannot be; null when it can. */
export function impossible(rules: readonly Rule[], cell: string): Rule | null {
  const [effect = "", edge = "", fault = ""] = cell.split("|");
  return rules.find((rule) => fits(rule.effects, effect) && fits(rule.edges, edge) && fits(rule.faults, fault)) ?? null;
}

/** Every cell that must be reached. */
export function wantedCells(rules: readonly Rule[]): string[] {
  const all = EFFECTS.flatMap((effect) =>
    EDGES.flatMap((edge) => STRIKES.map((fault) => `${effect}|${edge}|${fault}`)),
  );
  return all.filter((cell) => impossible(rules, cell) === null);
}

const BENDS = new Map(EFFECTS.map((effect) => [effect, bendsFor(effect)]));

const BENDS_OF_FOCUS = 4;

/** The effect that the seed with this place in the run is about: it gets more of what it needs. */
export function focusOf(place: number): (typeof EFFECTS)[number] {
  return EFFECTS[place % EFFECTS.length] ?? "label";
}

/** What the seed with this place in the run is bent towards: every other effect a little, its own more. */
export function bendsOf(place: number): Bend[] {
  const focus = focusOf(place);
  const round = Math.floor(place / EFFECTS.length);
  return EFFECTS.flatMap((effect, index) => {
    const bends = BENDS.get(effect) ?? [];
    const at = (turn: number) => bends[turn % bends.length] ?? [];
    if (effect === focus)
      return Array.from({ length: BENDS_OF_FOCUS }, (_, turn) => at(round * BENDS_OF_FOCUS + turn)).flat();
    return (place + index) % 2 === 0 ? at(place * 7 + index) : [];
  });
}
