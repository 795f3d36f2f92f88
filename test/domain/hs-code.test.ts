import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HS_CHAPTERS, type HsFault, readHsCode } from "../../src/domain/hs-code";

describe("an HS code", () => {
  it.each([
    ["610910", "610910"],
    ["6109.10", "610910"],
    ["6109.10.00", "61091000"],
    [" 6109 10 00 10 ", "6109100010"],
    ["6109-10-00", "61091000"],
    ["0106.41", "010641"],
    ["010641", "010641"],
    ["6109\u00a010", "610910"],
    ["'010641", "010641"],
    ["６１０９１０", "610910"],
    ["970100", "970100"],
  ])("is read from %j as %s", (text, code) => {
    expect(readHsCode(text)).toEqual({ ok: true, code });
  });

  it.each<[string, HsFault]>([
    ["", "empty"],
    ["   ", "empty"],
    ["--", "empty"],
    ["6,1091E+09", "excel"],
    ["6.1091E+09", "excel"],
    ["6.1E9", "excel"],
    ["6,1091 E+09", "excel"],
    ["6E+09", "excel"],
    ["T-shirt", "not-digits"],
    ["6109,10", "not-digits"],
    ["6109/10", "not-digits"],
    ["６１０９ab", "not-digits"],
    ["10641", "length"],
    ["6109", "length"],
    ["6109100", "length"],
    ["61091000100", "length"],
    ["000000", "chapter"],
    ["771000", "chapter"],
    ["980100", "chapter"],
    ["99999999", "chapter"],
  ])("is not read from %j: %s", (text, why) => {
    expect(readHsCode(text)).toEqual({ ok: false, why });
  });

  it("is read again as itself, whatever stood between its digits", () => {
    const chapter = fc.constantFrom(...HS_CHAPTERS);
    const rest = fc.constantFrom(4, 6, 8).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));
    const between = fc.constantFrom("", ".", " ", "-");
    fc.assert(
      fc.property(chapter, rest, between, (first, last, gap) => {
        const code = `${first}${last}`;
        expect(readHsCode([...code].join(gap))).toEqual({ ok: true, code });
      }),
    );
  });

  it("is never made of anything else: any text is a code of 6, 8 or 10 digits or a reason", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const read = readHsCode(text);
        if (read.ok) expect(read.code).toMatch(/^(\d{6}|\d{8}|\d{10})$/);
        else expect(["empty", "excel", "not-digits", "length", "chapter"]).toContain(read.why);
      }),
    );
  });
});

it("there are 96 chapters, 77 not among them", () => {
  expect(HS_CHAPTERS).toHaveLength(96);
  expect(HS_CHAPTERS.slice(0, 2)).toEqual(["01", "02"]);
  expect(HS_CHAPTERS.at(-1)).toBe("97");
  expect(HS_CHAPTERS).not.toContain("77");
});
