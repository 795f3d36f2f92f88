import { describe, expect, it } from "vitest";
import { nomenclatureSql } from "../../scripts/hs-nomenclature.mjs";
import { searchNomenclature } from "../../src/db/nomenclature";
import { hsWordsOf } from "../../src/domain/hs-words";
import { d1Twin } from "../d1-twin";
import { loadNomenclature, SAMPLE } from "../nomenclature";

const HEAD = "section,hscode,description,parent,level";
const file = (...rows: string[]) => [HEAD, ...rows].join("\n");
const HEADING = "XI,6109,T-shirts,61,4";

describe("an open nomenclature", () => {
  it("is read with its headings and codes; chapters and the sum are left out", () => {
    expect(nomenclatureSql(SAMPLE)).toMatchObject({ headings: 7, codes: 10 });
  });

  it.each([
    ["with a byte order mark", `\uFEFF${SAMPLE}`],
    ["with Windows' ends of lines", SAMPLE.replaceAll("\n", "\r\n")],
    ["with its columns in another order", reordered(SAMPLE)],
  ])("is read %s", (_, text) => {
    expect(nomenclatureSql(text)).toMatchObject({ headings: 7, codes: 10 });
  });

  it.each([
    ["another table", "a,b\n1,2", "hscode, description, level"],
    ["nothing", "", "hscode, description, level"],
    ["a page that says the file is gone", "<html><body>404</body></html>", "hscode, description, level"],
    ["a code without its zero", file("I,10641,Bees,0106,6"), 'Row 1: "10641" is no code of 6 digits'],
    ["a code that a spreadsheet changed", file(HEADING, 'XI,"6,1E+05",Shirts,6109,6'), 'Row 2: "6,1E+05" is no code'],
    ["a code without words", file(HEADING, "XI,610910,,6109,6"), "Row 2: 610910 has no description"],
    ["a file that was cut off", file(HEADING, "XI,610910,T-shirts,6109,6", "XI,620520,Shirts,6205,6"), "of 620520"],
    ["headings alone", file(HEADING), "no code of six digits"],
  ])("is refused whole for %s", (_, text, words) => {
    const { fault, statements } = nomenclatureSql(text);
    expect(fault).toContain(words);
    expect(statements).toBeUndefined();
  });

  it("takes the place of the one before, loaded twice as well as once", async () => {
    const d1 = d1Twin();
    await loadNomenclature(d1);
    await loadNomenclature(d1);
    const drills = () => searchNomenclature(d1, "w1", hsWordsOf("drills", []), 10);
    expect((await drills()).map(({ code }) => code)).toEqual(["846721"]);
    await loadNomenclature(d1, file(HEADING, "XI,610910,T-shirts; it's cotton,6109,6"));
    expect(await drills()).toEqual([]);
    const [shirt] = await searchNomenclature(d1, "w1", hsWordsOf("shirt", []), 10);
    expect(shirt).toMatchObject({ code: "610910", description: "T-shirts; it's cotton", heading: "T-shirts" });
  });

  it("brings its search back where that was dropped for an export, as the migration made it", async () => {
    const d1 = d1Twin();
    const made = async () => {
      const sql = await d1.prepare("SELECT sql FROM sqlite_schema WHERE name = 'hs_words'").first<string>("sql");
      return sql?.replace(/[`\s]+/g, "");
    };
    const before = await made();
    await d1.prepare("DROP TABLE hs_words").run();
    await loadNomenclature(d1);
    expect(await made()).toBe(before);
    expect(await searchNomenclature(d1, "w1", hsWordsOf("drills", []), 10)).toHaveLength(1);
  });

  it("goes in statements that D1 takes, and loses no code between them", () => {
    const rows = Array.from({ length: 5_000 }, (_, place) => `XI,${610_000 + place},${"long ".repeat(20)},x,6`);
    const headings = [...new Set(rows.map((row) => row.slice(3, 7)))].map((heading) => `XI,${heading},Heading,61,4`);
    const { statements = [] } = nomenclatureSql(file(...headings, ...rows));
    expect(statements.length).toBeGreaterThan(5);
    for (const statement of statements) expect(statement.length).toBeLessThan(100_000);
    expect(statements.join("").match(/\('\d{6}','long/g)).toHaveLength(5_000);
  });
});

function reordered(text: string): string {
  const [, ...lines] = text.trim().split("\n");
  return ["Level,Description,HSCode", ...lines.map(swap)].join("\n");
}

function swap(line: string): string {
  const [, code = "", words = "", level = ""] = /^\w+,(\w+),(".*"|[^,]*),\w+,(\d)$/.exec(line) ?? [];
  return `${level},${words},${code}`;
}
