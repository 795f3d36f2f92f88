import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** The table's rows below its head: point, page, tests. */
function rows(): { point: string; page: string; tests: string[] }[] {
  const lines = readFileSync(join(ROOT, "docs/article.md"), "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => {
      const [, point = "", page = "", shownBy = ""] = line.split("|").map((cell) => cell.trim());
      return { point, page, tests: [...shownBy.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "") };
    });
}

describe("docs/article.md", () => {
  it("has a row for each point of the article's three steps", () => {
    expect(rows().length).toBeGreaterThanOrEqual(15);
    for (const step of ["1", "2", "3"]) expect(rows().some(({ point }) => point.startsWith(`**${step}.`))).toBe(true);
  });

  it.each(rows())("shows by a test: $point", ({ page, tests }) => {
    expect(page).toMatch(/^`\//);
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
