import type { Sim } from "../sim";

const LOOK_EVERY_MS = 20_000;
const LOOK_RARELY_MS = 3_600_000;

/** The vendors move by themselves: debits, deadlines, parcels, webhooks, each when it is due. */
export function startWorlds(sim: Sim): void {
  const { timeline } = sim;
  let planned = Number.POSITIVE_INFINITY;
  const follow = () => {
    const next = sim.both.nextStep();
    if (next === null || next >= planned) return;
    planned = next;
    timeline.add(next, "the vendors move", async () => {
      if (planned !== next) return;
      planned = Number.POSITIVE_INFINITY;
      await sim.both.step();
      follow();
    });
  };
  const look = () => {
    if (sim.world.touched) {
      sim.world.touched = false;
      follow();
    }
    timeline.add(timeline.now() + (sim.rare ? LOOK_RARELY_MS : LOOK_EVERY_MS), "look at the vendors", look);
  };
  look();
}
