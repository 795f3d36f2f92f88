// The merchant's people: they press what the page offers, twice, in two tabs, at the wrong moment.
import { pauseStore, resumeStore } from "../../../src/db/stores";
import { type LineWish, reverseLine } from "../../../src/sync/acts-money";
import type { StoreDesk } from "../../../src/sync/store-desk";
import type { OptionsResult } from "../../../src/sync/stub-orders";
import { call, type SimObject } from "../incarnation";
import { notePause } from "../invariants/calls";
import type { Stream } from "../random";
import type { Sim } from "../sim";
import { WORKSPACE } from "./connect";
import { partOf } from "./parts";

const CAMILLE = { personId: "person-1", name: "Camille" };
const JO = { personId: "person-2", name: "Jo" };
const DOUBLE_CLICK_MS = 400;
const PAGE_OPEN_MS = 8_000;
const RESUME_AFTER_MS = 90_000;

export function startPeople(sim: Sim): void {
  const { plan, timeline, streams } = sim;
  const turn = () => {
    if (sim.calm) return;
    for (const store of sim.stores) {
      lookAndPress(sim, store, streams.user);
      if (streams.user.chance(plan.users.refunds)) giveBack(sim, store, streams.user);
    }
    timeline.add(timeline.now() + plan.users.everyMs, "somebody looks", turn);
  };
  timeline.add(timeline.now() + plan.users.everyMs, "somebody looks", turn);
  watchPauses(sim);
}

type Row = { order_id: string; actions: string };

const OFFERED = `SELECT order_id, json_extract(details, '$.actions') AS actions FROM orders
  WHERE store_id = ? AND json_array_length(details, '$.actions') > 0 ORDER BY order_id`;

function lookAndPress(sim: Sim, store: SimObject, draw: Stream): void {
  const rows = (sim.d1.prepare(OFFERED).all(store.name) as Row[]).filter(() => draw.chance(0.6));
  for (const { order_id: orderId, actions } of rows.slice(0, 3)) {
    const press = pressOf(sim, store, orderId, JSON.parse(actions) as string[], draw);
    if (!press) continue;
    const at = sim.timeline.now() + draw.below(PAGE_OPEN_MS);
    sim.timeline.add(at, "click", () => press(CAMILLE));
    if (draw.chance(sim.plan.users.doubleClicks))
      sim.timeline.add(at + draw.below(DOUBLE_CLICK_MS), "click again", () => press(CAMILLE));
    if (draw.chance(sim.plan.users.tabs))
      sim.timeline.add(at + draw.below(PAGE_OPEN_MS), "click in another tab", () => press(JO));
  }
}

type Press = (who: typeof CAMILLE) => void;

function pressOf(sim: Sim, store: SimObject, orderId: string, actions: string[], draw: Stream): Press | null {
  if (actions.includes("accept")) {
    const decision = draw.chance(1 - (sim.plan.users.refuses ?? 0.15)) ? "accept" : "refuse";
    return (who) => sim.knock(store, decision, orderId, who);
  }
  if (actions.includes("create-label")) return (who) => void buyLabel(sim, store, orderId, who);
  if (actions.includes("cancel-label") && draw.chance(sim.plan.users.cancels))
    return (who) => sim.knock(store, "cancelLabel", orderId, 1, who);
  if (draw.chance(0.02)) return (who) => sim.knock(store, "checkAgain", orderId, who);
  return null;
}

// The page shows what the options call says and posts the one that is preselected.
async function buyLabel(sim: Sim, store: SimObject, orderId: string, who: typeof CAMILLE): Promise<void> {
  try {
    const offered = (await call(sim, store, "options", [orderId, null])) as OptionsResult;
    if (offered.result === "refused") return;
    const [option] = offered.options;
    if (!option || option.needs.length > 0) return;
    const { code: optionCode, contractId } = option;
    const wish = { orderId, optionCode, contractId, weightGrams: offered.weightGrams };
    sim.knock(store, "createLabel", { ...wish, ...partOf(sim, store, orderId) }, who);
  } catch {
    // The page shows an error; the person tries again later.
  }
}

const REFUNDABLE = `SELECT l.order_id, l.line_id, l.unit_minor, l.currency FROM order_lines l JOIN orders o USING (store_id, order_id)
  WHERE l.store_id = ? AND o.state IN ('ready', 'labelled', 'shipped', 'delivered') AND l.unit_minor > 0 ORDER BY l.line_id`;
type Refundable = { order_id: string; line_id: string; unit_minor: number; currency: string };
const REFUND_REASON = "19";

// The form carries a number of its own: the same form twice is one refund, two forms are two.
function giveBack(sim: Sim, store: SimObject, draw: Stream): void {
  const lines = sim.d1.prepare(REFUNDABLE).all(store.name) as Refundable[];
  if (lines.length === 0) return;
  const line = draw.pick(lines);
  const minor = draw.chance(0.3) ? line.unit_minor : 1 + draw.below(line.unit_minor);
  const wish: LineWish = {
    orderId: line.order_id,
    lineId: line.line_id,
    quantity: 1,
    amount: { minor, currency: line.currency },
    shipping: { minor: 0, currency: line.currency },
    reason: REFUND_REASON,
    nonce: `form${draw.below(1_000_000)}`,
  };
  const send = (who: typeof CAMILLE) =>
    sim.knock(store, "act", (desk: StoreDesk) => reverseLine(desk, "refund", wish, who));
  const at = sim.timeline.now() + draw.below(PAGE_OPEN_MS);
  sim.timeline.add(at, "refund", () => send(CAMILLE));
  if (draw.chance(sim.plan.users.doubleClicks))
    sim.timeline.add(at + draw.below(DOUBLE_CLICK_MS), "refund again", () => send(CAMILLE));
}

// A store pauses itself when its key is refused; somebody enters the key anew. And somebody pauses it at times.
function watchPauses(sim: Sim): void {
  const { timeline, plan, streams } = sim;
  const paused = sim.d1.prepare("SELECT store_id FROM store_pauses");
  const look = async () => {
    for (const { store_id: id } of paused.all() as { store_id: string }[]) {
      await resumeStore(sim.openD1, WORKSPACE, id);
      sim.note(() => `${id} is resumed`);
      notePause(sim, id, false);
      sim.knock(sim.objectNamed(id), "settingsChanged", 1);
    }
    if (!sim.calm && streams.user.chance(plan.users.pauses)) {
      const { name } = streams.user.pick(sim.stores);
      await pauseStore(sim.openD1, {
        workspaceId: WORKSPACE,
        storeId: name,
        reason: "holiday",
        pausedBy: "person-1",
        pausedAt: timeline.now(),
      });
      sim.note(() => `${name} is paused`);
      notePause(sim, name, true);
      sim.knock(sim.objectNamed(name), "settingsChanged", 1);
    }
    timeline.add(timeline.now() + (sim.rare ? 400 * RESUME_AFTER_MS : RESUME_AFTER_MS), "pauses", look);
  };
  timeline.add(timeline.now() + RESUME_AFTER_MS, "pauses", look);
}
