import { describe, expect, it } from "vitest";
import { countryOfText } from "../../src/lib/country-names";
import { readTableFile } from "../../src/lib/table-file";
import { ENCODINGS } from "../../src/lib/table-file-text";
import { workbook } from "../fixtures/products/workbook.mjs";

// What Node has and the platform might not: encodings, unpacking, names of countries.
describe("on the platform itself", () => {
  it("every encoding is known", async () => {
    for (const encoding of ENCODINGS) expect(await readTableFile(utf16le("s;h\n"), { encoding })).toBeDefined();
    const mac = new Uint8Array([0x61, 0x3b, 0x8e]);
    expect(await readTableFile(mac, { encoding: "macintosh" })).toMatchObject({ rows: [{ cells: ["a", "é"] }] });
    expect(await readTableFile(new Uint8Array([0x61, 0x3b, 0xe9, 0x80]))).toMatchObject({
      rows: [{ cells: ["a", "é€"] }],
    });
    expect(await readTableFile(utf16le("a;é\n"))).toMatchObject({
      encoding: "utf-16le",
      rows: [{ cells: ["a", "é"] }],
    });
  });

  it("a workbook is unpacked, also one whose sheet is long", async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => [`SKU-${row}`, row]);
    const file = await readTableFile(new Uint8Array(workbook({ Sheet: rows }, { shared: false })));
    expect(file.ok && [file.rows.length, file.rows.at(-1)]).toEqual([
      9000,
      { line: 9000, cells: ["SKU-8999", "8999"] },
    ]);
  });

  it("countries have names in six languages", () => {
    const names = ["Allemagne", "Germany", "Deutschland", "Duitsland", "Alemania", "Germania"];
    expect(names.map(countryOfText)).toEqual(Array(6).fill("DE"));
  });
});

function utf16le(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]));
}
