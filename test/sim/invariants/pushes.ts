// Orders at Sendcloud: what a person did there stays, what died is taken out, what is ready is there: I1, I3, I6, I7.
import { shopOf } from "../actors/connect";
import type { SimObject } from "../incarnation";
import type { Deed } from "../net";
import type { Sim } from "../sim";
import { isIntegrationGone } from "./integration";
import { remember } from "./memory";
import { everPushed, settingsNow } from "./settings";
import type { Invariant } from "./table";

/** A value that a person typed at Sendcloud, and when. */
type Edit = { street: string | null; grams: number | null; at: number };
const editsOf = remember<Map<string, Edit[]>>(() => new Map());
const deletedOf = remember<Map<string, number>>(() => new Map());

/** What was read this long before a write may have changed since (reliability.md 2.7, I7). */
const FRESH_MS = 2 * 60_000;

export const PUSHES: readonly Invariant[] = [
  { id: "I6", when: "did", check: pushedAgain },
  { id: "I6", when: "did", check: personsValueLost },
  { id: "I7", when: "did", check: pushedDead },
  { id: "I3", when: "end", check: thereTwice },
  { id: "I7", when: "end", check: deadButThere },
  { id: "I1", when: "end", check: neverPushed },
];

/** A person deleted an order at Sendcloud, and what he had typed with it. `known`: we knew it to be there. */
export function noteDeleted(sim: Sim, externalId: string, known: boolean): void {
  editsOf(sim).delete(externalId);
  if (known) deletedOf(sim).set(externalId, sim.timeline.now());
}

export function noteEdited(sim: Sim, externalId: string, edit: Edit): void {
  editsOf(sim).set(externalId, [...(editsOf(sim).get(externalId) ?? []), edit]);
}

type Body = {
  order_id?: string;
  shipping_address?: { address_line_1?: string };
  shipping_details?: { measurement?: { weight?: { value: number } } };
};

function bodyOf({ effect, body }: Deed): Body | null {
  if (effect !== "push" && effect !== "patch") return null;
  const parsed = JSON.parse(body) as Body | Body[];
  return (Array.isArray(parsed) ? parsed[0] : parsed) ?? null;
}

const externalIdOf = ({ store, orderId }: Deed) => `${shopOf(store).tag}:${orderId}`;

function pushedAgain(sim: Sim, deed: Deed): string | null {
  if (deed.effect !== "push") return null;
  const deletedAt = deletedOf(sim).get(externalIdOf(deed));
  if (deletedAt === undefined || deed.sentAt - deletedAt <= FRESH_MS) return null;
  return `${deed.key} put an order back that a person had deleted ${deed.sentAt - deletedAt} ms before`;
}

function personsValueLost(sim: Sim, deed: Deed): string | null {
  const edits = editsOf(sim).get(externalIdOf(deed));
  const sent = edits && bodyOf(deed);
  if (!sent) return null;
  const before = edits.filter(({ at }) => deed.sentAt - at > FRESH_MS);
  const street = before.findLast((edit) => edit.street !== null)?.street;
  const grams = before.findLast((edit) => edit.grams !== null)?.grams;
  const { shipping_address: address, shipping_details: details } = sent;
  const kilos = details?.measurement?.weight?.value;
  if (street && address?.address_line_1 !== undefined && address.address_line_1 !== street)
    return `${deed.key} overwrote the street that a person had typed`;
  if (grams && kilos !== undefined && Math.round(kilos * 1_000) !== grams)
    return `${deed.key} overwrote the weight that a person had typed`;
  return null;
}

// Counted as for a label, from the moment the request left, and from when lists may show the death.
function pushedDead(sim: Sim, { effect, orderId, sentAt }: Deed): string | null {
  if (effect !== "push") return null;
  const [order] = sim.stage.remoteSql.all<{ state: string; updated_at: number }>(
    "SELECT state, updated_at FROM mirakl_orders WHERE order_id = ?",
    orderId,
  );
  if (order?.state !== "CANCELED" && order?.state !== "REFUSED") return null;
  const dead = sentAt - order.updated_at - sim.plan.rare.lag.mirakl * 1_000;
  return dead > FRESH_MS ? `a push of ${orderId}, ${dead} ms after it died` : null;
}

function thereTwice(sim: Sim): string | null {
  const [twice] = sim.stage.remoteSql.all<{ order_number: string }>(
    "SELECT order_number FROM sc_orders GROUP BY order_number HAVING count(*) > 1 LIMIT 1",
  );
  return twice ? `${twice.order_number} is twice at Sendcloud` : null;
}

const THERE = "SELECT order_id FROM sc_orders WHERE body IS NOT NULL OR pending IS NOT NULL";
const LEFT_TO_A_PERSON = `SELECT 1 FROM intents WHERE order_id = ? AND kind IN ('unpush', 'push', 'cancel-label')
  AND state IN ('parked', 'failed')`;

function deadButThere(sim: Sim): string | null {
  if (!everPushed(sim) || isIntegrationGone(sim)) return null;
  for (const { order_id: externalId } of sim.stage.remoteSql.all<{ order_id: string }>(THERE)) {
    const orderId = externalId.slice(externalId.indexOf(":") + 1);
    const [row] = sim.stage.remoteSql.all<{ state: string }>(
      "SELECT state FROM mirakl_orders WHERE order_id = ?",
      orderId,
    );
    if (row?.state !== "CANCELED") continue;
    if (!sim.stores.some(({ sql }) => sql.all(LEFT_TO_A_PERSON, orderId).length > 0))
      return `${orderId} was cancelled and is still at Sendcloud`;
  }
  return null;
}

const NEVER_PUSHED = `SELECT order_id FROM orders o WHERE quiet = 0 AND state_row IN (19, 20) AND place IS NOT 'here'
  AND NOT EXISTS (SELECT 1 FROM pushed p WHERE p.order_id = o.order_id)
  AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.order_id = o.order_id AND kind = 'push' AND state IN ('parked', 'failed'))`;

function neverPushed(sim: Sim): string | null {
  if (isIntegrationGone(sim)) return null;
  const waits = ({ sql }: SimObject) => sql.all<{ order_id: string }>(NEVER_PUSHED)[0]?.order_id;
  const pushing = sim.stores.filter((store) => settingsNow(sim, store).labels === "sendcloud");
  const lost = pushing.map(waits).find((orderId) => orderId !== undefined);
  return lost === undefined ? null : `${lost} is ready and never came to Sendcloud`;
}
