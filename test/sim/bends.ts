// How a seed is bent towards the cells of one effect: the faults, refusals and acts of others that lead there.

import type { IntentKind } from "../../src/domain/intent";
import { INTENT_POLICIES } from "../../src/domain/intent-policy";
import type { CrashWish } from "./crashes";
import { FAULT_NAMES, FAULTS } from "./faults";
import type { Twist } from "./twists";
import type { Wish } from "./wishes";

export type Bend = Wish | CrashWish;
type Step = Omit<Wish, "effect" | "then">;

/** Faults after which the answer is still read as it is. */
const CLEAR = ["none", "slow", "extra-fields"];
const OF_ONE_CALL = FAULT_NAMES.filter((fault) => FAULTS[fault]?.spoils === undefined);
/** Faults after which a read says nothing. */
const BLIND = OF_ONE_CALL.filter((fault) => !CLEAR.includes(fault));

const GONE: Twist[] = ["buyer-cancels"];
/** Who may be faster than we are, so that a check or a read-back finds another state. */
const TWISTS: Record<IntentKind, Twist[]> = {
  accept: ["buyer-cancels", "taken-here"],
  refuse: ["buyer-cancels", "taken-here"],
  label: GONE,
  "cancel-label": ["scanned"],
  tracking: ["buyer-cancels", "tracked-here"],
  ship: ["buyer-cancels", "shipped-here"],
  shipment: GONE,
  refund: ["operator-refunds"],
  "cancel-line": ["operator-refunds"],
  cancel: ["buyer-cancels", "shipped-here"],
  reference: [],
  push: ["buyer-cancels", "edited"],
  patch: ["edited", "deleted"],
  unpush: ["deleted"],
};

const LOST: Step = { at: "send", fault: "drop-before" };
const DONE_UNSEEN: Step = { at: "send", fault: "drop-after" };
const NO_CHECK: Step = { at: "check", fault: "500-before" };
const NO_LOOK: Step = { at: "back", fault: "500-before" };
const LOOK: Step = { at: "back", fault: "none" };

/** Everything that this effect is bent to, one way after the other. */
export function bendsFor(effect: IntentKind): Bend[] {
  const chain = (...steps: Step[]): Wish => ({ effect, ...(joined(steps) ?? LOOK) });
  const { maxSends, cleanReads } = INTENT_POLICIES[effect];
  // What is believed absent only at the second look waits in between.
  const looks = Array.from({ length: cleanReads - 1 }, () => LOOK);
  const inVain = Array.from({ length: maxSends - 1 }, () => [LOST, ...looks, LOOK]).flat();
  const twists = TWISTS[effect];
  return [
    ...OF_ONE_CALL.map((fault) => chain({ at: "send", fault })),
    ...BLIND.map((fault) => chain({ at: "check", fault })),
    ...OF_ONE_CALL.map((fault) => chain(DONE_UNSEEN, { at: "back", fault })),
    ...["unauthorized", "forbidden"].flatMap((fault) => [
      chain(NO_CHECK, { at: "check", fault }),
      chain(LOST, { at: "send", fault }),
    ]),
    ...CLEAR.flatMap((fault): Wish[] => {
      const [check, back]: Step[] = [
        { at: "check", fault },
        { at: "back", fault },
      ] as [Step, Step];
      const no: Step = { at: "send", fault, refused: true };
      return [
        chain(check),
        chain(NO_CHECK, check),
        chain(no),
        chain(LOST, no),
        chain({ ...no, fault: "none" }, back),
        chain(LOST, ...looks, back),
        chain(LOST, NO_LOOK, ...looks, back),
        chain(DONE_UNSEEN, NO_LOOK, back),
        chain(...inVain, LOST, ...looks, back),
        chain(...inVain, LOST, NO_LOOK, ...looks, back),
        ...twists.flatMap((twist) => [
          chain({ ...check, twist }),
          chain(NO_CHECK, { ...check, twist }),
          chain(LOST, { ...back, twist }),
          chain(LOST, NO_LOOK, { ...back, twist }),
        ]),
      ];
    }),
    ...(["before", "during", "after"] as const).map((death): CrashWish => ({ point: `http ${effect}`, death })),
  ];
}

function joined([first, ...rest]: Step[]): Omit<Wish, "effect"> | undefined {
  if (!first) return undefined;
  const then = joined(rest);
  return then ? { ...first, then } : first;
}
