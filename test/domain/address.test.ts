import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CORRECTABLE_FIELDS,
  type CorrectableField,
  correctionsFrom,
  correctRecipient,
  fieldOf,
  type Recipient,
  rebaseCorrections,
} from "../../src/domain/address";
import { louise, louiseAtHome } from "./cast";

const moved = (changes: Partial<Recipient["address"]>): Recipient => ({
  ...louiseAtHome,
  address: { ...louise, ...changes },
});
const correct = (typed: Partial<Record<CorrectableField, string>>) => correctionsFrom(louiseAtHome, typed, "Ines", 7);

describe("corrections a person types", () => {
  it("are kept for the fields that differ, with what they replaced", () => {
    expect(correct({ street1: " 16 rue des Lilas ", city: "Lyon", zip: "69003" })).toEqual({
      street1: { value: "16 rue des Lilas", replaced: "14 rue des Lilas", by: "Ines", at: 7, theirs: null },
    });
  });

  it.each([
    ["Lyon ", "Lyon"],
    ["door 4\nsecond floor", "door 4\r\nsecond floor"],
    ["rue  des Lilas", "rue des Lilas"],
  ])("are none when a form only respells the spaces of %j", (theirs, typed) => {
    expect(correctionsFrom(moved({ note: theirs }), { note: typed }, "Ines", 7)).toEqual({});
  });

  it("may empty a field, and fill the country", () => {
    const nowhere = moved({ country: null, note: "ring twice" });
    const corrections = correctionsFrom(nowhere, { country: "FR", note: "" }, "Ines", 7);
    expect(correctRecipient(nowhere, corrections).address).toEqual({ ...louise, country: "FR", note: "" });
  });

  it("are laid over the marketplace's words, field by field, and leave these alone", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...CORRECTABLE_FIELDS), fc.stringMatching(/^[a-z]{1,8}$/)), (typed) => {
        const before = structuredClone(louiseAtHome);
        const corrected = correctRecipient(louiseAtHome, correct(typed));
        for (const field of CORRECTABLE_FIELDS) {
          expect(fieldOf(corrected, field)).toBe(typed[field] ?? fieldOf(louiseAtHome, field));
        }
        expect(louiseAtHome).toEqual(before);
      }),
    );
  });
});

describe("the marketplace changes its words after a correction", () => {
  const corrections = correct({ street1: "16 rue des Lilas" });

  it.each([
    ["another field", { city: "Villeurbanne" }, null],
    ["nothing", {}, null],
    ["the same field", { street1: "2 rue Haute" }, "2 rue Haute"],
    ["the same field to nothing", { street1: "" }, null],
  ])("%s: the correction stays, theirs is %4$j", (_what, changes, theirs) => {
    const rebased = rebaseCorrections(corrections, moved(changes));
    expect(rebased).toEqual({ street1: { ...corrections.street1, theirs } });
    expect(correctRecipient(moved(changes), rebased).address.street1).toBe("16 rue des Lilas");
  });

  it("says what the person said: nothing is left to correct", () => {
    expect(rebaseCorrections(corrections, moved({ street1: "16 rue des Lilas" }))).toEqual({});
  });

  it("goes back, goes on, goes empty", () => {
    const conflict = rebaseCorrections(corrections, moved({ street1: "2 rue Haute" }));
    expect(rebaseCorrections(conflict, louiseAtHome).street1?.theirs).toBeNull();
    expect(rebaseCorrections(conflict, moved({ street1: "3 rue Haute" })).street1?.theirs).toBe("3 rue Haute");
    expect(rebaseCorrections(conflict, moved({ street1: "" })).street1?.theirs).toBe("2 rue Haute");
  });

  it("is answered by keep mine, or by take theirs", () => {
    const theirs = moved({ street1: "2 rue Haute" });
    const mine = correctionsFrom(theirs, { street1: "16 rue des Lilas" }, "Ines", 9);
    expect(mine.street1).toMatchObject({ replaced: "2 rue Haute", theirs: null });
    expect(rebaseCorrections(mine, theirs)).toEqual(mine);
    expect(correctionsFrom(theirs, { street1: "2 rue Haute" }, "Ines", 9)).toEqual({});
  });
});
