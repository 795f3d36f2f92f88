import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTableFile } from "../../src/lib/table-file";
import { workbook } from "../fixtures/products/workbook.mjs";
import { zip } from "../fixtures/products/zip.mjs";

const HEADER = "sku;hs\n";

describe("a text of separated values", () => {
  it.each([
    ["sku;hs\nA;6,1091E+09\nB;6,1091E+09\n", ";"],
    ["sku,hs,text\nA,610910,one; two\n", ","],
    ["sku\ths\nA\t1,2,3\n", "\t"],
    ["sku|hs\nA|610910\n", "|"],
    ["sku,hs,text\nA,610910,a|b\nB,610910,c|d\n", ","],
    ["sku^hs\nA^610910\n", "^"],
    ['sku;text\nA;"one, two, three"\nB;"four, five"\n', ";"],
    ["Export, of today\nsku;hs\nA;610910\n", ";"],
    ["sku\nA\n", ","],
  ])("%j is split by %j", async (text, delimiter) => {
    expect(await readTableFile(bytesOf(text))).toMatchObject({ ok: true, kind: "csv", delimiter });
  });

  it("numbers its lines as a spreadsheet does, blank ones too", async () => {
    const file = await readTableFile(bytesOf('sku;text\r\n\r\nA;"one\r\ntwo"\r\n;;\r\nB;three;;;\r\n'));
    expect(file.ok && file.rows).toEqual([
      { line: 1, cells: ["sku", "text"] },
      { line: 3, cells: ["A", "one\ntwo"] },
      { line: 5, cells: ["B", "three"] },
    ]);
  });

  it("obeys a delimiter and an encoding that a person chose", async () => {
    const mac = new Uint8Array([...bytesOf("sku;titre\nA;"), 0x8e, 0x74, 0x8e]);
    const guessed = await readTableFile(mac);
    expect(guessed.ok && guessed.rows[1]?.cells[1]).toBe("ŽtŽ");
    const chosen = await readTableFile(mac, { encoding: "macintosh", delimiter: ";" });
    expect(chosen.ok && chosen.rows[1]?.cells[1]).toBe("été");
    expect(await readTableFile(bytesOf("a;b\n1;2\n"), { delimiter: "," })).toMatchObject({
      rows: [{ cells: ["a;b"] }, {}],
    });
    expect(await readTableFile(mac, { encoding: "utf-8" })).toEqual({ ok: false, why: "encoding", line: 2 });
  });

  it("knows UTF-16 without a mark", async () => {
    const little = new Uint8Array(Buffer.from("sku;hs\nA;610910\n", "utf16le"));
    expect(await readTableFile(little)).toMatchObject({ ok: true, encoding: "utf-16le" });
    expect(await readTableFile(new Uint8Array(Buffer.from(little).swap16()))).toMatchObject({ encoding: "utf-16be" });
  });

  it.each([
    ["too-large", `${HEADER}${" ".repeat(10 * 1024 * 1024)}`, undefined],
    ["too-many-rows", HEADER + "A;1\n".repeat(50_020), 50_021],
    ["too-many-rows", HEADER + "\n".repeat(600_000), 500_001],
    ["too-many-columns", `${HEADER}A${";x".repeat(200)}\n`, 2],
    ["cell-too-long", `${HEADER}A;${"x".repeat(10_241)}\n`, 2],
    ["cell-too-long", `${HEADER}A${";".repeat(3_000_000)}\n`, 2],
    ["quote", `${HEADER}A;1\nB;"open\nC;2\n`, 3],
    ["quote", `${HEADER}A;"one" two;3\n`, 2],
    ["no-rows", "\r\n;;\r\n", undefined],
    ["not-a-table", "sku\0hs", undefined],
    ["not-a-table", "%PDF-1.7", undefined],
    ["web-page", "\uFEFF<?xml version='1.0'?><Workbook/>", undefined],
    ["empty", "", undefined],
  ] as const)("is refused: %s", async (why, text, line) => {
    expect(await readTableFile(bytesOf(text))).toEqual(
      line === undefined ? { ok: false, why } : { ok: false, why, line },
    );
  });

  it("takes 50,000 rows, 200 columns and 10 KB in a cell", async () => {
    const rows = await readTableFile(bytesOf(HEADER + "A;1\n".repeat(50_000)));
    expect(rows.ok && rows.rows.length).toBe(50_001);
    const wide = await readTableFile(bytesOf(`${"h;".repeat(199)}h\n${"x".repeat(10_240)}\n`));
    expect(wide.ok && wide.rows[0]?.cells.length).toBe(200);
  });
});

