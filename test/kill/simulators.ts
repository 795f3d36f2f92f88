// Both vendors as a process of their own: it outlives every kill of the app, and its books are the proof.
import type { Server } from "node:http";
import { openBothWorlds } from "../../src/sandbox/both-worlds";
import { MARKETPLACES } from "../../src/sandbox/marketplaces";
import { plantWebhooks } from "../../src/sandbox/sendcloud-webhooks";
import { writeSetting } from "../../src/sandbox/settings";
import { SANDBOX_SENDCLOUD_HOST, type World } from "../../src/sandbox/world";
import { streamOf } from "../sim/random";
import { sqlTwin } from "../twins";
import { place, Returners } from "./buyers";
import { drawFault } from "./faults";
import { readLedgers, readTally } from "./ledgers";
import type { HoldAt, PaidCall, SimulatorAsk, SimulatorCalls, SimulatorTold, SimulatorUrls } from "./simulator-calls";
import { serveVendor, type Vendor } from "./vendor-server";
import { WorldClock } from "./world-clock";

const FIRST_ORDER = 1_000;
const STEP_EVERY_MS = 25;
const SHORTEST_HOLD_MS = 200;
const LONGEST_HOLD_MS = 1_000;

const seed = Number(process.argv[2] ?? 1);
const clock = new WorldClock();
const lots = streamOf(seed, "faults");
const world: World = {
  sql: sqlTwin(),
  now: () => clock.now(),
  random: streamOf(seed, "world").next,
  deliver: (url, headers, body) =>
    fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.status,
      () => 0,
    ),
  cheapLabels: true,
};
const both = openBothWorlds(world);
// The demo that the seed makes inside the app has orders of its own: the same ids would share the account's numbers.
writeSetting(world.sql, "last-order-number", FIRST_ORDER);
const returners = new Returners(world, streamOf(seed, "returns"));
let faultShare = 0;
let aimedAt: HoldAt | null = null;
let release: ((isCarriedOut: boolean) => void) | null = null;
const cut: PaidCall[] = [];

const CALLS: SimulatorCalls = {
  followClock: (database) => clock.follow(database),
  faultShare: (share) => {
    faultShare = share;
  },
  webhooks: (way) => plantWebhooks(world, way),
  place: (wish) => place(world, wish),
  sendBack: (count) => returners.sendBack(count),
  aim: (at) => {
    aimedAt = at;
  },
  release: (isCarriedOut) => {
    release?.(isCarriedOut);
    release = null;
  },
  cutCalls: () => cut.splice(0),
  tally: () => readTally(world, returners.book),
  ledgers: () => readLedgers(world, returners.book),
};

process.on("message", (ask: SimulatorAsk) => answerDriver(ask));
process.on("disconnect", () => process.exit(0));
const urls: SimulatorUrls = {
  mirakl: {
    brico: await listen(serveVendor(vendor("mirakl", MARKETPLACES.brico.host))),
    sport: await listen(serveVendor(vendor("mirakl", MARKETPLACES.sport.host))),
  },
  sendcloud: await listen(serveVendor(vendor("sendcloud", SANDBOX_SENDCLOUD_HOST))),
};
tell({ told: "listening", urls });
for (;;) {
  await both.step();
  await new Promise((resolve) => setTimeout(resolve, STEP_EVERY_MS));
}

function vendor(api: "mirakl" | "sendcloud", host: string): Vendor {
  return {
    host,
    answer(request) {
      drawFault(world, api, lots, faultShare);
      return both.answer(request);
    },
    received: async (call) => (aimedAt === "received" && !(await hold(call)) ? "lost" : "arrived"),
    async done(call) {
      if (aimedAt === "done") await hold(call);
    },
    cut: (call) => cut.push(call),
    holdMs: () => SHORTEST_HOLD_MS + lots.below(LONGEST_HOLD_MS - SHORTEST_HOLD_MS),
  };
}

/** Keeps one paid call where it is until the driver has killed its caller. */
function hold(call: PaidCall): Promise<boolean> {
  aimedAt = null;
  tell({ told: "held", call });
  return new Promise((resolve) => {
    release = resolve;
  });
}

function answerDriver({ id, call, argument }: SimulatorAsk): void {
  try {
    const work = CALLS[call] as (argument: unknown) => unknown;
    tell({ told: "answer", id, value: work(argument) ?? null });
  } catch (error) {
    tell({ told: "failed", id, why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

function tell(told: SimulatorTold): void {
  process.send?.(told);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
    });
  });
}
