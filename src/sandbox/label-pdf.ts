import type { PDFFont, PDFPage } from "@cantoo/pdf-lib";
import { barsOf } from "./label-barcode";
import { latinText } from "./label-text";

export type Paper = "A4" | "A5" | "A6";

/** What is printed on a label. Addresses are lines of text, the name first. */
export type Label = {
  carrierName: string;
  productName: string;
  trackingNumber: string;
  from: readonly string[];
  to: readonly string[];
  weightGrams: number;
  reference: string;
};

const POINTS_PER_MM = 72 / 25.4;
const PAPER_MM: Record<Paper, readonly [number, number]> = { A4: [210, 297], A5: [148, 210], A6: [105, 148] };
const LABEL_MM = PAPER_MM.A6;
const MARGIN = 16;
const BAR_HEIGHT = 78;

/** A one-page PDF: the label in the upper left corner of the paper, with a Code 128 of the tracking number. */
export async function labelPdf(label: Label & { paper: Paper }): Promise<Uint8Array> {
  const { PDFDocument, StandardFonts } = await import("@cantoo/pdf-lib");
  // Without metadata the same label gives the same bytes.
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const [width, height] = PAPER_MM[label.paper];
  const page = pdf.addPage([width * POINTS_PER_MM, height * POINTS_PER_MM]);
  const plain = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  drawLabel({ page, plain, bold, top: height * POINTS_PER_MM, width: LABEL_MM[0] * POINTS_PER_MM }, label);
  return pdf.save();
}

/** A one-page A4 PDF of plain lines, the first as its title: what stands for a customs declaration here. */
export async function linesPdf(lines: readonly string[]): Promise<Uint8Array> {
  const { PDFDocument, StandardFonts } = await import("@cantoo/pdf-lib");
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const [width, height] = PAPER_MM.A4;
  const page = pdf.addPage([width * POINTS_PER_MM, height * POINTS_PER_MM]);
  const plain = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const sheet: Sheet = { page, plain, bold, top: height * POINTS_PER_MM, width: width * POINTS_PER_MM };
  lines.forEach((line, index) => {
    write(sheet, line, 40 + index * 18, index === 0 ? { size: 16, strong: true } : { size: 10 });
  });
  return pdf.save();
}

/** Puts the pages of several PDFs into one. */
export async function joinPdfs(files: readonly Uint8Array[]): Promise<Uint8Array> {
  const { PDFDocument } = await import("@cantoo/pdf-lib");
  const joined = await PDFDocument.create({ updateMetadata: false });
  for (const file of files) {
    const source = await PDFDocument.load(file, { updateMetadata: false });
    for (const page of await joined.copyPages(source, source.getPageIndices())) joined.addPage(page);
  }
  return joined.save();
}

type Sheet = { page: PDFPage; plain: PDFFont; bold: PDFFont; top: number; width: number };

function drawLabel(sheet: Sheet, label: Label): void {
  write(sheet, label.carrierName, 34, { size: 20, strong: true });
  write(sheet, label.productName, 48, { size: 9 });
  rule(sheet, 58);
  write(sheet, "Expéditeur", 70, { size: 7 });
  label.from.slice(0, 5).forEach((line, index) => {
    write(sheet, line, 81 + index * 11, { size: 8 });
  });
  rule(sheet, 136);
  write(sheet, "Destinataire", 149, { size: 7 });
  label.to.slice(0, 7).forEach((line, index) => {
    write(sheet, line, 166 + index * 16, { size: 13, strong: index === 0 });
  });
  rule(sheet, 276);
  const kilograms = (label.weightGrams / 1000).toFixed(3);
  write(sheet, `Poids ${kilograms} kg${label.reference ? `   Réf. ${label.reference}` : ""}`, 289, { size: 9 });
  drawBars(sheet, label.trackingNumber, 300);
  write(sheet, label.trackingNumber, 300 + BAR_HEIGHT + 15, { size: 12, strong: true });
  write(sheet, "SPECIMEN - bac à sable, aucun transporteur", 300 + BAR_HEIGHT + 28, { size: 7 });
}

function write(sheet: Sheet, text: string, down: number, { size, strong }: { size: number; strong?: boolean }): void {
  const font = strong ? sheet.bold : sheet.plain;
  const printable = latinText(text);
  const room = sheet.width - 2 * MARGIN;
  const natural = font.widthOfTextAtSize(printable, size);
  const fitted = natural > room ? (size * room) / natural : size;
  sheet.page.drawText(printable, { x: MARGIN, y: sheet.top - down, size: fitted, font });
}

function rule(sheet: Sheet, down: number): void {
  const y = sheet.top - down;
  sheet.page.drawLine({ start: { x: MARGIN, y }, end: { x: sheet.width - MARGIN, y }, thickness: 0.7 });
}

function drawBars(sheet: Sheet, text: string, down: number): void {
  const { bars, modules } = barsOf(text);
  // A quiet zone of ten modules on either side, as Code 128 asks; the margin is part of it.
  const module = Math.min((sheet.width - 2 * MARGIN) / modules, MARGIN / 10, 1.4);
  for (const { left, width } of bars) {
    sheet.page.drawRectangle({
      x: MARGIN + left * module,
      y: sheet.top - down - BAR_HEIGHT,
      width: width * module,
      height: BAR_HEIGHT,
    });
  }
}