describe("a workbook", () => {
  it("keeps every digit of a number, and says which formula has no result", async () => {
    const cells = [
      6109100010,
      0.1 + 0.2,
      { raw: "><v>6.1091E9</v></c>" },
      { formula: "A1" },
      { raw: ' t="b"><v>1</v></c>' },
    ];
    const file = await readTableFile(workbook({ Sheet: [["a"], cells] }));
    expect(file.ok && file.rows[1]?.cells).toEqual(["6109100010", "0.3", "6109100000", "#FORMULA!", "TRUE"]);
  });

  it("is read as far as its values go, however far a blank cell stands", async () => {
    const file = await readTableFile(
      workbook({
        Sheet: [["sku"], ["A"], [{ raw: '/></row><row r="99999999"><c r="ZZ9"/></row><row r="4"><c r="A4"/>' }]],
      }),
    );
    expect(file).toMatchObject({
      ok: true,
      rows: [
        { line: 1, cells: ["sku"] },
        { line: 2, cells: ["A"] },
      ],
    });
  });

  it.each([
    ["too-many-columns", '><v>1</v></c><c r="XFD3"><v>1</v></c>', 3],
    ["too-many-rows", '><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>1</v></c>', 1_000_000],
    ["damaged", '><v>1</v></c><c x=">" r="XFD3"><v>1</v></c>', undefined],
    ["damaged", '><v>1</v></c><c r="&#90;&#90;&#90;&#90;3"><v>1</v></c>', undefined],
    ["damaged", '><v>1</v></c><c x:r="ZZZZ3"><v>1</v></c>', undefined],
    ["damaged", '><v>1</v></c></row><row r="1e9"><c><v>1</v></c>', undefined],
    ["damaged", "><v>1</v>", undefined],
  ])("that asks for too much is refused: %s %s", async (why, raw, line) => {
    const file = await readTableFile(workbook({ Sheet: [["sku"], ["A"], [{ raw }]] }));
    expect(file).toEqual(line === undefined ? { ok: false, why } : { ok: false, why, line });
  });

  it("of more than 10,000 rows is refused", async () => {
    const rows = Array.from({ length: 10_021 }, (_, index) => [index]);
    expect(await readTableFile(workbook({ Sheet: rows }))).toEqual({ ok: false, why: "too-many-rows", line: 10_021 });
    expect(await readTableFile(workbook({ Sheet: rows.slice(0, 10_001) }))).toMatchObject({ ok: true });
  });

  it("that unpacks to more than 40 MB is refused, whether it says so or not", async () => {
    const bomb = zip([
      ["xl/workbook.xml", "<workbook/>"],
      ["xl/worksheets/sheet1.xml", " ".repeat(41 * 1024 * 1024)],
    ]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await readTableFile(new Uint8Array(bomb))).toEqual({ ok: false, why: "unpacks-too-large" });
    // The size stated in the directory's second entry.
    const second = bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 4);
    bomb.writeUInt32LE(1000, second + 24);
    expect(await readTableFile(new Uint8Array(bomb))).toEqual({ ok: false, why: "unpacks-too-large" });
  });

  it.each([
    ["protected", new Uint8Array([...compoundFile(), ...Buffer.from("EncryptedPackage", "utf16le")])],
    ["old-excel", compoundFile()],
    ["old-excel", zip([["xl/workbook.bin", ""]])],
    ["numbers", zip([["Index/Document.iwa", ""]])],
    ["open-document", zip([["content.xml", "<office/>"]])],
    ["not-a-table", zip([["letter.txt", "Dear"]])],
    ["damaged", zip([["xl/workbook.xml", "<workbook>"]])],
    ["damaged", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])],
    ["no-rows", workbook({ Sheet: [] })],
  ])("of another kind is refused: %s", async (why, bytes) => {
    expect(await readTableFile(new Uint8Array(bytes))).toEqual({ ok: false, why });
  });
});

describe("any bytes", () => {
  const beginnings = fc.constantFrom("", "PK\u0003\u0004", HEADER, 'sku;"', "\uFEFFsku,", "sep=;\n", "<");
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(beginnings, fc.string({ maxLength: 200, unit: "binary" })).map(([start, text]) => bytesOf(start + text)),
    fc
      .array(fc.constantFrom("a", "é", ";", ",", "\t", '"', "\n", "\r", " ", "=", "\0"), { maxLength: 80 })
      .map((parts) => bytesOf(parts.join(""))),
  );

  it("are rows or a refusal, never a throw", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => expectAnswer(await readTableFile(new Uint8Array(bytes)))),
      { numRuns: 2000 },
    );
  });

  it("of a workbook with some of them changed are rows or a refusal", async () => {
    const whole = workbook(
      {
        Sheet: [
          ["SKU", "HS"],
          ["A1", 610910],
          ["A2", { formula: "1", value: 2 }],
        ],
      },
      { shared: false },
    );
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, async (spots) => {
        const bytes = new Uint8Array(whole);
        for (const [place, byte] of spots) bytes[place] = byte;
        expectAnswer(await readTableFile(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it("of a sheet made of tags are rows or a refusal, at once", async () => {
    const pieces = [
      "<row",
      '<row r="2">',
      "</row>",
      "<c",
      '<c r="A2">',
      '<c r="B2" t="e">',
      "<f>1</f>",
      "<v>1</v>",
      "</c>",
      "/>",
      "<v/>",
      "x",
      "<!--",
      "-->",
      "<is><t>",
      "</t></is>",
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), async (parts) => {
        expectAnswer(await readTableFile(workbook({ Sheet: [["a"], [{ raw: `/></row>${parts.join("")}` }]] })));
      }),
      { numRuns: 200 },
    );
    const began = performance.now();
    for (const piece of ["<row>", '<c r="A1">', "<c><f>", "<x:"]) {
      await readTableFile(workbook({ Sheet: [["a"], [{ raw: `/></row>${piece.repeat(50_000)}` }]] }));
    }
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

function expectAnswer(file: Awaited<ReturnType<typeof readTableFile>>): void {
  if (file.ok) expect(file.rows.length).toBeGreaterThan(0);
  else expect(typeof file.why).toBe("string");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}

function compoundFile(): Uint8Array<ArrayBuffer> {
  return new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
}
