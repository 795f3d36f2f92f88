import type { Sim } from "../sim";
import { startActs } from "./acts";
import { startBuyers } from "./buyers";
import { startCarriers } from "./carriers";
import { startDeploys } from "./deploys";
import { startIntegration } from "./integration";
import { startLag } from "./lag";
import { startLife } from "./life";
import { startOtherwise } from "./otherwise";
import { startPanel } from "./panel";
import { startParts } from "./parts";
import { startPeople } from "./people";
import { startRefunds } from "./refunds";
import { startSettings } from "./settings";
import { startToldReturns } from "./told-returns";
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
  startPanel(sim);
  startIntegration(sim);
  startParts(sim);
  startLag(sim);
  startToldReturns(sim);
  startSettings(sim);
  startLife(sim);
  startOtherwise(sim);
  startRefunds(sim);
}
