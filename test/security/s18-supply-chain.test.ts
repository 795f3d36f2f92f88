import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const MOST = 18;
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const { dependencies, devDependencies, optionalDependencies, allowScripts } = JSON.parse(read("package.json"));
const lock = JSON.parse(read("package-lock.json"));

describe("S18: what we run of others", () => {
  it(`is at most ${MOST} packages, each with its reason`, () => {
    const names = Object.keys(dependencies);
    expect(names.length).toBeLessThanOrEqual(MOST);
    const reasons = read("docs/dependencies.md");
    expect(names.filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual([]);
    const listed = [...reasons.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(listed.filter((name) => !names.includes(name ?? ""))).toEqual([]);
  });

  it("is pinned to the exact version, and locked with its digest", () => {
    const all = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    const packages = Object.entries<{ integrity?: string; link?: boolean }>(lock.packages).filter(
      ([name]) => name !== "",
    );
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([name]) => name)).toEqual([]);
  });

  it("runs no script while it is installed", () => {
    expect(Object.values(allowScripts).filter((allowed) => allowed !== false)).toEqual([]);
    expect(read("scripts/install.mjs")).toContain("--ignore-scripts");
  });
});
