import { describe, expect, it } from "vitest";
import { type IntentKind, legalChoices, PARK_REASONS } from "../../src/domain/intent";
import { excludes, INTENT_POLICIES } from "../../src/domain/intent-policy";

const on = (kind: IntentKind, lineId: string | null = null) => ({ kind, lineId });

describe("the lock of an order", () => {
  it.each([
    ["a label and its order's cancellation", on("label"), on("cancel"), true],
    ["a cancelled label and shipping", on("cancel-label"), on("ship"), true],
    ["two labels", on("label"), on("label"), true],
    ["accepting and refusing", on("accept"), on("refuse"), true],
    ["two refunds of one line", on("refund", "L-1"), on("refund", "L-1"), true],
    ["refunds of two lines", on("refund", "L-1"), on("refund", "L-2"), false],
    ["a refund and a partial cancel of one line", on("refund", "L-1"), on("cancel-line", "L-1"), true],
    ["a refund and the order's cancellation", on("refund", "L-1"), on("cancel"), true],
    ["a refund and shipping", on("refund", "L-1"), on("ship"), false],
    ["two tracking numbers", on("tracking"), on("tracking"), true],
    ["tracking and a label", on("tracking"), on("label"), false],
    ["pushing and deleting there", on("push"), on("unpush"), true],
    ["a reference and anything", on("reference"), on("label"), false],
  ])("keeps %s apart: %s", (_, one, other, apart) => {
    expect(excludes(one, other)).toBe(apart);
    expect(excludes(other, one)).toBe(apart);
  });
});

describe("effects without a key at the remote", () => {
  it("are refunds, partial cancellations and shipments, and nothing else", () => {
    const keyless = Object.entries(INTENT_POLICIES).filter(([, policy]) => policy.cleanReads > 1);
    expect(keyless.map(([kind]) => kind).sort()).toEqual(["cancel-line", "refund", "shipment"]);
    for (const [, policy] of keyless) expect(policy).toMatchObject({ settleMs: 900_000, maxSends: 2 });
  });
});

describe("what a person may decide", () => {
  it.each(PARK_REASONS)("%s can always be looked at again, or dropped", (reason) => {
    expect(legalChoices(reason)).toEqual(expect.arrayContaining(["check", "happened", "drop"]));
  });

  it("never sends again what went the opposite way", () => {
    expect(legalChoices("opposite-happened")).not.toContain("send-again");
    expect(legalChoices("resends-used-up")).toContain("send-again");
  });
});
