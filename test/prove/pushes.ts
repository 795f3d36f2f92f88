import { writeFileSync } from "node:fs";
import { intentsOf } from "../../src/sync/intents";
import { findBooked } from "../../src/sync/order-book";
import { pushProblems } from "../../src/sync/push-problems";
import { type Engine, startEngine } from "../engine";
import { idsThere, placeMany } from "../sync/push-stream";

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** What we leave of Sendcloud's 100 writes a minute and 15 a second (sendcloud.md 1.4). */
const MOST_A_MINUTE = 90;
const MOST_A_SECOND = 12;
const BAD_EVERY = 100;
const LONGEST_MS = 12 * 60 * MINUTE_MS;

type Write = { at: number; status: number };

/**
 * Ten thousand orders fall due at once, one in a hundred is refused by Sendcloud: every good one must be there once, every
 * bad one must be named with its field, within the write limit as the sandbox itself counted it.
 */
async function prove(count: number, report: string | null): Promise<boolean> {
  const startedAt = performance.now();
  const engine = await startEngine({ settings: { labels: "sendcloud" } });
  await engine.run(MINUTE_MS);
  const { orderIds, good, bad } = placeMany(engine, count, (place) => place % BAD_EVERY === BAD_EVERY / 2);
  const begunAt = engine.world.now();
  while (engine.world.now() - begunAt < LONGEST_MS && isAnyOpen(engine, orderIds)) await engine.run(MINUTE_MS);
  const there = idsThere(engine);
  const writes = writesOf(engine);
  const verdict = {
    orders: count,
    good: good.length,
    arrived: good.filter((orderId) => there.includes(orderId)).length,
    there: there.length,
    bad: bad.length,
    named: bad.filter((orderId) => isNamed(engine, orderId)).length,
    writes: writes.length,
    refusedWrites: writes.filter(({ status }) => status === 400).length,
    throttledWrites: writes.filter(({ status }) => status === 429).length,
    mostWritesAMinute: mostWithin(writes, MINUTE_MS),
    mostWritesASecond: mostWithin(writes, SECOND_MS),
    reads: countOf(engine, "get"),
    virtualMinutes: Math.ceil(((writes.at(-1)?.at ?? begunAt) - begunAt) / MINUTE_MS),
    seconds: Math.round((performance.now() - startedAt) / SECOND_MS),
  };
  const holds =
    verdict.arrived === good.length &&
    verdict.there === good.length &&
    verdict.named === bad.length &&
    verdict.mostWritesAMinute <= MOST_A_MINUTE &&
    verdict.mostWritesASecond <= MOST_A_SECOND;
  const text = `${JSON.stringify({ holds, ...verdict }, null, 2)}\n`;
  process.stdout.write(text);
  if (report !== null) writeFileSync(report, text);
  return holds;
}

function isAnyOpen(engine: Engine, orderIds: readonly string[]): boolean {
  const { sql } = engine.store.ports;
  return orderIds.some((orderId) => {
    const pushes = intentsOf(sql, orderId).filter(({ kind }) => kind === "push");
    return pushes.length === 0 || pushes.some(({ state }) => state !== "done" && state !== "failed");
  });
}

function isNamed({ store }: Engine, orderId: string): boolean {
  const booked = findBooked(store.ports.sql, orderId);
  const problems = booked ? pushProblems(store, booked) : [];
  return (
    booked?.state?.name === "to_fix" && problems.some(({ code, field }) => code === "push-refused" && field === "state")
  );
}

/** Every POST, PATCH and DELETE that the sandbox's Sendcloud received, by its own log. */
function writesOf({ world }: Engine): Write[] {
  return world.sql.all<Write>(
    "SELECT at, status FROM requests WHERE api = 'sendcloud' AND operation NOT LIKE '%-get-%' ORDER BY at, seq",
  );
}

function countOf({ world }: Engine, method: "get"): number {
  const [row] = world.sql.all<{ n: number }>(
    "SELECT count(*) AS n FROM requests WHERE api = 'sendcloud' AND operation LIKE ?",
    `%-${method}-%`,
  );
  return row?.n ?? 0;
}

// The most of them in any span of that length, whenever it begins.
function mostWithin(writes: readonly Write[], span: number): number {
  let from = 0;
  let most = 0;
  for (const [to, { at }] of writes.entries()) {
    while ((writes[from]?.at ?? at) <= at - span) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

const [count = "10000", report = null] = process.argv.slice(2);
process.exitCode = (await prove(Number(count), report)) ? 0 : 1;
