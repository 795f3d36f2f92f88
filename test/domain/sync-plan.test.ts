import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PollInterval } from "../../src/domain/store";
import {
  intervalMinutes,
  isBusy,
  nextCursor,
  type PollFloor,
  planSync,
  pollFloor,
  pollWindow,
  type SyncSituation,
  type Walk,
} from "../../src/domain/sync-plan";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_000 * HOUR;

const calm: SyncSituation = {
  now: NOW,
  lastPollAt: NOW - MINUTE,
  lastWalk: "changes",
  proofDueAt: NOW + HOUR,
  spread: 123_456_789,
  interval: "auto",
  busy: false,
  backedOffUntil: null,
  floorMinutes: 1,
  dueIntentAt: null,
  choreAt: null,
  outboxWaiting: false,
  paused: false,
  importing: false,
};

const CASES: [what: string, changes: Partial<SyncSituation>, poll: boolean, wakesIn: number][] = [
  ["the first poll of a store", { lastPollAt: null }, true, 5 * MINUTE],
  ["quiet, a minute after a poll", {}, false, 4 * MINUTE],
  ["quiet, five minutes after", { lastPollAt: NOW - 5 * MINUTE }, true, 5 * MINUTE],
  ["busy, a minute after", { busy: true }, true, MINUTE],
  ["busy, 59 s after", { busy: true, lastPollAt: NOW - 59_000 }, false, 1_000],
  ["set to 1 minute", { interval: 1 }, true, MINUTE],
  ["set to 15 minutes", { interval: 15, busy: true }, false, 14 * MINUTE],
  ["busy above a floor of 5", { busy: true, floorMinutes: 5 }, false, 4 * MINUTE],
  ["set to 15 above a floor of 5", { interval: 15, floorMinutes: 5 }, false, 14 * MINUTE],
  ["quiet above a floor of 15", { floorMinutes: 15 }, false, 14 * MINUTE],
  ["backed off past the interval", { busy: true, backedOffUntil: NOW + 90_000 }, false, 90_000],
  ["backed off within the interval", { backedOffUntil: NOW + 90_000 }, false, 4 * MINUTE],
  ["backed off until now", { busy: true, backedOffUntil: NOW }, true, MINUTE],
  ["backed off before the first poll", { lastPollAt: null, backedOffUntil: NOW + 90_000 }, false, 90_000],
  ["an intent due soon", { dueIntentAt: NOW + 30_000 }, false, 30_000],
  ["an intent overdue", { dueIntentAt: NOW - 30_000 }, false, 0],
  ["an intent due late", { dueIntentAt: NOW + HOUR }, false, 4 * MINUTE],
  ["rows wait for D1", { outboxWaiting: true }, false, 1_000],
  ["importing", { importing: true, lastPollAt: null }, false, 0],
  ["importing under a 429", { importing: true, backedOffUntil: NOW + HOUR }, false, HOUR],
  [
    "importing under a 429 with an intent due",
    { importing: true, backedOffUntil: NOW + HOUR, dueIntentAt: NOW + 9 },
    false,
    9,
  ],
  ["paused", { paused: true, lastPollAt: null, dueIntentAt: NOW - 1, importing: true }, false, HOUR],
  ["paused with rows for D1", { paused: true, outboxWaiting: true }, false, 1_000],
  ["the clock was set back", { lastPollAt: NOW + 9 * HOUR }, false, 5 * MINUTE],
  ["the daily reading first", { choreAt: NOW + 20_000 }, false, 20_000],
  ["a rebuild under a pause", { paused: true, choreAt: NOW }, false, 0],
  ["a minute after a proof", { lastWalk: "open" }, true, 5 * MINUTE],
  ["a minute after a proof, under a floor of 5", { lastWalk: "open", floorMinutes: 5 }, false, 4 * MINUTE],
  ["after a start, in its own moment of the interval", { lastWalk: "start", spread: 90_000 }, false, 30_000],
  ["after a start whose moment is too soon", { lastWalk: "start", spread: 5 * MINUTE + 1 }, true, 5 * MINUTE],
];

