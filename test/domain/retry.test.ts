import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IntentKind, IntentState } from "../../src/domain/intent";
import { INTENT_POLICIES } from "../../src/domain/intent-policy";
import { backoff, intentAfter, mayResend, type ReplyClass, settleUntil } from "../../src/domain/retry";

const REPLIES: ReplyClass[] = ["ok", "rejected", "key-refused", "wait", "unknown", "not-sent"];
const KINDS = Object.keys(INTENT_POLICIES) as IntentKind[];

// Kind, then the state after a rejection of the first send, and of one that follows an unknown.
const AFTER_REJECTION: [IntentKind, first: IntentState, later: IntentState][] = [
  ["label", "failed", "reconciling"],
  ["cancel-label", "reconciling", "reconciling"],
  ["accept", "reconciling", "reconciling"],
  ["refuse", "reconciling", "reconciling"],
  ["tracking", "failed", "reconciling"],
  ["ship", "reconciling", "reconciling"],
  ["shipment", "failed", "reconciling"],
  ["refund", "failed", "reconciling"],
  ["cancel-line", "failed", "reconciling"],
  ["cancel", "reconciling", "reconciling"],
  ["reference", "failed", "reconciling"],
  ["push", "failed", "reconciling"],
  ["patch", "failed", "reconciling"],
  ["unpush", "reconciling", "reconciling"],
];

describe("an intent after an answer", () => {
  it.each(AFTER_REJECTION)("%s", (kind, first, later) => {
    for (const [sends, rejected] of [
      [1, first],
      [2, later],
      [5, later],
    ] as const) {
      const answered = (reply: ReplyClass) => intentAfter(kind, { state: "sent", sends }, reply);
      expect(answered("ok")).toEqual({ state: "done", sends });
      expect(answered("rejected")).toEqual({ state: rejected, sends });
      expect(answered("unknown")).toEqual({ state: "unknown", sends });
      for (const notDone of ["key-refused", "wait", "not-sent"] as const) {
        expect(answered(notDone)).toEqual({ state: "ready", sends: sends - 1 });
      }
    }
  });

  it("covers each kind", () => {
    expect(AFTER_REJECTION.map(([kind]) => kind).sort()).toEqual(KINDS.toSorted());
  });

  it("may be proved done by a late answer, and never goes back to ready", () => {
    for (const state of ["unknown", "reconciling"] as const) {
      for (const reply of REPLIES) {
        const { state: after } = intentAfter("label", { state, sends: 1 }, reply);
        expect(after).toBe(reply === "ok" ? "done" : state);
      }
    }
  });

  it("changes nothing once it has ended, is parked, or was never sent", () => {
    for (const state of ["planned", "ready", "done", "failed", "skipped", "parked"] as const) {
      for (const reply of REPLIES) expect(intentAfter("ship", { state, sends: 2 }, reply)).toEqual({ state, sends: 2 });
    }
  });

  it("never fails once an answer stayed away, whatever follows", () => {
    const walk = fc.tuple(fc.constantFrom(...KINDS), fc.array(fc.constantFrom(...REPLIES), { maxLength: 12 }));
    fc.assert(
      fc.property(walk, ([kind, replies]) => {
        let intent = { state: "ready" as IntentState, sends: 0 };
        let wasUnknown = false;
        for (const reply of replies) {
          // A read-back that finds nothing makes an unknown intent ready again.
          if (["unknown", "reconciling"].includes(intent.state)) intent = { ...intent, state: "ready" };
          if (intent.state !== "ready" || !mayResend(kind, intent.sends)) break;
          intent = intentAfter(kind, { state: "sent", sends: intent.sends + 1 }, reply);
          if (intent.state === "unknown") wasUnknown = true;
          expect(intent.sends).toBeLessThanOrEqual(INTENT_POLICIES[kind].maxSends);
          if (wasUnknown) expect(intent.state).not.toBe("failed");
        }
      }),
    );
  });
});

describe("the policies", () => {
  it.each([
    ["label", 60, 5],
    ["cancel-label", 60, 5],
    ["accept", 60, 3],
    ["refuse", 60, 3],
    ["tracking", 30, 5],
    ["ship", 60, 5],
  ] as [IntentKind, number, number][])("%s settles in %i s and goes at most %i times", (kind, seconds, sends) => {
    expect(settleUntil(kind, 1_000)).toBe(1_000 + seconds * 1_000);
    expect(mayResend(kind, sends - 1)).toBe(true);
    expect(mayResend(kind, sends)).toBe(false);
  });
});

describe("the wait after failed polls", () => {
  it.each([
    [1, 0, 1_000],
    [1, 0.999, 1_998],
    [3, 0.5, 4_000],
    [10, 0.5, 512_000],
    [11, 0.5, 900_000],
    [5_000, 0.5, 900_000],
  ])("attempt %i with chance %d is %i ms", (attempt, random, wait) => {
    expect(backoff(attempt, random)).toBe(wait);
  });

  it("stays between a second and half an hour, in whole milliseconds", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const wait = backoff(attempt, random);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(1_000);
        expect(wait).toBeLessThanOrEqual(30 * 60_000);
      }),
    );
  });
});
