import type { Reply } from "../lib/http";
import { FRESH_MS } from "./book-orders";
import { effectOf } from "./effects";
import { push } from "./effects/push-order";
import { type Taped, tapedForMany } from "./exchanges";
import { executeIntent, markSent, settleAnswer } from "./execute-intent";
import { type AnyIntent, duePushes, findIntent, type Intent } from "./intents";
import { finish, move, tellingOf } from "./move-intent";
import { findBooked } from "./order-book";
import { findPushed } from "./pushed-book";
import type { StoreDesk } from "./store-desk";

/** POST /orders takes this many (sendcloud.md 2.1). */
const ORDERS_A_CALL = 100;
/** As many as one walk over the list shows. */
const MOST_A_SLICE = 4_000;
/** Only what was in doubt before asks Sendcloud before it goes again. */
const CHECKS_AT_ONCE = 4;
/** So many that the common look did not show are looked for one by one before the others had their turn. */
const LOOKS_A_TURN = 20;

type Pushing = Intent<"push">;
/** Due pushes that go, or are looked for, in one call. */
export type Batch = { step: "send" | "read-back"; intents: Pushing[] };

/**
 * What of the due pushes can share a call: those that leave for the first time and whose order was read just now, and
 * those whose answer proved nothing. What has to be looked at there before goes alone.
 */
export function dueBatches(desk: StoreDesk, isFree: (orderId: string) => boolean): Batch[] {
  const { sql, now } = desk.ports;
  const due = duePushes(sql, now(), MOST_A_SLICE).filter(({ orderId }) => isFree(orderId));
  const isDoubtful = ({ state }: Pushing) => state === "unknown" || state === "reconciling";
  const going = due.filter((intent) => !isDoubtful(intent) && isSimple(desk, intent)).slice(0, ORDERS_A_CALL);
  const batches: Batch[] = [
    { step: "read-back", intents: due.filter(isDoubtful) },
    { step: "send", intents: going },
  ];
  return batches.filter(({ intents }) => intents.length > 1);
}

function isSimple({ ports: { sql, now } }: StoreDesk, { orderId }: Pushing): boolean {
  const booked = findBooked(sql, orderId);
  return booked !== null && now() - booked.readAt < FRESH_MS && findPushed(sql, orderId) === null;
}

/** Carries a batch as far as it goes now. Safe to die in: what was `sent` is an orphan, and read back one by one. */
export async function runBatch(desk: StoreDesk, { step, intents }: Batch): Promise<void> {
  if (step === "send") return sendBatch(desk, intents);
  await confirmBatch(desk, intents);
}

/** Checks each, sends those that may go in one call, and leaves the others to their own road. */
async function sendBatch(desk: StoreDesk, intents: readonly Pushing[]): Promise<void> {
  if (intents.length < 2 || desk.store.pausedBecause !== null) return executeApart(desk, intents);
  const goes = new Set<Pushing>();
  const queue = [...intents];
  const lane = async () => {
    for (let one = queue.shift(); one; one = queue.shift())
      if ((await push.check(desk, one)).go === "send") goes.add(one);
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, lane));
  const going = intents.filter((intent) => goes.has(intent));
  const others = intents.filter((intent) => !goes.has(intent));
  if (going.length > 0) await sendTogether(desk, going);
  await executeApart(desk, others);
}

async function executeApart(desk: StoreDesk, intents: readonly Pushing[]): Promise<void> {
  for (const { id } of intents) await executeIntent(desk, id);
}

async function sendTogether(desk: StoreDesk, checked: readonly Pushing[]): Promise<void> {
  const { ports, accountObject } = desk;
  const permit = await accountObject.permit({ urgency: "push", label: null });
  if (!permit.granted) {
    for (const intent of checked) move(desk, intent, { state: "ready", nextAt: ports.now() + permit.waitMs }, null);
    return;
  }
  const sent = ports.sql.transaction(() =>
    checked.flatMap((intent) => sentOf(markSent(desk, effectOf("push"), intent, null))),
  );
  if (sent.length === 0 || !push.sendMany) return;
  const answers = await push.sendMany(tapedForMany(desk, sent.map(tapedOf), "send"), sent);
  if (answers === "split") return splitUp(desk, sent);
  await settleAll(desk, sent, answers);
}

function sentOf(sent: AnyIntent | null): Pushing[] {
  return sent?.kind === "push" ? [sent] : [];
}

async function settleAll(desk: StoreDesk, sent: readonly Pushing[], answers: readonly Reply<unknown>[]): Promise<void> {
  const waits = answers.flatMap((answer) =>
    answer.kind === "wait" && !answer.alone ? answer.until - desk.ports.now() : [],
  );
  const longest = Math.max(0, ...waits);
  if (longest > 0) await desk.accountObject.holdFor(longest);
  for (const [place, intent] of sent.entries()) {
    const answer = answers[place];
    if (answer?.kind === "wait") putBack(desk, intent, answer);
    else if (answer) await settleAnswer(desk, effectOf("push"), intent, answer);
  }
}

// Nothing was done: the same attempt goes again, under the same number.
function putBack(desk: StoreDesk, intent: Pushing, answer: Extract<Reply<never>, { kind: "wait" }>): void {
  const change = { state: "ready", sends: intent.sends - 1, nextAt: answer.until } as const;
  move(desk, intent, change, tellingOf(`${push.name} not done: wait`, answer));
}

/** The list was refused for the sake of some that nobody named: each half goes by itself, at last each order alone. */
async function splitUp(desk: StoreDesk, sent: readonly Pushing[]): Promise<void> {
  for (const intent of sent) putBack(desk, intent, { kind: "wait", until: desk.ports.now() });
  const half = Math.ceil(sent.length / 2);
  for (const part of [sent.slice(0, half), sent.slice(half)])
    await sendBatch(
      desk,
      part.flatMap((one) => again(desk, one)),
    );
}

function again(desk: StoreDesk, { id }: Pushing): Pushing[] {
  const intent = findIntent(desk.ports.sql, id);
  return intent?.kind === "push" && intent.state === "ready" ? [intent] : [];
}

/** One look at the newest orders proves most of them; what it does not show is looked for by itself. */
async function confirmBatch(desk: StoreDesk, doubtful: readonly Pushing[]): Promise<void> {
  if (!push.readBackMany) return;
  const looks = await push.readBackMany(tapedForMany(desk, doubtful.map(tapedOf), "read-back"), doubtful);
  const rest: Pushing[] = [];
  for (const [place, intent] of doubtful.entries()) {
    const look = looks[place];
    const what = `${push.name} read back: done`;
    if (look?.found === "done") finish(desk, effectOf("push"), intent, look.outcome, { what });
    else rest.push(intent);
  }
  await executeApart(desk, rest.slice(0, LOOKS_A_TURN));
}

function tapedOf({ id, payload }: Pushing): Taped {
  return { id, mark: payload.externalId };
}
