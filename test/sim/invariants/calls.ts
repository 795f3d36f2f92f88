// What is checked where requests pass: I5, I16, I17, I18, I22.
import { shopOf } from "../actors/connect";
import type { Sending } from "../calls";
import type { Sim } from "../sim";
import { remember } from "./memory";
import type { Invariant } from "./table";

const MOST_OF_AN_OBJECT = 6;
const BETWEEN_POLLS_MS = 60_000;
const WALKS_AN_HOUR = 60;
const HOUR_MS = 3_600_000;
/** A step that began before the pause may still send what it had checked (the fresh-read window). */
const UNDER_WAY_MS = 60_000;

const walksOf = remember<Map<string, number[]>>(() => new Map());
const pollsOf = remember<Map<string, { at: number; polled: string | null }>>(() => new Map());
const waitsOf = remember<Map<string, number>>(() => new Map());
const pausesOf = remember<Map<string, number>>(() => new Map());

export const CALLS: readonly Invariant[] = [
  {
    id: "I5",
    when: "departs",
    check: (_, { effect, intent, operation }) => {
      if (effect === null) return null;
      if (!intent) return `${operation} left without an intent`;
      return intent.state === "sent" ? null : `${operation} left while ${intent.business_key} was ${intent.state}`;
    },
  },
  { id: "I16", when: "departs", check: (sim, sending) => oneInFlight(sim, sending) ?? tooManyAtOnce(sim, sending) },
  { id: "I16", when: "departs", check: tooManyWalks },
  { id: "I16", when: "departs", check: pollsTooSoon },
  { id: "I16", when: "departs", check: beforeItMay },
  {
    id: "I16",
    when: "returns",
    check: (sim, sending, answer) => {
      if (answer.arrived && answer.status === 429) noteWait(sim, sending, answer.headers["retry-after"]);
      return null;
    },
  },
  { id: "I17", when: "departs", check: anotherStoresKey },
  {
    id: "I18",
    when: "departs",
    check: (_, { request: { url } }) => (/demo-|secret|key|%40|@/i.test(url) ? `a secret or a person in ${url}` : null),
  },
  { id: "I22", when: "departs", check: writesWhilePaused },
];

function oneInFlight({ net }: Sim, { intent }: Sending): string | null {
  if (!intent) return null;
  for (const other of net.underWay) {
    if (other.intent?.id === intent.id) return `two requests in flight for ${intent.business_key}`;
  }
  return null;
}

function tooManyAtOnce({ net }: Sim, { object }: Sending): string | null {
  let count = 1;
  for (const other of net.underWay) if (other.object === object) count += 1;
  return count > MOST_OF_AN_OBJECT ? `${count} requests of ${object.name} in flight` : null;
}

// The budget is the vendor's: so many walks in an hour (mirakl.md 1.5); a list that changed is walked twice.
function tooManyWalks(sim: Sim, { walk, object }: Sending): string | null {
  if (!walk) return null;
  const now = sim.timeline.now();
  const walks = (walksOf(sim).get(object.name) ?? []).filter((at) => at > now - HOUR_MS);
  walks.push(now);
  walksOf(sim).set(object.name, walks);
  return walks.length > WALKS_AN_HOUR ? `${walks.length} walks over OR11 in an hour` : null;
}

const KEPT =
  "SELECT (SELECT value FROM kv WHERE key = 'polled_at') AS polled, (SELECT value FROM kv WHERE key = 'cursor') AS cursor";

// Polls begin a minute apart, whoever asks for them; what is under way may hold a request back a moment after that. The
// first import walks twice, and a poll whose list moved walks again.
function pollsTooSoon(sim: Sim, { walk, object }: Sending): string | null {
  if (!walk) return null;
  const [kept] = object.sql.all<{ polled: string | null; cursor: string | null }>(KEPT);
  const last = pollsOf(sim).get(object.name);
  const begun = Number(kept?.polled ?? sim.timeline.now() + object.skew);
  if (last && last.polled === kept?.polled) return null;
  pollsOf(sim).set(object.name, { at: begun, polled: kept?.polled ?? null });
  if (!last || kept?.cursor === null || begun - last.at >= BETWEEN_POLLS_MS) return null;
  return `${object.name} polled twice within ${begun - last.at} ms`;
}

const placeOf = ({ object, api, operation, intent, walk, orderIds, effect }: Sending) =>
  api === "sendcloud" && effect !== null
    ? "sendcloud"
    : `${object.name}|${operation}|${intent?.id ?? (walk ? "walk" : orderIds[0])}`;

// Only what the header says plainly counts here; without one the engine chooses its own minute.
function noteWait(sim: Sim, sending: Sending, header: string | undefined): void {
  if (header === undefined) return;
  const now = sim.timeline.now();
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now - sending.object.skew;
  if (!Number.isNaN(milliseconds)) waitsOf(sim).set(placeOf(sending), now + Math.min(milliseconds, HOUR_MS));
}

// A process that died between the answer and its row cannot know of the wait.
function beforeItMay(sim: Sim, sending: Sending): string | null {
  const until = waitsOf(sim).get(placeOf(sending)) ?? 0;
  const early = until - sim.timeline.now() - 1_000;
  return early > 0 ? `${sending.operation} left ${early} ms before the end of a 429` : null;
}

/** A crash forgets the 429 answers that were not written down yet. */
export function forgetWaits(sim: Sim): void {
  waitsOf(sim).clear();
}

function anotherStoresKey(_: Sim, { object, api, request }: Sending): string | null {
  if (api !== "mirakl" || object.kind !== "store") return null;
  const { key, shopId, marketplace } = shopOf(object.name);
  const own = request.headers.Authorization === key && request.url.includes(`https://${marketplace}.`);
  const asked = /[?&]shop_id=(\d+)/.exec(request.url)?.[1];
  return own && asked === String(shopId) ? null : `${object.name} called with another store's key or shop`;
}

function writesWhilePaused(sim: Sim, { effect, object }: Sending): string | null {
  if (effect === null) return null;
  const since = pausesOf(sim).get(object.name);
  const paused = since !== undefined && sim.timeline.now() - since > UNDER_WAY_MS;
  return paused ? `${object.name} writes while it is paused` : null;
}

/** The platform told this store's object that it is paused, or no more. */
export function notePause(sim: Sim, store: string, paused: boolean): void {
  if (paused) pausesOf(sim).set(store, sim.timeline.now());
  else pausesOf(sim).delete(store);
}
