import type { Stream } from "../sim/random";
import type { AppProcess } from "./app-process";
import type { HoldAt, PaidCall } from "./simulator-calls";
import type { Simulators } from "./simulators-process";

/** How often a kill waits for a paid call to be under way; the others come at any moment. */
const AIMED = 0.6;
const SHORTEST_LIFE_MS = 200;
const LONGEST_LIFE_MS = 3_000;
const AIMS_FOR_MS = 2_000;
/** Until the simulators have seen that their caller is gone. */
const NOTICED_AFTER_MS = 40;
const CARRIED_OUT = 0.5;

export type Kill = { aimed: HoldAt | null; cut: PaidCall[] };

/** Lets the app live for a moment and kills it, most often while a paid call is under way. */
export async function killSometime(app: AppProcess, simulators: Simulators, stream: Stream): Promise<Kill> {
  const aimed = stream.chance(AIMED) ? stream.pick<HoldAt>(["received", "done"]) : null;
  const longest = aimed ? LONGEST_LIFE_MS / 2 : LONGEST_LIFE_MS;
  await sleep(SHORTEST_LIFE_MS + stream.below(longest - SHORTEST_LIFE_MS));
  await simulators.ask("cutCalls");
  if (aimed) await held(simulators, aimed);
  await app.kill();
  await sleep(NOTICED_AFTER_MS);
  const cut = await simulators.ask("cutCalls");
  await simulators.ask("aim", null);
  await simulators.ask("release", stream.chance(CARRIED_OUT));
  return { aimed, cut };
}

/** Resolves when a paid call is held, or when none came. */
async function held(simulators: Simulators, at: HoldAt): Promise<void> {
  const caught = new Promise<void>((resolve) => {
    simulators.onHeld = () => resolve();
  });
  await simulators.ask("aim", at);
  await Promise.race([caught, sleep(AIMS_FOR_MS)]);
  simulators.onHeld = null;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
