import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { streamOf } from "./random";
import { createTimeline } from "./timeline";

const ROOT = path.join(import.meta.dirname, "../..");

// The simulator runs as itself: it replaces globals of its process and bundles the engine, which no test should inherit.
function sim(...args: string[]): { status: number | null; output: string } {
  const run = spawnSync(process.execPath, [path.join(ROOT, "scripts/sim.mjs"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

describe("the simulator", () => {
  it("runs a seed twice alike, to the letter", { timeout: 60_000 }, () => {
    const { status, output } = sim("--seed", "12", "--twice");
    const lines = Number(/(\d+) lines, twice alike/.exec(output)?.[1]);
    expect(lines).toBeGreaterThan(300);
    expect(status).toBe(0);
  });

  it("finds a planted bug by the invariant that is named for it", { timeout: 60_000 }, () => {
    const { status, output } = sim("--plant", "M1", "--from", "1");
    expect(output).toContain("M1 I5 at seed");
    expect(output).toContain("1/1 planted bugs caught");
    expect(status).toBe(0);
  });

  it("finds nothing in the engine as it stands, old seeds first", { timeout: 120_000 }, () => {
    const { output } = sim("--seeds", "4", "--from", "1", "--quick");
    expect(output).toContain(" 0 violations");
  });
});

describe("its parts", () => {
  it("draws streams that do not move each other", () => {
    const draw = (name: string) => Array.from({ length: 5 }, streamOf(7, name).next);
    expect(draw("net")).toEqual(draw("net"));
    expect(draw("net")).not.toEqual(draw("fault"));
  });

  it("takes events by moment, then by the drawn order", () => {
    const draws = [0.9, 0.1, 0.5];
    const timeline = createTimeline(0, () => draws.shift() ?? 0);
    const seen: string[] = [];
    for (const [at, name] of [
      [20, "late"],
      [10, "second"],
      [10, "first"],
    ] as const)
      timeline.add(at, name, () => void seen.push(name));
    draws.push(0.2);
    for (let event = timeline.take(); event; event = timeline.take()) void event.run();
    expect(seen).toEqual(["second", "first", "late"]);
    expect(timeline.now()).toBe(20);
  });
});
