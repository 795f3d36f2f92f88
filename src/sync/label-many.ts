import { isOpen } from "../domain/intent";
import { isLive } from "../domain/parcel";
import { intentsOf, type LabelPayload } from "./intents";
import {
  BY_ANOTHER,
  dueItems,
  type ItemFate,
  isJobWaiting,
  type JobItem,
  queuedLabels,
  reportJobs,
  stillWaits,
  takePart,
  writeItem,
} from "./job-book";
import { type Asking, offerFor } from "./label-options";
import { findBooked, parcelsOf } from "./order-book";
import { draftLabel, mayCreateLabel, planLabel } from "./plan-label";
import { refuse } from "./refusals";
import { runDueIntents } from "./run-intents";
import { questionOf } from "./shipping-options";
import type { AccountPort, StoreDesk } from "./store-desk";
import type { ActResult, Refusal, RefusalCode } from "./stub-answers";
import type { BulkLabels, OptionView } from "./stub-orders";

/** How long the page that asked waits; the rest goes on by itself (design.md 5). */
const PAGE_WAITS_MS = 5_000;
const ITEMS_A_ROUND = 100;
const MOST_ROUNDS = 5;
const BROKEN_AGAIN_MS = 30_000;
/** The pace of the permits (permits.ts): what is planned for its own moment is seldom turned away. */
const A_SECOND = 12;
const A_MINUTE = 90;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Takes this store's part of a list of labels, plans each at the cheapest option that wants nothing more, and begins.
 * The same job id twice does nothing more. What is not done when the page has waited goes on in slices.
 */
export async function labelMany(desk: StoreDesk, part: BulkLabels): Promise<ActResult> {
  const { ports } = desk;
  ports.sql.transaction(() => {
    if (takePart(ports, part)) ports.alarm.set(Math.min(ports.alarm.at() ?? ports.now(), ports.now() + PAGE_WAITS_MS));
  });
  const late = ports.sleep(PAGE_WAITS_MS);
  await Promise.race([begin(desk), late]);
  return isJobWaiting(ports.sql, part.jobId) ? { result: "under-way" } : { result: "done" };
}

/**
 * Plans the labels that lists wait for, a bounded number in one call. An order that breaks waits and holds up no other;
 * what broke is thrown once the others had their turn.
 */
export async function planJobs(desk: StoreDesk, rounds = 1): Promise<void> {
  const asking = askOnce(desk.accountObject);
  const faults: unknown[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const items = dueItems(desk.ports, ITEMS_A_ROUND);
    if (items.length === 0) break;
    const drafts = await Promise.allSettled(items.map((item) => draftItem(desk, item, asking)));
    const queue = { length: queuedLabels(desk.ports.sql) };
    for (const [place, item] of items.entries()) {
      const draft = drafts[place];
      if (draft?.status === "rejected") faults.push(draft.reason);
      settleItem(desk, item, draft?.status === "fulfilled" ? draft.value : later(desk), queue);
    }
  }
  if (faults.length > 0) throw faults[0];
}

async function begin(desk: StoreDesk): Promise<void> {
  await planJobs(desk, MOST_ROUNDS);
  await runDueIntents(desk, desk.ports.now() + PAGE_WAITS_MS);
  reportJobs(desk.ports.sql);
}

/** What a look at one order of a list brought, before anything is written. */
type Draft =
  | { as: "label"; payload: LabelPayload }
  | { as: "refused"; refusal: Refusal }
  | { as: "later"; at: number }
  | { as: "it-stands" };

function later({ ports }: StoreDesk): Draft {
  return { as: "later", at: ports.now() + BROKEN_AGAIN_MS };
}

