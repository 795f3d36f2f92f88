import type { PollInterval } from "./store";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const AUTO_BUSY_MINUTES = 1;
const AUTO_QUIET_MINUTES = 5;
const ORDERS_MOVE_FOR_MS = 15 * MINUTE_MS;
const LOOKED_AT_FOR_MS = 2 * MINUTE_MS;
const PAUSED_WAKE_MS = HOUR_MS;
/** A poll later than this means that the store slept, and others with it. */
const LATE_MS = 2 * MINUTE_MS;
/** Rows that D1 did not take are offered again after this. */
const OUTBOX_AGAIN_MS = 1_000;
/** Mirakl itself subtracts a time delta from the start of the window; ours covers equal stamps and late commits. */
const POLL_OVERLAP_MS = 10 * MINUTE_MS;

export type PollFloor = 1 | 5 | 15;

/**
 * What the last walk over OR11 was: a poll of what changed, the proof over all open orders, or one that many stores may
 * have made at the same moment: the end of the first import, or a poll that came late.
 */
export type Walk = "changes" | "open" | "start";

/** Moments are epoch milliseconds. */
export type SyncSituation = {
  now: number;
  /** When the last walk over OR11 began; null before the first. */
  lastPollAt: number | null;
  lastWalk: Walk;
  /** From when on the proof that nothing is missing takes the place of a poll. */
  proofDueAt: number;
  /** Any whole number that stays the same for one store: spreads the stores over an interval. */
  spread: number;
  interval: PollInterval;
  busy: boolean;
  /** Nothing is asked of the marketplace before this moment. */
  backedOffUntil: number | null;
  floorMinutes: PollFloor;
  /** The earliest moment at which an intent has something to do: a wait or a settle time is already in it. */
  dueIntentAt: number | null;
  /** The next moment of other work: a rebuild, the daily reading. */
  choreAt: number | null;
  outboxWaiting: boolean;
  paused: boolean;
  /** The first import still walks; it reads OR11 by itself, page after page. */
  importing: boolean;
};

/** `proof`: this poll is the proof. `late`: it comes after the store slept. */
export type SyncPlan = { poll: boolean; proof: boolean; late: boolean; nextAlarm: number };

const NO_POLL = { poll: false, proof: false, late: false };

/**
 * Whether to poll the marketplace now, and when to wake next (design.md 5). `nextAlarm` counts on the poll being made
 * when `poll` is true; `now` means that more work waits at once. A paused store neither polls nor sends: it wakes each
 * hour, and still empties its outbox.
 */
export function planSync(situation: SyncSituation): SyncPlan {
  const { now, paused, importing, outboxWaiting, choreAt } = situation;
  const wakes: number[] = outboxWaiting ? [now + OUTBOX_AGAIN_MS] : [];
  if (choreAt !== null) wakes.push(choreAt);
  if (paused) return { ...NO_POLL, nextAlarm: earliest(now, [now + PAUSED_WAKE_MS, ...wakes]) };
  if (situation.dueIntentAt !== null) wakes.push(situation.dueIntentAt);
  if (importing) return { ...NO_POLL, nextAlarm: earliest(now, [situation.backedOffUntil ?? now, ...wakes]) };
  const dueAt = pollDueAt(situation);
  if (dueAt > now) return { ...NO_POLL, nextAlarm: earliest(now, [dueAt, ...wakes]) };
  const proof = situation.lastWalk !== "open" && isProofDue(situation);
  const late = situation.lastPollAt !== null && now - dueAt > LATE_MS;
  const walk = proof ? "open" : late ? "start" : "changes";
  const next = now + waitAfter({ ...situation, lastWalk: walk });
  return { poll: true, proof, late, nextAlarm: earliest(now, [next, ...wakes]) };
}

/** When the next poll is due: never before the marketplace allows it. */
export function pollDueAt(situation: SyncSituation): number {
  const { now, lastPollAt, backedOffUntil } = situation;
  // A clock that was set back must not silence the store until it catches up.
  const next = lastPollAt === null ? now : Math.min(lastPollAt, now) + waitAfter(situation);
  return Math.max(next, backedOffUntil ?? next);
}

function earliest(now: number, moments: number[]): number {
  return Math.max(now, Math.min(...moments));
}

// A moment further away than an hour was set by a clock that has been set back since.
function isProofDue({ now, proofDueAt }: SyncSituation): boolean {
  return proofDueAt <= now || proofDueAt > now + HOUR_MS;
}

/**
 * How long the last walk lasts. The poll whose place a proof took follows as soon as it may; after a start each store
 * falls into its own moment of the interval.
 */
function waitAfter(situation: SyncSituation): number {
  const interval = intervalMinutes(situation) * MINUTE_MS;
  const shortest = situation.floorMinutes * MINUTE_MS;
  if (situation.lastWalk === "open") return shortest;
  return situation.lastWalk === "start" ? Math.max(shortest, situation.spread % interval) : interval;
}

/**
 * Minutes between two polls as things stand. The shortest is one, so two polls never come closer than OR11 allows
 * (mirakl.md 1.5).
 */
export function intervalMinutes(rhythm: Pick<SyncSituation, "interval" | "busy" | "floorMinutes">): number {
  const auto = rhythm.busy ? AUTO_BUSY_MINUTES : AUTO_QUIET_MINUTES;
  return Math.max(rhythm.floorMinutes, rhythm.interval === "auto" ? auto : rhythm.interval);
}

/**
 * The lowest interval, in minutes, that the marketplace's 429 answers leave us. `waitsSeen` are their moments of the
 * last 48 hours. Two within an hour raise the floor to 5; two more while it is raised, to 15; each raise lasts 24 hours
 * from the second of its pair, and a pair counts once.
 */
export function pollFloor(waitsSeen: readonly number[], now: number): PollFloor {
  let floor: PollFloor = 1;
  let raisedUntil = Number.NEGATIVE_INFINITY;
  let unpaired: number | null = null;
  for (const at of waitsSeen.toSorted((a, b) => a - b)) {
    if (at > now) break;
    if (at >= raisedUntil) floor = 1;
    const pairs: boolean = unpaired !== null && (floor > 1 || at - unpaired <= HOUR_MS);
    if (pairs) {
      floor = floor === 1 ? 5 : 15;
      raisedUntil = at + DAY_MS;
    }
    unpaired = pairs ? null : at;
  }
  return now < raisedUntil ? floor : 1;
}

/** The cursor after these orders were stored: the newest update ever seen, by the marketplace's own clock. */
export function nextCursor(cursor: number, updatedAts: readonly number[]): number {
  return updatedAts.reduce((newest, at) => (at > newest ? at : newest), cursor);
}

/** `start_update_date` of the next poll. */
export function pollWindow(cursor: number): number {
  return cursor - POLL_OVERLAP_MS;
}

/** Whether `auto` polls each minute: an open order changed in the last 15 min, or a person looked in the last 2 min. */
export function isBusy(signs: { now: number; openOrderChangedAt: number | null; lookedAt: number | null }): boolean {
  const within = (at: number | null, span: number) => at !== null && signs.now - at < span;
  return within(signs.openOrderChangedAt, ORDERS_MOVE_FOR_MS) || within(signs.lookedAt, LOOKED_AT_FOR_MS);
}
