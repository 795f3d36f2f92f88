// A seed is about one effect: its plan makes sure that this effect happens, and more than once.
import type { IntentKind } from "../../src/domain/intent";
import type { SeedPlan } from "./plan";

type Turn = (plan: SeedPlan) => SeedPlan;

const more =
  (users: Partial<SeedPlan["users"]>): Turn =>
  (plan) => ({ ...plan, users: { ...plan.users, ...users } });

/** At Sendcloud, where nothing but what happens to pushed orders is of interest. */
const pushed: Turn = (plan) => ({
  ...plan,
  rare: {
    ...plan.rare,
    labels: "sendcloud",
    parts: 0,
    panel: { ...plan.rare.panel, labels: 0.05, takesBack: 0.3 },
    afterPush: { moves: 4, cancels: 2 },
  },
});

const TURNS: Partial<Record<IntentKind, Turn>> = {
  refuse: more({ refuses: 0.7 }),
  "cancel-label": more({ cancels: 0.6 }),
  refund: more({ refunds: 0.3 }),
  cancel: (plan) => more({ acts: 0.4 })({ ...plan, shop: 1 }),
  "cancel-line": (plan) => more({ acts: 0.4 })({ ...plan, shop: 1 }),
  reference: more({ acts: 0.4 }),
  push: pushed,
  patch: pushed,
  unpush: pushed,
  shipment: (plan) => ({ ...plan, shop: 1, rare: { ...plan.rare, labels: "here", parts: 0.9 } }),
};

/** Orders that wait in heaps for the end of their integration stay as they are. */
export function withFocus(plan: SeedPlan, effect: IntentKind): SeedPlan {
  if (plan.rare.integrationEnds !== null) return plan;
  return TURNS[effect]?.(plan) ?? plan;
}
