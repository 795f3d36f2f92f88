// The 24 invariants of reliability.md 2.7, one small function each. They compare what the vendors' own tables say with
// the object's SQLite and D1.
import type { HttpAnswer } from "../../../src/lib/http";
import type { Sending } from "../calls";
import type { Deed } from "../net";
import type { Sim } from "../sim";
import { ATTENTION } from "./attention";
import { CALLS } from "./calls";
import { INTEGRATION } from "./integration";
import { LABELS } from "./labels";
import { LIFE } from "./life";
import { ORDERS } from "./orders";
import { OTHERWISE } from "./otherwise";
import { PARTS } from "./parts";
import { PROJECTION } from "./projection";
import { PUSHES } from "./pushes";
import { REFUNDS } from "./refunds";
import { GOODS_BACK } from "./returns";
import { SETTINGS } from "./settings";
import { TOLD } from "./told";
import { TRUTH } from "./truth";

/**
 * `check` gives what is wrong, null when it holds. `step`: after each step in which one of the tables in `watches` was
 * written; `end`: when faults have stopped and time ran on; the others as a request passes.
 */
export type Invariant =
  | { id: string; when: "step"; watches: readonly string[]; check(sim: Sim): string | null }
  | { id: string; when: "end"; check(sim: Sim): string | null }
  | { id: string; when: "departs"; check(sim: Sim, sending: Sending): string | null }
  | { id: string; when: "returns"; check(sim: Sim, sending: Sending, answer: HttpAnswer): string | null }
  | { id: string; when: "did"; check(sim: Sim, deed: Deed): string | null };

const INVARIANTS: readonly Invariant[] = [
  ...CALLS,
  ...LABELS,
  ...TOLD,
  ...GOODS_BACK,
  ...ORDERS,
  ...TRUTH,
  ...ATTENTION,
  ...PROJECTION,
  ...PUSHES,
  ...PARTS,
  ...INTEGRATION,
  ...SETTINGS,
  ...LIFE,
  ...OTHERWISE,
  ...REFUNDS,
];

export type Checks = {
  departs(sending: Sending): void;
  returns(sending: Sending, answer: HttpAnswer): void;
  did(deed: Deed): void;
  afterStep(): void;
  atEnd(): void;
};

type Of<W extends Invariant["when"]> = Extract<Invariant, { when: W }>;
const of = <W extends Invariant["when"]>(when: W) => INVARIANTS.filter((one): one is Of<W> => one.when === when);
const [STEP, END, DEPARTS, RETURNS, DID] = [of("step"), of("end"), of("departs"), of("returns"), of("did")];

export function createChecks(sim: Sim): Checks {
  const say = (id: string, words: string | null) => {
    if (words !== null) sim.fail(id, words);
  };
  return {
    departs(sending) {
      for (const { id, check } of DEPARTS) say(id, check(sim, sending));
    },
    returns(sending, answer) {
      for (const { id, check } of RETURNS) say(id, check(sim, sending, answer));
    },
    did(deed) {
      for (const { id, check } of DID) say(id, check(sim, deed));
    },
    afterStep() {
      const written = new Set(sim.stores.flatMap(({ touched }) => [...touched]));
      if (written.size === 0 && sim.coverage.edges.length === 0) return;
      for (const { touched } of sim.stores) touched.clear();
      for (const { id, watches, check } of STEP) if (watches.some((table) => written.has(table))) say(id, check(sim));
    },
    atEnd() {
      for (const { id, check } of END) say(id, check(sim));
    },
  };
}
