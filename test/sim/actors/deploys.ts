import { crash } from "../incarnation";
import type { Sim } from "../sim";

/** A new version: every object stops where it stands and starts again from its SQLite. */
export function startDeploys(sim: Sim): void {
  const { plan, timeline } = sim;
  for (const share of plan.deploys)
    timeline.add(plan.start + Math.floor(share * plan.activeMs), "a deployment", () => {
      if (sim.calm) return;
      for (const object of [...sim.stores, sim.account]) crash(sim, object, "deployed anew");
    });
}
