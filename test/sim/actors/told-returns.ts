// One return, told by its webhook with an id and by the poll's row without one: in both orders, and twice.
import { createHmac } from "node:crypto";
import { DEMO_KEYS } from "../../../src/sandbox/sendcloud-account";
import { createReturn } from "../../../src/sandbox/sendcloud-returns";
import { noteReturn, noteToldReturn } from "../invariants/returns";
import { type Stream, streamOf } from "../random";
import type { ReturnTelling } from "../rare";
import type { Sim } from "../sim";
import { post } from "./webhooks";

const LOOK_MS = 30_000;
const BETWEEN_MS = 50_000;
const NO_REASON = 8;

export function startToldReturns(sim: Sim): void {
  const { plan, timeline } = sim;
  const waiting = [...plan.rare.returns];
  if (waiting.length === 0) return;
  const draw = streamOf(plan.seed, "returns");
  const look = () => {
    const telling = sim.calm ? undefined : waiting[0];
    if (telling === undefined) return;
    if (sendBack(sim, telling, draw)) waiting.shift();
    timeline.add(timeline.now() + LOOK_MS, "goods come back", look);
  };
  timeline.add(timeline.now() + LOOK_MS, "goods come back", look);
}

const SENT = `SELECT l.line_id, o.number FROM order_lines l JOIN orders o USING (store_id, order_id)
  WHERE o.state IN ('shipped', 'delivered') ORDER BY l.line_id`;

// Made by the form, so that nobody but this actor tells of it.
function sendBack(sim: Sim, telling: ReturnTelling, draw: Stream): boolean {
  const lines = sim.d1.prepare(SENT).all() as { line_id: string; number: string }[];
  if (lines.length === 0) return false;
  const { line_id: lineId, number } = draw.pick(lines);
  const items = [{ item_id: lineId, quantity: 1, reason: NO_REASON }];
  const id = createReturn(sim.world, { orderNumber: number, items, by: "form" });
  if (id === null) return false;
  sim.note(() => `return ${id} of ${lineId}: ${telling}`);
  noteReturn(sim, lineId);
  noteToldReturn(sim, { id: String(id), number });
  const steps = telling.split("-");
  for (const [turn, step] of steps.entries()) {
    const at = sim.timeline.now() + 1_000 + turn * BETWEEN_MS;
    if (step === "hook") post(sim, at, ...hookOf(id, number, at), 0);
    // Keys that are entered anew make the account poll at once.
    else sim.timeline.add(at, "the keys are entered anew", () => sim.knock(sim.account, "keysChanged"));
  }
  return true;
}

/** The body differs by its moment: the second telling is news to the inbox. */
function hookOf(id: number, orderNumber: string, timestamp: number): [Record<string, string>, string] {
  const body = JSON.stringify({ action: "return_created", timestamp, data: { id, order_number: orderNumber } });
  const signature = createHmac("sha256", DEMO_KEYS.secretKey).update(body).digest("hex");
  return [{ "Sendcloud-Signature": signature }, body];
}
