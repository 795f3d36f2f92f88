import { sqliteTable, text } from "drizzle-orm/sqlite-core";

// Private to this folder, like schema.ts. Beside it stands hs_words, the words of its six-digit codes for FTS5, which
// drizzle does not know (migrations/0007_nomenclature.sql); scripts/hs-load.mjs fills both.

/** The nomenclature that was loaded: headings (four digits) and codes (six); without rows where none was. */
export const hsCodes = sqliteTable("hs_codes", { code: text().primaryKey(), description: text().notNull() });
