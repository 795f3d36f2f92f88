import type { Stream } from "../sim/random";
import type { AskedBook } from "./asked-book";
import type { Merchant } from "./merchant";
import { openList, optionsOf, orderLinks, outcomesOf, placeOf } from "./pages";
import type { Simulators } from "./simulators-process";

/** Everybody who does something: buyers at the vendors, people at the app's pages. */
export type Cast = {
  merchant: Merchant;
  simulators: Simulators;
  stream: Stream;
  book: AskedBook;
  /** How many orders and returns there shall be, more while there are kills left; how many wait to be chosen. */
  wants(): { orders: number; returns: number; backlog: number };
  placed: number;
};

type Actor = { who: string; everyTurns: number; act(cast: Cast): Promise<void> };

const PLACED_AT_ONCE = 30;
const SENT_BACK_AT_ONCE = 15;
const UNACCEPTED = 0.3;
const ACCEPTED_AT_ONCE = 8;
const LIST_LENGTH = 40;
const TAKEN_BACK = 0.04;
const MOST_PENDING = 240;

/** Who acts, and how often. An app that dies under one of them is met again by the next. */
export const ACTORS: readonly Actor[] = [
  { who: "buyers who order", everyTurns: 1, act: order },
  { who: "buyers who send back", everyTurns: 2, act: sendBack },
  { who: "somebody who accepts", everyTurns: 2, act: acceptSome },
  { who: "two who choose overlapping lists", everyTurns: 2, act: labelLists },
  { who: "somebody who clicks twice", everyTurns: 1, act: clickTwice },
  { who: "somebody who looks what became of the lists", everyTurns: 3, act: readJobs },
  { who: "somebody who changes his mind", everyTurns: 4, act: takeBack },
  { who: "somebody who only looks", everyTurns: 5, act: lookAround },
];

async function order(cast: Cast): Promise<void> {
  const { orders, backlog } = cast.wants();
  if (cast.placed >= orders || cast.placed - cast.book.tried.size >= backlog) return;
  for (const marketplace of ["brico", "sport"] as const) {
    await cast.simulators.ask("place", { marketplace, count: PLACED_AT_ONCE, unaccepted: UNACCEPTED });
    cast.placed += PLACED_AT_ONCE;
  }
}

async function sendBack({ simulators, wants }: Cast): Promise<void> {
  const { returns } = await simulators.ask("tally");
  if (returns < wants().returns) await simulators.ask("sendBack", SENT_BACK_AT_ONCE);
}

async function acceptSome({ merchant, stream }: Cast): Promise<void> {
  const { text } = await merchant.get("/orders?tab=to-accept");
  const places = shuffled(orderLinks(text), stream).slice(0, ACCEPTED_AT_ONCE);
  await Promise.all(places.map((place) => merchant.post(`${place}/acceptance`, {})));
}

/** Two tabs, each with its own list, half of it the same; the first form is sent once more, as after "back". */
async function labelLists(cast: Cast): Promise<void> {
  const { merchant, stream, book, simulators } = cast;
  const pending = book.tried.size - (await simulators.ask("tally")).labels;
  if (pending > MOST_PENDING) return;
  const [one, other] = await Promise.all([openList(merchant), openList(merchant)]);
  const boxes = shuffled(one.boxes, stream);
  const first = boxes.slice(0, LIST_LENGTH);
  const second = boxes.slice(LIST_LENGTH / 2, (LIST_LENGTH * 3) / 2);
  await Promise.all([
    sendList(cast, one.job, first),
    sendList(cast, other.job, second),
    stream.chance(0.5) ? sendList(cast, one.job, first) : null,
  ]);
}

/** Sends a list of labels. */
async function sendList({ merchant, book }: Cast, job: string, boxes: readonly string[]): Promise<void> {
  if (boxes.length === 0 || job === "") return;
  book.ask(boxes.map((box) => placeOf(box).orderId));
  const answer = await merchant.post("/orders/labels", [
    ["job", job],
    ...boxes.map((box): [string, string] => ["order", box]),
  ]);
  if (answer.status !== 303) throw new Error(`POST /orders/labels answers ${answer.status}`);
  book.jobs.add(answer.place);
}

/** What still stands in the list is chosen again, by somebody who wants to be done. */
export async function labelAllThatIsLeft(cast: Cast): Promise<number> {
  const { job, boxes } = await openList(cast.merchant);
  const wanted = boxes.filter((box) => cast.book.tried.has(placeOf(box).orderId));
  await sendList(cast, job, wanted);
  return wanted.length;
}

async function clickTwice(cast: Cast): Promise<void> {
  const { merchant, stream, book } = cast;
  const [box] = shuffled((await openList(merchant)).boxes, stream);
  if (!box) return;
  const { storeId, orderId } = placeOf(box);
  const place = `/orders/${storeId}/${orderId}`;
  const fields = optionsOf((await merchant.get(place)).text, place);
  if (!fields) return;
  book.ask([orderId]);
  await Promise.all([1, 2].map(() => merchant.post(`${place}/labels`, fields)));
}

async function readJobs({ merchant, book }: Cast): Promise<void> {
  for (const job of [...book.jobs].slice(0, 5)) {
    const { text, status } = await merchant.get(job);
    if (status !== 200 || text.includes('id="job-working"')) continue;
    book.jobs.delete(job);
    for (const { orderId, why } of outcomesOf(text)) {
      if (why === null) book.refused.delete(orderId);
      else book.refused.set(orderId, why);
    }
  }
}

/** A label taken back, most often before the marketplace hears of it; the order comes back into the list. */
async function takeBack({ merchant, stream, book }: Cast): Promise<void> {
  if (book.takenBack.size > book.tried.size * TAKEN_BACK) return;
  const places = orderLinks((await merchant.get("/orders?tab=label-ready")).text);
  const [place] = shuffled(places, stream);
  const form = place && /action="([^"]+\/cancellation)"/.exec((await merchant.get(place)).text)?.[1];
  if (!place || !form) return;
  book.takenBack.set(decodeURIComponent(place.split("/").at(-1) ?? ""), place);
  await Promise.all([merchant.post(form, {}), merchant.post(form, {})]);
}

/** An order that was told as shipped before its label was gone stands in no list: its page has the button. */
export async function labelTakenBack({ merchant, book }: Cast): Promise<void> {
  for (const [orderId, place] of book.takenBack) {
    const fields = optionsOf((await merchant.get(place)).text, place);
    if (!fields) continue;
    const answer = await merchant.post(`${place}/labels`, fields);
    if (answer.status === 422) book.refused.set(orderId, "another label after one was taken back from a shipped order");
  }
}

async function lookAround({ merchant, stream }: Cast): Promise<void> {
  const { text } = await merchant.get("/orders");
  const [place] = shuffled(orderLinks(text), stream);
  await Promise.all([merchant.get("/"), merchant.get("/attention"), place ? merchant.get(place) : null]);
}

function shuffled<T>(list: readonly T[], stream: Stream): T[] {
  return list
    .map((one) => ({ one, at: stream.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
