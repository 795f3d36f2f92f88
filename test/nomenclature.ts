import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nomenclatureSql } from "../scripts/hs-nomenclature.mjs";
import type { D1 } from "../src/lib/ports";

/** A small nomenclature: true codes, our own words. */
export const SAMPLE = readFileSync(join(import.meta.dirname, "fixtures", "nomenclature.csv"), "utf8");

/** Puts a nomenclature in place of the one before, as `npm run hs:load` does. */
export async function loadNomenclature(d1: D1, text = SAMPLE): Promise<void> {
  const { fault, statements = [] } = nomenclatureSql(text);
  if (fault !== undefined) throw new Error(fault);
  await d1.batch(statements.map((statement) => d1.prepare(statement)));
}
