import type { AppProcess } from "./app-process";
import { sleep } from "./killer";
import { AppGone, type Merchant } from "./merchant";
import { ACTORS, type Cast } from "./people";

const TURN_MS = 60;

/** How far the world's clock goes in one step while people are at work. */
const STEP_MS = 5_000;
let turns = 0;

export type Clock = { now: number };

/** People act and time passes, side by side, until the app is dead. */
export async function liveUntilDead(app: AppProcess, cast: Cast, clock: Clock): Promise<void> {
  await Promise.all([passTime(app, cast.merchant, clock), actInTurns(app, cast)]);
}

async function passTime(app: AppProcess, merchant: Merchant, clock: Clock): Promise<void> {
  while (app.isUp) await survive(app, () => advance(merchant, clock, STEP_MS));
}

/** Moves the one clock of both sides; the app wakes on the way whatever falls due. */
export async function advance(merchant: Merchant, clock: Clock, milliseconds: number): Promise<void> {
  const { now } = await merchant.control<{ now: number }>("/sandbox/clock", { advance: milliseconds });
  clock.now = now;
}

async function actInTurns(app: AppProcess, cast: Cast): Promise<void> {
  while (app.isUp) {
    turns += 1;
    for (const { act, everyTurns } of ACTORS) {
      if (app.isUp && turns % everyTurns === 0) await survive(app, () => act(cast));
    }
    await sleep(TURN_MS);
  }
}

// What dies with the app is no failure; what fails while it lives is.
async function survive(app: AppProcess, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!app.isUp) return;
    if (!(error instanceof AppGone)) throw error;
    await sleep(TURN_MS);
  }
}
