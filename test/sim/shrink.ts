// Makes a failing seed smaller: drops whatever is not needed for the same invariant to fail.
import { NOTHING_OWNED, type OwnerPlan } from "./owner";
import type { SeedPlan } from "./plan";
import { runSeed, type Violation } from "./sim";
import type { Stage } from "./stage";

const MOST_TRIES = 60;
const SHORTEST_MS = 4 * 60_000;

/** One smaller plan for each `at`, from 0 on; null when there is none left. */
type Step = (plan: SeedPlan, at: number) => SeedPlan | null;

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

const once =
  (has: (plan: SeedPlan) => boolean, smaller: (plan: SeedPlan) => Partial<SeedPlan>): Step =>
  (plan, at) =>
    at === 0 && has(plan) ? { ...plan, ...smaller(plan) } : null;

const OWNED = Object.keys(NOTHING_OWNED) as (keyof OwnerPlan)[];
const isOwned = ({ owner }: SeedPlan, part: keyof OwnerPlan) =>
  JSON.stringify(owner[part]) !== JSON.stringify(NOTHING_OWNED[part]);

const STEPS: Step[] = [
  ...OWNED.map((part) =>
    once(
      (plan) => isOwned(plan, part),
      ({ owner }) => ({ owner: { ...owner, [part]: NOTHING_OWNED[part] } }),
    ),
  ),
  ({ owner, ...plan }, at) =>
    at < owner.settings.length ? { ...plan, owner: { ...owner, settings: without(owner.settings, at) } } : null,
  once(
    (plan) => plan.stores === 2,
    () => ({ stores: 1 }),
  ),
  once(
    (plan) => plan.alarms !== "on-time",
    () => ({ alarms: "on-time" }),
  ),
  once(
    (plan) => plan.webhooks !== "none",
    () => ({ webhooks: "none" }),
  ),
  once(
    (plan) => plan.skews.some((skew) => skew !== 0),
    () => ({ skews: [0, 0, 0] }),
  ),
  once(
    (plan) => plan.deploys.length > 0,
    () => ({ deploys: [] }),
  ),
  once(
    (plan) => plan.oldOrder,
    () => ({ oldOrder: false }),
  ),
  once(
    (plan) => plan.pageLimit !== null,
    () => ({ pageLimit: null }),
  ),
  once(
    (plan) => plan.faults.d1Share > 0,
    ({ faults }) => ({ faults: { ...faults, d1Share: 0 } }),
  ),
  once(
    (plan) => plan.faults.share > 0,
    ({ faults }) => ({ faults: { ...faults, share: 0 } }),
  ),
  ({ faults, ...plan }, at) =>
    at < faults.wishes.length ? { ...plan, faults: { ...faults, wishes: without(faults.wishes, at) } } : null,
  ({ crashes, ...plan }, at) =>
    at < crashes.counts.length ? { ...plan, crashes: { ...crashes, counts: without(crashes.counts, at) } } : null,
  ({ crashes, ...plan }, at) =>
    at < crashes.wishes.length ? { ...plan, crashes: { ...crashes, wishes: without(crashes.wishes, at) } } : null,
  ({ faults, ...plan }, at) =>
    faults.share > 0 && at < faults.kinds.length
      ? { ...plan, faults: { ...faults, kinds: without(faults.kinds, at) } }
      : null,
  once(
    (plan) => plan.users.tabs > 0,
    ({ users }) => ({ users: { ...users, tabs: 0 } }),
  ),
  once(
    (plan) => plan.users.pauses > 0,
    ({ users }) => ({ users: { ...users, pauses: 0 } }),
  ),
  once(
    (plan) => plan.users.refunds > 0,
    ({ users }) => ({ users: { ...users, refunds: 0 } }),
  ),
  once(
    (plan) => plan.users.acts > 0,
    ({ users }) => ({ users: { ...users, acts: 0 } }),
  ),
  once(
    (plan) => plan.carrier.returns > 0,
    ({ carrier }) => ({ carrier: { ...carrier, returns: 0 } }),
  ),
  once(
    (plan) => plan.operator.refunds > 0,
    ({ operator }) => ({ operator: { ...operator, refunds: 0 } }),
  ),
  once(
    (plan) => plan.operator.addresses > 0,
    ({ operator }) => ({ operator: { ...operator, addresses: 0 } }),
  ),
  once(
    (plan) => plan.operator.cancels > 0,
    ({ operator }) => ({ operator: { ...operator, cancels: 0 } }),
  ),
  once(
    (plan) => plan.carrier.panel > 0,
    ({ carrier }) => ({ carrier: { ...carrier, panel: 0 } }),
  ),
  once(
    (plan) => plan.carrier.early > 0,
    ({ carrier }) => ({ carrier: { ...carrier, early: 0 } }),
  ),
  once(
    (plan) => plan.rare.returns.length > 0,
    ({ rare }) => ({ rare: { ...rare, returns: [] } }),
  ),
  once(
    (plan) => plan.rare.lag.mirakl + plan.rare.lag.sendcloud > 0,
    ({ rare }) => ({ rare: { ...rare, lag: { mirakl: 0, sendcloud: 0 } } }),
  ),
  once(
    (plan) => plan.rare.integrationEnds !== null,
    ({ rare }) => ({ rare: { ...rare, integrationEnds: null } }),
  ),
  once(
    (plan) => plan.rare.panel.edits + plan.rare.panel.deletes + plan.rare.panel.takesBack > 0,
    ({ rare }) => ({ rare: { ...rare, panel: { ...rare.panel, edits: 0, deletes: 0, takesBack: 0 } } }),
  ),
  once(
    (plan) => plan.activeMs > SHORTEST_MS,
    ({ activeMs }) => ({ activeMs: Math.floor(activeMs / 2) }),
  ),
  once(
    (plan) => plan.ordersLater > 0,
    ({ ordersLater }) => ({ ordersLater: ordersLater - 1 }),
  ),
  once(
    (plan) => plan.ordersBefore > 1,
    ({ ordersBefore }) => ({ ordersBefore: ordersBefore - 1 }),
  ),
];

export async function shrink(
  stage: Stage,
  plan: SeedPlan,
): Promise<{ plan: SeedPlan; violation: Violation | null; trace: string[]; tries: number }> {
  const first = await runSeed(stage, plan);
  const wanted = first.violation?.invariant;
  let small = plan;
  let tries = 0;
  for (const step of STEPS) {
    let at = 0;
    for (let next = step(small, at); next && wanted && tries < MOST_TRIES; next = step(small, at)) {
      tries += 1;
      const run = await runSeed(stage, next);
      if (run.violation?.invariant === wanted) small = next;
      else at += 1;
    }
  }
  const { violation, trace } = await runSeed(stage, small, true);
  return { plan: small, violation, trace: trace ?? [], tries };
}
