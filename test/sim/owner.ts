// What the shop's owner changes while orders are open: settings, acceptance, refunds, labels of others, the store's own life.
import type { RefundSettings } from "../../src/domain/store";
import type { SeedPlan } from "./plan";
import { type Stream, streamOf } from "./random";

const SETTINGS_CHANGES = ["carrier", "number", "place", "scan", "cancel", "acceptance"] as const;
export type SettingsChange = (typeof SETTINGS_CHANGES)[number];

/** Moments are shares of the active time. */
export type OwnerPlan = {
  /** Which settings are saved, and when. */
  settings: { at: number; change: SettingsChange }[];
  accepts: { how: "automatic" | "guarded"; mostAnHour: number } | null;
  cancelsInMirakl: boolean;
  /** How often, at each look, an order is told to travel otherwise, and another parcel of its own turns up. */
  otherwise: number;
  foreign: number;
  /** When the store is disconnected, and for how long. */
  away: { at: number; forMs: number } | null;
  refunds: (Pick<RefundSettings, "largestMinor" | "dailyMinor"> & { when: "created" | "back" | "by-hand" }) | null;
};

export const NOTHING_OWNED: OwnerPlan = {
  settings: [],
  accepts: null,
  cancelsInMirakl: false,
  otherwise: 0,
  foreign: 0,
  away: null,
  refunds: null,
};

const SETTINGS = 0.08;
const ACCEPTS = 0.07;
const CANCELS = 0.3;
const OTHERWISE = 0.06;
const FOREIGN = 0.05;
const AWAY = 0.04;
const REFUNDS = 0.07;
const MINUTE_MS = 60_000;

/** Drawn from a stream of its own: a seed without any of it stays as it was. */
export function withOwner(plan: SeedPlan): SeedPlan {
  const draw = streamOf(plan.seed, "owner");
  const owner: OwnerPlan = {
    settings: draw.chance(SETTINGS) ? changes(draw) : [],
    accepts: draw.chance(ACCEPTS)
      ? { how: draw.pick(["automatic", "guarded"] as const), mostAnHour: 1 + draw.below(3) }
      : null,
    cancelsInMirakl: draw.chance(CANCELS) && plan.rare.labels === "sendcloud",
    otherwise: draw.chance(OTHERWISE) ? 0.3 : 0,
    foreign: draw.chance(FOREIGN) ? 0.3 : 0,
    away: draw.chance(AWAY) ? { at: 0.2 + draw.next() * 0.5, forMs: (1 + draw.below(4)) * MINUTE_MS } : null,
    refunds: draw.chance(REFUNDS) ? refunds(draw) : null,
  };
  if (plan.rare.integrationEnds !== null) return { ...plan, owner: NOTHING_OWNED };
  const back = owner.refunds === null ? plan.carrier.returns : Math.max(0.3, plan.carrier.returns);
  return { ...plan, carrier: { ...plan.carrier, returns: back }, owner };
}

function changes(draw: Stream): OwnerPlan["settings"] {
  return Array.from({ length: 2 + draw.below(3) }, () => ({ at: draw.next(), change: draw.pick(SETTINGS_CHANGES) }));
}

function refunds(draw: Stream): NonNullable<OwnerPlan["refunds"]> {
  return {
    when: draw.pick(["created", "back", "by-hand"] as const),
    largestMinor: draw.pick([1_000, 4_000, 10_000]),
    dailyMinor: draw.pick([4_000, 10_000, 50_000]),
  };
}
