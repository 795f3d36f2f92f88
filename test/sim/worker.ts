// One lane of the simulator: the engine with everything around it in one bundle, run seed after seed.
import "./light/install";
import { parentPort, workerData } from "node:worker_threads";
import { withFocus } from "./focus";
import { bendsOf, focusOf } from "./goals";
import { tellKind } from "./light/object-ports";
import { NOTHING_OWNED } from "./owner";
import { planSeed, type SeedPlan } from "./plan";
import { PLANTED } from "./planted";
import { NOTHING_RARE } from "./rare";
import { shrink } from "./shrink";
import { type Counts, runSeed, type Violation } from "./sim";
import { createStage } from "./stage";

// A promise that nobody waits for any more: the platform would only log it.
process.on("unhandledRejection", (error: unknown) => tellKind("nobody waited", error));

const { migrations, planted } = workerData as { migrations: string; planted: string | null };
const stage = createStage(migrations);

/** `place` of a seed is its place in the run: what it is bent towards. One that failed once brings the plan it had then. */
export type SeedAsked = {
  seed: number;
  place: number;
  plan?: Omit<SeedPlan, "rare" | "owner" | "lastMs"> & Partial<SeedPlan>;
};
export type Ask = { ask: "seeds"; seeds: SeedAsked[]; untilFirst: boolean } | (SeedAsked & { ask: "trace" | "shrink" });
export type SeedResult = { seed: number; place: number; violation: Violation | null; counts: Counts };
export type Answer =
  | { done: "seeds"; results: SeedResult[]; cells: [string, number][]; cpuMs: number }
  | { done: "trace"; violation: Violation | null; trace: string[]; counts: Counts }
  | { done: "shrink"; violation: Violation | null; trace: string[]; plan: SeedPlan; tries: number };

const LONGEST_MS = 48 * 3_600_000;
const bend = PLANTED.find(({ id }) => id === planted)?.bend ?? ((plan: SeedPlan) => plan);
const planOf = ({ seed, place, plan }: SeedAsked) =>
  bend(
    plan
      ? { rare: NOTHING_RARE, owner: NOTHING_OWNED, lastMs: LONGEST_MS, ...plan }
      : withFocus(planSeed(seed, bendsOf(place)), focusOf(place)),
  );

parentPort?.on("message", async (message: Ask) => parentPort?.postMessage(await answer(message)));

async function answer(message: Ask): Promise<Answer> {
  if (message.ask === "seeds") return runSeeds(message);
  const plan = planOf(message);
  if (message.ask === "shrink") return { done: "shrink", ...(await shrink(stage, plan)) };
  const { violation, trace, counts } = await runSeed(stage, plan, true);
  return { done: "trace", violation, trace: trace ?? [], counts };
}

async function runSeeds({ seeds, untilFirst }: Extract<Ask, { ask: "seeds" }>): Promise<Answer> {
  const results: SeedResult[] = [];
  const before = process.threadCpuUsage();
  const cells = new Map<string, number>();
  for (const asked of seeds) {
    const { seed, place } = asked;
    const { violation, counts, coverage } = await runSeed(stage, planOf(asked));
    results.push({ seed, place, violation, counts });
    for (const [cell, times] of coverage.cells) cells.set(cell, (cells.get(cell) ?? 0) + times);
    if (violation && untilFirst) break;
  }
  const { user, system } = process.threadCpuUsage(before);
  return { done: "seeds", results, cells: [...cells], cpuMs: (user + system) / 1_000 };
}
