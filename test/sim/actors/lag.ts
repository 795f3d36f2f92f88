import { plantLag } from "../../../src/sandbox/lag";
import { streamOf } from "../random";
import type { Sim } from "../sim";

const APIS = ["mirakl", "sendcloud"] as const;
const PAUSE_MS = 3 * 60_000;

/** Lists that show a write only after a while, now and then. */
export function startLag(sim: Sim): void {
  const { plan, timeline, world } = sim;
  const draw = streamOf(plan.seed, "lag");
  for (const api of APIS) {
    const seconds = plan.rare.lag[api];
    if (seconds === 0) continue;
    // From here on the marketplace keeps its past.
    plantLag(world, api, 0);
    const round = () => {
      if (sim.calm) return;
      plantLag(world, api, seconds);
      sim.note(() => `${api} lags by ${seconds} s`);
      sim.faults.struck += 1;
      timeline.add(timeline.now() + seconds * 1_000 + draw.below(PAUSE_MS), `${api} lags`, round);
    };
    timeline.add(timeline.now() + draw.below(PAUSE_MS), `${api} lags`, round);
  }
}
