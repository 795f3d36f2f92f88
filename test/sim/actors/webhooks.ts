// Sendcloud's sender of webhooks: all, some, twice, out of order, or none at all.

import { call } from "../incarnation";
import type { Sim } from "../sim";

const TRIES = 10;
const AGAIN_MS = 5 * 60_000;
const LATE_MS = 20 * 60_000;
/** When nothing else is left to do, Sendcloud tells in heaps: each knock alone would cost a poll of everything. */
const HEAP_MS = 12 * 3_600_000;

export function startWebhooks(sim: Sim): void {
  const { plan, timeline, world } = sim;
  const draw = sim.streams.remote;
  world.deliver = async (_url, headers, body) => {
    if (plan.webhooks === "some" && draw.chance(0.5)) return 204;
    const now = sim.rare ? Math.ceil(timeline.now() / HEAP_MS) * HEAP_MS : timeline.now();
    const at = now + 50 + draw.below(400);
    post(sim, at + (plan.webhooks === "reordered" ? draw.below(LATE_MS) : 0), headers, body, 0);
    if (plan.webhooks === "duplicated") post(sim, at + draw.below(AGAIN_MS), headers, body, 0);
    return 204;
  };
}

// The app answers 204 or 401; an object that was reset answers nothing, and Sendcloud tries again.
export function post(sim: Sim, at: number, headers: Record<string, string>, body: string, tries: number): void {
  sim.timeline.add(at, "webhook", () => {
    const bytes = new TextEncoder().encode(body);
    const signature = headers["Sendcloud-Signature"] ?? null;
    call(sim, sim.account, "receive", [bytes.buffer, signature]).then(
      (outcome) => {
        if (outcome === "bad-signature") sim.fail("I0", "a webhook that Sendcloud signed was refused");
      },
      () => {
        if (tries < TRIES) post(sim, at + AGAIN_MS * 2 ** Math.min(tries, 3), headers, body, tries + 1);
      },
    );
  });
}
