import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/lib/http";
import { answersOf, isStillProcessing } from "../../src/sendcloud/push-answers";

const NOW = 1_000;
const wait = { kind: "wait", until: NOW, alone: true };

function refusal(...pointers: string[]): Reply<never> {
  const errors = pointers.map((pointer) => ({
    status: "400",
    code: "invalid",
    detail: "Field required",
    source: { pointer },
  }));
  return { kind: "rejected", status: 400, code: "invalid", message: "many words", body: { errors } };
}

describe("what one answer says of each order of a list", () => {
  it("is that all were taken in, and nothing proven", () => {
    const answers = answersOf({ kind: "ok", value: 3, status: 201, headers: {} }, 3, NOW);
    expect(answers).toEqual(Array(3).fill({ kind: "unknown", why: "accepted", status: 201, message: "" }));
  });

  it("is no for those it names, and nothing done for the others", () => {
    const answers = answersOf(
      refusal("/data/attributes/[1]/order_number", "/data/attributes/3/shipping_address/city"),
      4,
      NOW,
    );
    expect(answers).toMatchObject([
      wait,
      { kind: "rejected", status: 400, message: "Field required (/data/attributes/[1]/order_number)" },
      wait,
      { kind: "rejected", message: "Field required (/data/attributes/3/shipping_address/city)" },
    ]);
  });

  it("is all that it says of one, in its order", () => {
    const answers = answersOf(refusal("/data/attributes/[0]/a", "/data/attributes/[0]/b"), 1, NOW);
    expect(answers).toMatchObject([
      { message: "Field required (/data/attributes/[0]/a); Field required (/data/attributes/[0]/b)" },
    ]);
  });

  it.each([
    ["no pointer", { ...refusal(), body: { errors: [{ detail: "no" }] } }],
    ["a pointer to the list", refusal("/data")],
    ["a place beyond the list", refusal("/data/attributes/[9]/order_number")],
    ["no errors", { ...refusal(), body: null }],
  ])("is unsaid with %s", (_, reply) => {
    expect(answersOf(reply as Reply<never>, 2, NOW)).toBeNull();
  });

  it.each([
    { kind: "unknown", why: "timeout", status: null, message: "" },
    { kind: "wait", until: 5_000 },
    { kind: "key-refused", status: 401, message: "" },
  ] as Reply<never>[])("is the same for all with $kind", (reply) => {
    expect(answersOf(reply, 2, NOW)).toEqual([reply, reply]);
  });

  it("names whom the vendor names, whatever the places", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(99), { minLength: 1 }), (places) => {
        const answers = answersOf(refusal(...places.map((place) => `/data/attributes/[${place}]/x`)), 100, NOW) ?? [];
        const named = answers.flatMap(({ kind }, place) => (kind === "rejected" ? [place] : []));
        expect(named).toEqual(places.toSorted((one, other) => one - other));
      }),
    );
  });

  it("knows a list of which an order is still being saved", () => {
    const words = "We are still processing a previous request. Please try again in a moment.";
    expect(isStillProcessing({ ...refusal("/data"), message: words } as Reply<never>)).toBe(true);
    expect(isStillProcessing(refusal("/data"))).toBe(false);
  });
});
