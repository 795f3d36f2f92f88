// What one seed is made of: drawn once, plain data, so that a failing seed can be made smaller piece by piece.
import type { CrashPlan, CrashWish } from "./crashes";
import { FAULT_NAMES, type FaultPlan } from "./faults";
import { NOTHING_OWNED, type OwnerPlan, withOwner } from "./owner";
import { type Stream, streamOf } from "./random";
import { NOTHING_RARE, type RarePlan, withRare } from "./rare";
import type { Wish } from "./wishes";

export type WebhookMode = "all" | "some" | "duplicated" | "reordered" | "none";
export type AlarmMode = "on-time" | "late" | "twice" | "overlapping" | "lost";

export type SeedPlan = {
  seed: number;
  start: number;
  stores: 1 | 2;
  /** Which marketplace a single store sells on: only the second lets a shop cancel. */
  shop: 0 | 1;
  shipWhen: "label-made" | "carrier-scan";
  pollInterval: "auto" | 5;
  webhooks: WebhookMode;
  alarms: AlarmMode;
  /** Clock skew of each object's machine, in milliseconds. */
  skews: number[];
  /** The largest page the marketplace gives; null for its ordinary hundred. */
  pageLimit: number | null;
  ordersBefore: number;
  ordersLater: number;
  /** One order that was placed long before the import's window and still waits. */
  oldOrder: boolean;
  activeMs: number;
  /** How long the world goes on when nothing is left to do: two days show the daily reading and parcels that arrive. */
  lastMs: number;
  faults: FaultPlan;
  crashes: CrashPlan;
  /** Moments, as shares of the active time, at which everything is deployed anew. */
  deploys: number[];
  users: {
    everyMs: number;
    doubleClicks: number;
    tabs: number;
    cancels: number;
    pauses: number;
    refunds: number;
    acts: number;
    /** How often an order is refused when a person answers; a plan without it refuses now and then. */
    refuses?: number;
  };
  operator: { cancels: number; addresses: number; refunds: number };
  carrier: { early: number; panel: number; returns: number };
  /** Whether a return gives the money back by itself. */
  refundsReturns: boolean;
  rare: RarePlan;
  owner: OwnerPlan;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Mondays and Sundays, a leap day, both nights of the clocks, the last night of a year. */
const STARTS = [
  Date.UTC(2026, 2, 29, 0, 40),
  Date.UTC(2026, 9, 25, 0, 20),
  Date.UTC(2026, 11, 31, 23, 10),
  Date.UTC(2028, 1, 29, 11),
  Date.UTC(2026, 10, 24, 8),
  Date.UTC(2026, 6, 12, 15, 30),
];

/** `wishes` are what coverage still wants of this seed. */
export function planSeed(seed: number, wishes: readonly (Wish | CrashWish)[]): SeedPlan {
  const draw = streamOf(seed, "plan");
  const stormy = draw.chance(0.85);
  const plan: SeedPlan = {
    seed,
    start: draw.pick(STARTS) + draw.below(3_600_000),
    stores: draw.chance(0.15) ? 2 : 1,
    shipWhen: draw.chance(0.75) ? "label-made" : "carrier-scan",
    pollInterval: draw.chance(0.3) ? "auto" : 5,
    webhooks: draw.pick(["all", "all", "some", "duplicated", "reordered", "none"]),
    alarms: draw.pick(["on-time", "late", "late", "twice", "overlapping", "lost"]),
    skews: draw.chance(0.2) ? [skew(draw), skew(draw), skew(draw)] : [0, 0, 0],
    pageLimit: draw.chance(0.25) ? 2 + draw.below(2) : null,
    ordersBefore: 3 + draw.below(2),
    ordersLater: 2 + draw.below(2),
    oldOrder: draw.chance(0.2),
    activeMs: (5 + draw.below(4)) * MINUTE_MS,
    lastMs: draw.chance(0.08) ? 48 * HOUR_MS : 2 * HOUR_MS,
    faults: {
      kinds: stormy ? swarm(draw) : [],
      share: stormy ? 0.05 + draw.next() * 0.13 : 0,
      d1Share: draw.chance(0.3) ? 0.02 : 0,
      wishes: wishes.flatMap((wish) => ("fault" in wish ? [wish] : [])),
    },
    crashes: {
      counts: Array.from({ length: draw.below(4) }, () => 1 + draw.below(110)),
      wishes: wishes.flatMap((wish) => ("death" in wish ? [wish] : [])),
    },
    deploys: draw.chance(0.3) ? [draw.next()] : [],
    users: {
      everyMs: 30_000 + draw.below(25_000),
      doubleClicks: draw.pick([0, 0.2, 0.6]),
      tabs: draw.pick([0, 0.3]),
      cancels: draw.pick([0, 0.15, 0.4]),
      pauses: draw.pick([0, 0, 0.05]),
      refunds: draw.pick([0.05, 0.1, 0.25]),
      acts: 0,
    },
    operator: { cancels: draw.pick([0, 0.1, 0.3]), addresses: draw.pick([0, 0.2]), refunds: draw.pick([0, 0, 0.15]) },
    carrier: { early: draw.pick([0, 0.2, 0.5]), panel: draw.pick([0, 0, 0.15]), returns: 0 },
    shop: 0,
    refundsReturns: false,
    rare: NOTHING_RARE,
    owner: NOTHING_OWNED,
  };
  return withOwner(withRare(withRarer(plan, draw)));
}

// Drawn last: what came before stays as it was for a seed that is known.
function withRarer(plan: SeedPlan, draw: Stream): SeedPlan {
  return {
    ...plan,
    shop: draw.chance(0.3) ? 1 : 0,
    refundsReturns: draw.chance(0.5),
    users: { ...plan.users, acts: draw.pick([0, 0.05, 0.15]) },
    carrier: { ...plan.carrier, returns: draw.pick([0, 0.2, 0.4]) },
  };
}

function skew(draw: Stream): number {
  return draw.below(20 * MINUTE_MS) - 10 * MINUTE_MS;
}

// A random part of the catalogue, as FoundationDB and TigerBeetle do: all at once would hide each other.
function swarm(draw: Stream): string[] {
  return FAULT_NAMES.filter(() => draw.chance(0.25));
}
