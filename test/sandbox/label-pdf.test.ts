import { inflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";
import { barsOf } from "../../src/sandbox/label-barcode";
import { type Label, labelPdf, type Paper } from "../../src/sandbox/label-pdf";
import { labelZpl } from "../../src/sandbox/label-zpl";

const LABEL: Label = {
  carrierName: "Colissimo",
  productName: "Colissimo Domicile",
  trackingNumber: "6A00383700001",
  from: ["Atelier Lavandière", "14 Quai des Tanneurs", "69005 Lyon", "FR"],
  to: ["Łucja Żądło 🎁", "Οδός Ερμού 5", "105 63 Αθήνα", "GR"],
  weightGrams: 1200,
  reference: "CMD-1",
};

describe("the label as PDF", () => {
  it.each<[Paper, number, number]>([
    ["A6", 297.6, 419.5],
    ["A5", 419.5, 595.3],
    ["A4", 595.3, 841.9],
  ])("is one page of %s", async (paper, width, height) => {
    const bytes = await labelPdf({ ...LABEL, paper });
    expect(new TextDecoder("latin1").decode(bytes.slice(0, 5))).toBe("%PDF-");
    const pages = (await PDFDocument.load(bytes)).getPages();
    expect(pages.map((page) => [page.getWidth().toFixed(1), page.getHeight().toFixed(1)])).toEqual([
      [width.toFixed(1), height.toFixed(1)],
    ]);
  });

  it("prints sender, recipient and tracking number, in Latin letters and without question marks", async () => {
    const words = printedWords(await labelPdf({ ...LABEL, paper: "A6" }));
    expect(words).toEqual(
      expect.arrayContaining(["Atelier Lavandière", "Lucja Zadlo", "Odos Ermou 5", "105 63 Athina"]),
    );
    expect(words).toContain("6A00383700001");
    expect(words.join("")).not.toContain("?");
  });

  it("gives the same bytes for the same label", async () => {
    expect(await labelPdf({ ...LABEL, paper: "A6" })).toEqual(await labelPdf({ ...LABEL, paper: "A6" }));
  });
});

describe("the barcode", () => {
  it("is the Code 128 that the standard gives", () => {
    const { bars, modules } = barsOf("AB");
    // Start B 211214, A 111323, B 131123, checksum (104 + 33 + 2 × 34) mod 103 = 102: 411131, stop 2331112.
    const widths = "211214 111323 131123 411131 2331112".replaceAll(" ", "");
    expect(runsOf(bars)).toBe(widths);
    expect(modules).toBe(57);
  });
});

describe("the label as ZPL", () => {
  it("is one format with the barcode, and a caret of the buyer begins no command", () => {
    const zpl = labelZpl({ ...LABEL, to: ["Zoé ^XZ~JA"], dpi: 203 });
    expect(zpl.startsWith("^XA")).toBe(true);
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl).toContain("^FDZoé XZ JA^FS");
    expect(zpl).toContain("^FD6A00383700001^FS");
  });
});

function runsOf(bars: { left: number; width: number }[]): string {
  return bars
    .map(({ left, width }, index) => {
      const next = bars[index + 1];
      return next ? `${width}${next.left - left - width}` : `${width}`;
    })
    .join("");
}

/** What the page's text operators show: pdf-lib writes each text as hex in Latin-1. */
function printedWords(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, content = ""]) => {
    try {
      return Buffer.from(inflateSync(Buffer.from(content, "latin1"))).toString("latin1");
    } catch {
      return "";
    }
  });
  return [...streams.join("\n").matchAll(/<([0-9A-F]+)> Tj/g)].map(([, hex = ""]) => latin1(hex));
}

function latin1(hex: string): string {
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}
