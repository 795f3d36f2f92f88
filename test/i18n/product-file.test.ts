import { describe, expect, it } from "vitest";
import { CELL_REFUSALS, PRODUCT_FIELDS } from "../../src/domain/product-file";
import { isMessageKey, LANGUAGES, translator } from "../../src/i18n/index";
import { TABLE_REFUSALS } from "../../src/lib/table-file";
import { ENCODINGS } from "../../src/lib/table-file-text";

const KEYS = [
  ...TABLE_REFUSALS.map((why) => `productFile.file.${why}`),
  ...CELL_REFUSALS.map((why) => `productFile.refused.${why}`),
  ...PRODUCT_FIELDS.map((field) => `productFile.column.${field}`),
  ...ENCODINGS.map((encoding) => `productFile.encoding.${encoding}`),
];

describe.each(LANGUAGES)("the words of a products file in %s", (language) => {
  it.each(KEYS)("%s", (key) => {
    if (!isMessageKey(key)) throw new Error(`${key} has no words`);
    const words = translator(language)(key, { line: 12, cell: "6,1091E+09", otherLine: 34 });
    expect(words.length).toBeGreaterThan(2);
    expect(words).not.toContain("{");
  });
});
