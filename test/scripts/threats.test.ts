import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const LOCKS = 22;

const rows = readFileSync(join(ROOT, "docs/threats.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| S\d+ \|/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, lock = "", , how = "", shownBy = ""]) => ({
    lock,
    isOpen: how.startsWith("*Open"),
    tests: [...shownBy.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  }));

describe("docs/threats.md", () => {
  it(`has a row for each of the ${LOCKS} locks`, () => {
    expect(rows.map(({ lock }) => lock)).toEqual(Array.from({ length: LOCKS }, (_, index) => `S${index + 1}`));
  });

  it.each(rows)("$lock names tests that are there, or says that it is open", ({ isOpen, tests }) => {
    expect(isOpen || tests.length > 0).toBe(true);
    expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