async function draftItem(desk: StoreDesk, { orderId }: JobItem, asking: Asking): Promise<Draft> {
  const booked = findBooked(desk.ports.sql, orderId);
  if (!booked || !mayCreateLabel(desk, booked)) return { as: "it-stands" };
  if (desk.store.pausedBecause !== null) return { as: "refused", refusal: refuse("store-paused") };
  const offer = await offerFor(desk, booked, null, asking);
  if (offer.result === "busy") return { as: "later", at: offer.until };
  if (offer.result === "refused") return { as: "refused", refusal: offer.refusal };
  const { options, weightGrams, sender } = offer;
  // Those that want nothing more come first, the cheapest first among them.
  const option = options.find(({ needs }) => needs.length === 0);
  if (!option) return { as: "refused", refusal: whyNone(options) };
  return {
    as: "label",
    payload: await draftLabel(desk, booked, { option, weightGrams, senderAddressId: sender.id, lineIds: null }),
  };
}

function whyNone(options: readonly OptionView[]): Refusal {
  const unmapped = options.find(({ needs }) => needs.every((need) => need === "carrier-mapping"));
  if (unmapped) return refuse("carrier-unmapped", unmapped.carrierName);
  return refuse(options.some(({ needs }) => needs.join() === "customs") ? "customs-missing" : "no-shipping-option");
}

/** Writes what becomes of one order, in one synchronous block with its intent; only the first who comes here counts. */
function settleItem(desk: StoreDesk, item: JobItem, draft: Draft, queue: { length: number }): void {
  const { sql } = desk.ports;
  sql.transaction(() => {
    if (stillWaits(sql, item)) writeItem(sql, item, fateOf(desk, item, draft, queue));
  });
}

function fateOf(desk: StoreDesk, item: JobItem, draft: Draft, queue: { length: number }): ItemFate {
  switch (draft.as) {
    case "later":
      return { waits: "another-look", nextAt: draft.at };
    case "refused":
      return { ends: "refused", reason: reasonOf(draft.refusal) };
    case "it-stands":
      return fateAsItStands(desk, item);
    case "label": {
      const nextAt = desk.ports.now() + slotOf(queue.length);
      const planned = planLabel(desk, item.orderId, draft.payload, { actor: item.actor, nextAt });
      if (!planned) return fateAsItStands(desk, item);
      queue.length += 1;
      return { waits: "its-label", intentId: planned.id, byAnother: false };
    }
  }
}

/** An order that another click or list labels, or has labelled, is theirs: we report what becomes of it. */
function fateAsItStands(desk: StoreDesk, { orderId }: JobItem): ItemFate {
  const { sql, now } = desk.ports;
  const booked = findBooked(sql, orderId);
  if (!booked) return { ends: "refused", reason: "not-found" satisfies RefusalCode };
  const theirs = intentsOf(sql, orderId).find(
    ({ kind, state }) => kind === "label" && (isOpen(state) || state === "parked"),
  );
  if (theirs) return { waits: "its-label", intentId: theirs.id, byAnother: true };
  // The box changed between the draft and this line.
  if (mayCreateLabel(desk, booked)) return { waits: "another-look", nextAt: now() };
  if (parcelsOf(sql, orderId).some(isLive)) return { ends: "done", reason: BY_ANOTHER };
  return { ends: "refused", reason: "not-allowed-now" satisfies RefusalCode };
}

function reasonOf({ code, words }: Refusal): string {
  return words === "" ? code : `${code}:${words}`;
}

/** When the next permits are to be had behind so many others, in milliseconds from now. */
function slotOf(place: number): number {
  const inMinute = place % A_MINUTE;
  return Math.floor(place / A_MINUTE) * MINUTE_MS + Math.floor(inMinute / A_SECOND) * SECOND_MS;
}

/** Puts each question once: a list asks for its groups, not for its orders (design.md 5). */
function askOnce(account: AccountPort): Asking {
  const senders = new Map<number | null, ReturnType<Asking["sender"]>>();
  const options = new Map<string, ReturnType<Asking["options"]>>();
  return {
    sender: (id) => once(senders, id, () => account.sender(id)),
    options: (question) => once(options, questionOf(question), () => account.options(question)),
  };
}

function once<K, V>(known: Map<K, V>, key: K, ask: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = ask();
  known.set(key, answer);
  return answer;
}
