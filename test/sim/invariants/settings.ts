// What follows from the settings of each moment: where labels are made, under which number, and what goes by itself.
import { DEFAULT_SETTINGS, type StoreSettings } from "../../../src/domain/store";
import type { Sending } from "../calls";
import type { SimObject } from "../incarnation";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

type Saved = { at: number; settings: StoreSettings };
const savedOf = remember<Map<string, Saved[]>>(() => new Map());
const numbersOf = remember<Map<string, string>>(() => new Map());

/** A save is told at once; a process that dies over it reads it when it is alive again. */
const TOLD_WITHIN_MS = 2 * 60_000;
const HOUR_MS = 3_600_000;
/** An acceptance takes its turn when it is checked, and is done this much later at most: an hour is no less than the rest. */
const LATE_MS = 25 * 60_000;

export const SETTINGS: readonly Invariant[] = [
  { id: "I5", when: "departs", check: labelWithoutCarrier },
  { id: "I9", when: "departs", check: acceptedByItself },
  { id: "I7", when: "departs", check: calledOffByItself },
  { id: "I2", when: "step", watches: ["orders", "parcels"], check: numberMoved },
  { id: "I9", when: "end", check: tooManyAccepted },
];

/** These settings hold from now on. */
export function noteSettings(sim: Sim, store: SimObject, settings: StoreSettings): void {
  const saved = savedOf(sim).get(store.name) ?? [];
  savedOf(sim).set(store.name, [...saved, { at: sim.timeline.now(), settings }]);
}

/** The settings that a store has now. */
export function settingsNow(sim: Sim, store: SimObject): StoreSettings {
  return savedOf(sim).get(store.name)?.at(-1)?.settings ?? DEFAULT_SETTINGS;
}

/** Whether one of the settings that held between two moments was such. */
export function everWas(
  sim: Sim,
  store: SimObject,
  [from, to]: [number, number],
  is: (settings: StoreSettings) => boolean,
): boolean {
  const saved = savedOf(sim).get(store.name) ?? [];
  return saved.some(({ at, settings }, index) => at <= to && (saved[index + 1]?.at ?? to) >= from && is(settings));
}

const ALWAYS: [number, number] = [0, Number.POSITIVE_INFINITY];

// The mapping is asked for before the money is: when the label is planned.
function labelWithoutCarrier(sim: Sim, { effect, intent, object }: Sending): string | null {
  if (effect !== "label" || !intent) return null;
  const { carrierCode } = JSON.parse(intent.payload) as { carrierCode: string };
  const planned = Number(intent.created_at) - object.skew;
  const wasMapped = everWas(
    sim,
    object,
    [planned - TOLD_WITHIN_MS, planned],
    ({ carriers }) => carrierCode in carriers,
  );
  return wasMapped ? null : `${intent.business_key} is bought of ${carrierCode}, which nobody mapped`;
}

const BY_ITSELF = /^accept:(.*):by-itself$/;
const FIRST_SEEN = "SELECT at FROM facts WHERE order_id = ? ORDER BY seq LIMIT 1";

function acceptedByItself(sim: Sim, { effect, intent, object }: Sending): string | null {
  const orderId = effect === "accept" && intent ? BY_ITSELF.exec(intent.business_key)?.[1] : undefined;
  if (orderId === undefined) return null;
  const now = sim.timeline.now();
  const isOn = ({ acceptance }: StoreSettings) => acceptance.how !== "by-hand";
  if (!everWas(sim, object, [now - TOLD_WITHIN_MS, now], isOn))
    return `${orderId} is accepted by itself, by nobody's wish`;
  const seen = Number(object.sql.all<{ at: number }>(FIRST_SEEN, orderId)[0]?.at ?? 0) - object.skew;
  const wasOn = everWas(sim, object, [0, seen + TOLD_WITHIN_MS], isOn);
  return wasOn ? null : `${orderId} was there before orders were accepted by themselves`;
}

const GOES = new Set(["cancel", "refund"]);

// What vanished at Sendcloud calls an order off only where the store said so.
function calledOffByItself(sim: Sim, { effect, intent, object }: Sending): string | null {
  if (effect === null || !intent || !GOES.has(effect)) return null;
  const { personId } = JSON.parse(String(intent.actor)) as { personId: string };
  const isReturn = effect === "refund" && !intent.business_key.includes(":vanished-");
  if (personId !== "" || isReturn) return null;
  const planned = Number(intent.created_at) - object.skew;
  const wished = everWas(sim, object, [planned - TOLD_WITHIN_MS, planned], ({ cancelInMirakl }) => cancelInMirakl);
  return wished ? null : `${intent.business_key} goes by itself, by nobody's wish`;
}

const FIXED = `SELECT order_id, number FROM orders o WHERE EXISTS (SELECT 1 FROM parcels p WHERE p.order_id = o.order_id)
  OR EXISTS (SELECT 1 FROM pushed p WHERE p.order_id = o.order_id)`;

function numberMoved(sim: Sim): string | null {
  if (sim.plan.owner.settings.length === 0) return null;
  const known = numbersOf(sim);
  for (const { sql } of sim.stores)
    for (const { order_id: orderId, number } of sql.all<{ order_id: string; number: string }>(FIXED)) {
      const before = known.get(orderId) ?? number;
      if (before !== number) return `${orderId} was ${before} on its label and is ${number} now`;
      known.set(orderId, number);
    }
  return null;
}

function tooManyAccepted(sim: Sim): string | null {
  for (const store of sim.stores) {
    const all = savedOf(sim).get(store.name) ?? [];
    const limits = all.map(({ settings: { acceptance } }) => acceptance).filter(({ how }) => how !== "by-hand");
    if (limits.length === 0 || limits.some(({ how }) => how !== "guarded")) continue;
    const most = Math.max(...limits.map(({ mostAnHour }) => mostAnHour));
    const times = sim.net.deeds
      .filter((deed) => deed.store === store.name && BY_ITSELF.test(deed.key))
      .map((deed) => deed.at)
      .toSorted((a, b) => a - b);
    const crowded = times.find(
      (at, index) => (times[index + most] ?? Number.POSITIVE_INFINITY) - at < HOUR_MS - LATE_MS,
    );
    if (crowded !== undefined) return `${store.name} accepted more than ${most} orders within an hour`;
  }
  return null;
}

/** Whether orders went to Sendcloud at any time. */
export function everPushed(sim: Sim): boolean {
  return sim.stores.some((store) => everWas(sim, store, ALWAYS, ({ labels }) => labels === "sendcloud"));
}