describe("the plan of a slice", () => {
  it.each(CASES)("%s", (_what, changes, poll, wakesIn) => {
    expect(planSync({ ...calm, ...changes })).toMatchObject({
      poll,
      proof: false,
      late: false,
      nextAlarm: NOW + wakesIn,
    });
  });

  const due = { ...calm, lastPollAt: NOW - 5 * MINUTE };
  it.each<[string, Partial<SyncSituation>, Partial<ReturnType<typeof planSync>>]>([
    [
      "is a proof when one is due, and the poll follows a minute later",
      { proofDueAt: NOW },
      { proof: true, nextAlarm: NOW + MINUTE },
    ],
    [
      "waits for its floor after a proof",
      { proofDueAt: 0, floorMinutes: 5 },
      { proof: true, nextAlarm: NOW + 5 * MINUTE },
    ],
    ["is no proof right after one", { proofDueAt: 0, lastWalk: "open" }, { proof: false }],
    ["is a proof when the clock was set back", { proofDueAt: NOW + HOUR + 1 }, { proof: true }],
    [
      "is late when the store slept",
      { lastPollAt: NOW - 7 * MINUTE - 1 },
      { late: true, nextAlarm: NOW + (calm.spread % (5 * MINUTE)) },
    ],
    ["is not late two minutes after its moment", { lastPollAt: NOW - 7 * MINUTE }, { late: false }],
  ])("a poll %s", (_what, changes, plan) => {
    expect(planSync({ ...due, ...changes })).toMatchObject({ poll: true, ...plan });
  });

  it("never makes two proofs in a row, whatever became of the first", () => {
    const { proof } = planSync({ ...due, proofDueAt: 0, lastWalk: "open", lastPollAt: NOW - HOUR });
    expect(proof).toBe(false);
  });

  const anySituation = fc.record({
    now: fc.constant(NOW),
    lastPollAt: fc.option(fc.integer({ min: NOW - HOUR, max: NOW })),
    lastWalk: fc.constantFrom<Walk>("changes", "open", "start"),
    proofDueAt: fc.integer({ min: NOW - HOUR, max: NOW + HOUR }),
    spread: fc.nat(),
    interval: fc.constantFrom<PollInterval>("auto", 1, 5, 15),
    busy: fc.boolean(),
    backedOffUntil: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR })),
    floorMinutes: fc.constantFrom<PollFloor>(1, 5, 15),
    dueIntentAt: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR })),
    choreAt: fc.option(fc.integer({ min: NOW - HOUR, max: NOW + HOUR })),
    outboxWaiting: fc.boolean(),
    paused: fc.boolean(),
    importing: fc.boolean(),
  });

  it("never polls twice within the minute, under the floor, too early after a 429, or while paused", () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const plan = planSync(situation);
        expect(plan.nextAlarm).toBeGreaterThanOrEqual(NOW);
        expect(plan.nextAlarm).toBeLessThanOrEqual(NOW + HOUR);
        if (!plan.poll) return;
        expect(situation.paused || situation.importing).toBe(false);
        expect(situation.backedOffUntil ?? 0).toBeLessThanOrEqual(NOW);
        const interval = situation.lastWalk === "changes" ? intervalMinutes(situation) : situation.floorMinutes;
        const shortest = interval * MINUTE;
        expect(shortest).toBeGreaterThanOrEqual(situation.floorMinutes * MINUTE);
        expect(NOW - (situation.lastPollAt ?? 0)).toBeGreaterThanOrEqual(shortest);
        expect(planSync({ ...situation, lastPollAt: NOW }).poll).toBe(false);
      }),
    );
  });

  it("wakes at the very moment the next poll is due", () => {
    const { nextAlarm } = planSync(calm);
    expect(planSync({ ...calm, now: nextAlarm }).poll).toBe(true);
    expect(planSync({ ...calm, now: nextAlarm - 1 }).poll).toBe(false);
  });
});

describe("the floor that 429 answers leave", () => {
  it.each([
    ["none", [], 1],
    ["one", [1], 1],
    ["two within an hour", [90, 31], 5],
    ["two an hour and more apart", [92, 31], 1],
    ["two, and a third", [90, 60, 30], 5],
    ["two, then two more while raised", [600, 590, 300, 20], 15],
    ["two pairs and two more", [600, 590, 500, 490, 20, 10], 15],
    ["two a day ago", [24 * 60 + 30, 24 * 60], 1],
    ["two a little less than a day ago", [24 * 60 + 30, 24 * 60 - 1], 5],
    ["four, the last a day ago", [47 * 60, 46 * 60, 25 * 60, 24 * 60], 1],
    ["four over two days, the last within a day", [47 * 60, 46 * 60 + 30, 23 * 60, 22 * 60 + 31], 15],
    ["a pair after a raise that ended", [60 * 60, 59 * 60 + 30, 20, 10], 5],
  ] as [string, number[], number][])("%s", (_what, minutesAgo, floor) => {
    const waits = minutesAgo.map((ago) => NOW - ago * MINUTE);
    expect(pollFloor(waits, NOW)).toBe(floor);
    expect(pollFloor(waits.toReversed(), NOW)).toBe(floor);
  });

  it("does not know the future", () => {
    expect(pollFloor([NOW + 1, NOW + 2], NOW)).toBe(1);
  });
});

describe("the cursor", () => {
  it("is the newest update seen and never goes back", () => {
    expect(nextCursor(50, [10, 70, 60])).toBe(70);
    expect(nextCursor(50, [10])).toBe(50);
    expect(nextCursor(50, [])).toBe(50);
    expect(nextCursor(50, [Number.NaN, 60])).toBe(60);
  });

  it("holds for a page walk of a million orders", () => {
    expect(
      nextCursor(
        0,
        Array.from({ length: 1_000_000 }, (_, at) => at),
      ),
    ).toBe(999_999);
  });

  it("looks ten minutes back", () => {
    expect(pollWindow(NOW)).toBe(NOW - 10 * MINUTE);
  });
});

describe("a busy store", () => {
  it.each([
    [null, null, false],
    [14, null, true],
    [15, null, false],
    [null, 1, true],
    [null, 2, false],
    [60, 1, true],
  ])("changed %s min ago, looked at %s min ago: %s", (changed, looked, busy) => {
    const ago = (minutes: number | null) => (minutes === null ? null : NOW - minutes * MINUTE);
    expect(isBusy({ now: NOW, openOrderChangedAt: ago(changed), lookedAt: ago(looked) })).toBe(busy);
  });
});
