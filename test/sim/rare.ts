// What only some seeds have: labels made at Sendcloud, orders in parts, lists that lag, returns told in every order.
import type { SeedPlan } from "./plan";
import { type Stream, streamOf } from "./random";

/** The ways in which a return's webhook and the poll's row come. */
export const RETURN_TELLINGS = [
  "hook-poll",
  "poll-hook",
  "hook-hook-poll",
  "poll-poll-hook",
  "hook-poll-hook",
] as const;
export type ReturnTelling = (typeof RETURN_TELLINGS)[number];

export type RarePlan = {
  labels: "here" | "sendcloud";
  /** What somebody at Sendcloud's panel does to each order in a round, and how often an order is taken back here. */
  panel: { labels: number; edits: number; deletes: number; takesBack: number };
  /** Addresses that change and orders that are cancelled at the marketplace once they are at Sendcloud. */
  afterPush: { moves: number; cancels: number };
  /** When the integration is deleted, as a share of the active time. */
  integrationEnds: number | null;
  /** How often a label is bought for one line of several. */
  parts: number;
  /** How long lists may hide a write, in seconds. */
  lag: { mirakl: number; sendcloud: number };
  returns: ReturnTelling[];
};

export const NOTHING_RARE: RarePlan = {
  labels: "here",
  panel: { labels: 0, edits: 0, deletes: 0, takesBack: 0 },
  afterPush: { moves: 0, cancels: 0 },
  integrationEnds: null,
  parts: 0,
  lag: { mirakl: 0, sendcloud: 0 },
  returns: [],
};

const PUSHES = 0.15;
const PARTS = 0.12;
const LAGS = 0.12;
const RETURNS = 0.12;
const INTEGRATION_ENDS = 0.02;
const HEAPS = 0.000_25;
const HEAP_ORDERS = 200;
const HEAP_MS = 7 * 60_000;

/** Drawn from a stream of its own: a seed without any of it stays as it was. */
export function withRare(plan: SeedPlan): SeedPlan {
  const draw = streamOf(plan.seed, "rarer");
  const where = draw.next();
  const lags = draw.chance(LAGS);
  const returns = draw.chance(RETURNS);
  const ends = draw.chance(INTEGRATION_ENDS);
  if (draw.chance(HEAPS)) return heap(plan);
  const common: RarePlan = {
    ...NOTHING_RARE,
    lag: lags ? { mirakl: seconds(draw), sendcloud: seconds(draw) } : NOTHING_RARE.lag,
    returns: returns ? Array.from({ length: 1 + draw.below(2) }, () => draw.pick(RETURN_TELLINGS)) : [],
  };
  if (where < PUSHES) return withPushes(plan, common, ends ? 0.4 + draw.next() * 0.5 : null, draw);
  if (where < PUSHES + PARTS) return { ...plan, shop: 1, rare: { ...common, parts: 0.8 } };
  return { ...plan, rare: common };
}

function withPushes(plan: SeedPlan, common: RarePlan, integrationEnds: number | null, draw: Stream): SeedPlan {
  const rare: RarePlan = {
    ...common,
    labels: "sendcloud",
    panel: {
      labels: draw.pick([0.05, 0.1, 0.2]),
      edits: draw.pick([0, 0.05, 0.15]),
      deletes: draw.pick([0, 0, 0.05]),
      takesBack: draw.pick([0, 0, 0.05]),
    },
    afterPush: { moves: 1 + draw.below(3), cancels: draw.below(3) },
    integrationEnds,
  };
  return { ...plan, rare };
}

// Many open orders at Sendcloud, and nobody does anything but delete their integration.
function heap(plan: SeedPlan): SeedPlan {
  return {
    ...plan,
    stores: 1,
    shop: 1,
    pageLimit: null,
    ordersBefore: HEAP_ORDERS,
    ordersLater: 0,
    oldOrder: false,
    activeMs: HEAP_MS,
    refundsReturns: false,
    faults: { ...plan.faults, share: plan.faults.share / 4 },
    pollInterval: 5,
    users: { ...plan.users, everyMs: HEAP_MS, refunds: 0, acts: 0, pauses: 0 },
    operator: { cancels: 0, addresses: 0, refunds: 0 },
    carrier: { early: 0, panel: 0, returns: 0 },
    rare: { ...NOTHING_RARE, labels: "sendcloud", integrationEnds: 0.8 },
  };
}

function seconds(draw: Stream): number {
  return draw.pick([0, 10, 30, 90]);
}
