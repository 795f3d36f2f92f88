import { deleteIntegration } from "../../../src/sandbox/sendcloud-integrations";
import { noteIntegrationEnd } from "../invariants/integration";
import type { Sim } from "../sim";

/** Somebody deletes our integration in Sendcloud's panel, with orders open in it. */
export function startIntegration(sim: Sim): void {
  const { plan, timeline, world } = sim;
  const { integrationEnds } = plan.rare;
  if (integrationEnds === null) return;
  timeline.add(plan.start + Math.floor(integrationEnds * plan.activeMs), "the integration is deleted", () => {
    if (deleteIntegration(world)) noteIntegrationEnd(sim);
  });
}
