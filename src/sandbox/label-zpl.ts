import type { Label } from "./label-pdf";
import { latinText } from "./label-text";

const MM_PER_INCH = 25.4;
const WIDTH_MM = 105;
const HEIGHT_MM = 148;

/** The label in ZPL II for a printer of `dpi` dots an inch, 105 by 148 mm. */
export function labelZpl(label: Label & { dpi: number }): string {
  const dots = (millimetres: number) => Math.round((millimetres * label.dpi) / MM_PER_INCH);
  const text = (down: number, height: number, words: string) =>
    `^FO${dots(6)},${dots(down)}^A0N,${dots(height)}^FD${zplText(words)}^FS`;
  const line = (down: number) => `^FO${dots(6)},${dots(down)}^GB${dots(WIDTH_MM - 12)},2,2^FS`;
  return [
    "^XA",
    "^CI28",
    `^PW${dots(WIDTH_MM)}`,
    `^LL${dots(HEIGHT_MM)}`,
    text(5, 7, label.carrierName),
    text(14, 3, label.productName),
    line(20),
    ...label.from.slice(0, 5).map((words, index) => text(23 + index * 4, 3, words)),
    line(46),
    ...label.to.slice(0, 7).map((words, index) => text(49 + index * 6, 4.5, words)),
    line(94),
    text(97, 3.5, `Poids ${(label.weightGrams / 1000).toFixed(3)} kg  Réf. ${label.reference}`),
    `^FO${dots(6)},${dots(104)}^BY${label.dpi >= 300 ? 3 : 2}^BCN,${dots(26)},Y,N,N^FD${zplText(label.trackingNumber)}^FS`,
    text(138, 2.5, "SPECIMEN"),
    "^XZ",
    "",
  ].join("\n");
}

// A caret or a tilde in a field would begin a command.
function zplText(words: string): string {
  return latinText(words).replace(/ ?[\^~\\]/g, " ");
}
