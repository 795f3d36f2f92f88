import type { Sim } from "../sim";
import { startActs } from "./acts";
import { startBuyers } from "./buyers";
import { startCarriers } from "./carriers";
import { startDeploys } from "./deploys";
import { startPeople } from "./people";
import { startWebhooks } from "./webhooks";
import { startWorlds } from "./worlds";

/** Everybody who is not the engine. */
export function startActors(sim: Sim): void {
  startWorlds(sim);
  startWebhooks(sim);
  startBuyers(sim);
  startPeople(sim);
  startCarriers(sim);
  startDeploys(sim);
  startActs(sim);
}
