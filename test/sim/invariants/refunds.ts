// No return pays twice, whoever asks; what pays by itself keeps to its trigger and its caps: I4.
import type { Sending } from "../calls";
import type { SimObject } from "../incarnation";
import type { Deed } from "../net";
import type { Sim } from "../sim";
import { everWas } from "./settings";
import type { Invariant } from "./table";

export const REFUNDS: readonly Invariant[] = [
  { id: "I4", when: "did", check: returnPaidTwice },
  { id: "I4", when: "departs", check: paidUnasked },
  { id: "I4", when: "end", check: overTheCaps },
];

const PAYS =
  "SELECT id, business_key, json_extract(payload, '$.returnKey') AS return_key FROM intents WHERE business_key = ?";
type Paying = { id: string; business_key: string; return_key: string | null };
const OF_ONE = `SELECT business_key FROM intents WHERE kind = 'refund' AND json_extract(payload, '$.returnKey') = ?
  AND json_extract(payload, '$.lineId') = (SELECT json_extract(payload, '$.lineId') FROM intents WHERE business_key = ?)`;

function returnPaidTwice(sim: Sim, { effect, key, store }: Deed): string | null {
  if (effect !== "refund") return null;
  const { sql } = sim.objectNamed(store);
  const returnKey = sql.all<Paying>(PAYS, key)[0]?.return_key;
  if (!returnKey) return null;
  const keys = new Set(sql.all<{ business_key: string }>(OF_ONE, returnKey, key).map((row) => row.business_key));
  const times = sim.net.deeds.filter((deed) => deed.effect === "refund" && keys.has(deed.key)).length;
  return times > 1 ? `return ${returnKey} was paid ${times} times: ${[...keys].join(", ")}` : null;
}

// Planned by itself for a return: the money waits for its trigger, as far as the settings of that hour say.
function paidUnasked(sim: Sim, { effect, intent, object }: Sending): string | null {
  if (effect !== "refund" || !intent || !isOfReturn(intent.business_key)) return null;
  const { returnId } = JSON.parse(intent.payload) as { returnId: string | null };
  const asks = (when: string) => everWas(sim, object, [0, sim.timeline.now()], ({ refunds }) => refunds.when === when);
  if (asks("created")) return null;
  if (!asks("back")) return `${intent.business_key} is paid by itself, by nobody's wish`;
  const [row] = sim.stage.remoteSql.all<{ status: string }>(
    "SELECT status FROM sc_returns WHERE id = ?",
    Number(returnId ?? 0),
  );
  return row?.status === "DELIVERED" ? null : `${intent.business_key} is paid while its goods are ${row?.status}`;
}

const isOfReturn = (key: string) => !key.includes(":manual:") && !key.includes(":vanished-");

const PLANNED = `SELECT business_key, json_extract(payload, '$.returnKey') AS return_key,
    json_extract(payload, '$.amount.minor') + json_extract(payload, '$.shipping.minor') AS minor
  FROM intents WHERE kind = 'refund' AND json_extract(payload, '$.returnKey') IS NOT NULL AND state = 'done'`;
type Planned = { business_key: string; return_key: string; minor: number };

// The seeds last less than a day: what a day's cap lets go is all there is, but over midnight.
function overTheCaps(sim: Sim): string | null {
  const { refunds } = sim.plan.owner;
  if (refunds === null) return null;
  for (const store of sim.stores) {
    const wrong = sumsOver(store, refunds.largestMinor, refunds.dailyMinor * 2);
    if (wrong) return wrong;
  }
  return null;
}

function sumsOver({ sql }: SimObject, largest: number, twoDays: number): string | null {
  const planned = sql.all<Planned>(PLANNED);
  const sum = (some: readonly Planned[]) => some.reduce((total, { minor }) => total + minor, 0);
  for (const [key, some] of Map.groupBy(planned, ({ return_key: name }) => name))
    if (sum(some) > largest) return `return ${key} was paid ${sum(some)}, over the cap of ${largest}`;
  return sum(planned) > twoDays ? `${sum(planned)} went back on returns, over the caps of two days` : null;
}
