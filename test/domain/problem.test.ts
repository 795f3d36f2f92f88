import { describe, expect, it } from "vitest";
import type { Address, Corrections } from "../../src/domain/address";
import { findProblems, type Problem } from "../../src/domain/problem";
import { louise, louiseAtHome } from "./cast";

const CASES: [what: string, Partial<Address>, Problem[]][] = [
  ["a whole address", {}, []],
  ["only a company", { firstName: "", lastName: "", company: "Atelier" }, []],
  ["no name", { firstName: " ", lastName: "" }, [{ code: "name-missing", field: "lastName" }]],
  ["no street", { street1: "" }, [{ code: "street-missing", field: "street1" }]],
  ["no city", { city: " " }, [{ code: "city-missing", field: "city" }]],
  ["no postcode", { zip: "" }, [{ code: "zip-missing", field: "zip" }]],
  ["no postcode where there is none", { zip: "", country: "AE" }, []],
  ["no country", { country: null }, [{ code: "country-unknown", field: "country" }]],
  [
    "no country, so no word on the postcode",
    { country: null, zip: "" },
    [{ code: "country-unknown", field: "country" }],
  ],
];

describe("what blocks a label", () => {
  it.each(CASES)("%s", (_what, changes, problems) => {
    expect(findProblems({ ...louiseAtHome, address: { ...louise, ...changes } }, {})).toEqual(problems);
  });

  it("is a field that the marketplace changed after its correction, and no other correction", () => {
    const made = { value: "x", replaced: "y", by: "Ines", at: 0 };
    const corrections: Corrections = { city: { ...made, theirs: null }, email: { ...made, theirs: "z" } };
    expect(findProblems(louiseAtHome, corrections)).toEqual([{ code: "changed-after-correction", field: "email" }]);
  });

  it("is everything at once on an empty address", () => {
    const nothing = { ...louise, firstName: "", lastName: "", street1: "", city: "", zip: "" };
    const codes = findProblems({ address: nothing, email: "" }, {}).map(({ code }) => code);
    expect(codes).toEqual(["name-missing", "street-missing", "city-missing", "zip-missing"]);
  });
});
