import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { IntentKind } from "../../src/domain/intent";
import { INTENT_POLICIES } from "../../src/domain/intent-policy";
import { intentAfter, type ReplyClass } from "../../src/domain/retry";
import { classOf, READS, SENDS } from "./answers";
import { FAULT_NAMES, FAULTS } from "./faults";
import { EDGES, EFFECTS, impossible, type Rule } from "./goals";

const rules = JSON.parse(readFileSync(path.join(import.meta.dirname, "impossible.json"), "utf8")) as Rule[];
const may = (...cell: string[]) => impossible(rules, cell.join("|")) === null;
const SINGLE = ["none", ...FAULT_NAMES.filter((fault) => FAULTS[fault]?.spoils === undefined)];
/** Planned by themselves: no refused key comes back to somebody who pressed. */
const BY_THEMSELVES = new Set<IntentKind>(["push", "patch", "unpush", "shipment"]);

/** What the effect makes of the client's answer: see `send` of push-order.ts and unpush-order.ts. */
function meanings(effect: IntentKind, reply: ReplyClass): ReplyClass[] {
  if (effect === "push" && reply === "ok") return ["unknown"];
  if (effect === "unpush" && reply === "ok") return ["ok", "unknown"];
  // One that is still being saved is refused with a 400 and means "wait" (order-calls.ts).
  if (effect === "push" && reply === "rejected") return ["rejected", "wait"];
  return [reply];
}

async function statesAfter(effect: IntentKind, fault: string): Promise<Set<string>> {
  const states = new Set<string>();
  for (const refused of [false, true])
    for (const reply of meanings(effect, await classOf(SENDS[effect], fault, refused))) {
      for (const sends of [1, 2]) states.add(intentAfter(effect, { state: "sent", sends }, reply).state);
      if (reply === "key-refused" && !BY_THEMSELVES.has(effect)) states.add("failed");
    }
  // What our own gate holds back, or what changed since the check, never leaves, and has no fault.
  if (fault === "none") states.add("ready");
  return states;
}

describe("the cells called impossible", () => {
  it.each(EFFECTS)("%s: after a send they are those that no answer leads to", async (effect) => {
    for (const fault of SINGLE) {
      const states = await statesAfter(effect, fault);
      for (const to of ["done", "failed", "ready", "unknown", "reconciling"])
        expect(`${fault} ${to} ${may(effect, `sent>${to}`, fault)}`).toBe(`${fault} ${to} ${states.has(to)}`);
    }
  });

  it.each(Object.entries(READS))("%s says nothing after just the faults that decide nothing", async (_, row) => {
    for (const fault of SINGLE) {
      const isRead = (await classOf(row, fault)) === "ok";
      const decides = EFFECTS.some((effect) => may(effect, "unknown>done", fault));
      expect(`${fault} ${decides}`).toBe(`${fault} ${isRead}`);
      for (const effect of EFFECTS) expect(may(effect, "planned>sent", fault)).toBe(isRead);
    }
  });

  it.each(EFFECTS)("%s: its check and its read-back end as its own file says", (effect) => {
    const source = sourceOf(effect);
    const says = (words: string) => source.includes(words);
    expect(may(effect, "planned>parked", "slow")).toBe(says('go: "park"'));
    expect(may(effect, "planned>skipped", "slow")).toBe(says('go: "skip"'));
    expect(may(effect, "unknown>failed", "slow")).toBe(effect !== "label" && says('found: "failed"'));
    const isAbsent = says('found: "absent"') || says("return finding;");
    expect(may(effect, "unknown>ready", "slow")).toBe(isAbsent && INTENT_POLICIES[effect].cleanReads === 1);
    expect(may(effect, "reconciling>ready", "slow")).toBe(isAbsent);
  });

  it("have each a reason, and no cell has been reached that nobody lists", () => {
    for (const { reason } of rules) expect(reason.length).toBeGreaterThan(20);
    expect(new Set(EDGES).size).toBe(EDGES.length);
  });
});

const FILES: Partial<Record<IntentKind, string>> = {
  accept: "decide-acceptance",
  refuse: "decide-acceptance",
  label: "buy-label",
  tracking: "send-tracking",
  ship: "ship-order",
  shipment: "create-shipment",
  refund: "reverse-line",
  "cancel-line": "reverse-line",
  cancel: "cancel-order",
  reference: "set-reference",
};

function sourceOf(effect: IntentKind): string {
  const name = FILES[effect] ?? (effect === "cancel-label" ? effect : `${effect}-order`);
  return readFileSync(path.join(import.meta.dirname, `../../src/sync/effects/${name}.ts`), "utf8");
}
