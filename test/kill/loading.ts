import { killSometime, sleep } from "./killer";
import { liveUntilDead } from "./life";
import type { Cast } from "./people";
import type { Proof } from "./proof";
import type { Tally } from "./simulator-calls";

/** Three labels to one refund: what the load asks for, a little more than the paid effects wanted. */
const RETURNS = 0.27;
const RETURNS_A_LABEL = 0.3;
const BEYOND = 1.06;
const LINES_A_RETURN = 1.2;
const MOST_WAITING = 150;
/** How often the app is killed once more before it has come up again. */
const KILLED_AT_START = 0.08;
const LATEST_START_MS = 2_000;
const LIFE_MS = 5_000;
/** So many lives in which nothing more is paid, and the load is over. */
const MOST_IDLE_LIVES = 3;

/** As long as there are kills left there is work left: somebody orders, so that each kill finds calls under way. */
export function wishesOf({ wanted, kills, cast }: Proof): ReturnType<Cast["wants"]> {
  const effects = wanted.effects * BEYOND;
  const labels = Math.ceil(effects * (1 - RETURNS));
  const returns = Math.ceil((effects * RETURNS) / LINES_A_RETURN);
  const backlog = Math.min(MOST_WAITING, labels / 2);
  if (kills.length >= wanted.kills) return { orders: labels, returns, backlog };
  const more = cast.book.tried.size * RETURNS_A_LABEL;
  return { orders: Number.POSITIVE_INFINITY, returns: Math.max(returns, more), backlog };
}

/** Lets the app live and die as often as was asked for. */
export async function loadAndKill(proof: Proof): Promise<void> {
  const { app, simulators, cast, clock, kills, wanted } = proof;
  while (kills.length < wanted.kills) {
    const living = liveUntilDead(app, cast, clock);
    kills.push(await killSometime(app, simulators, cast.stream));
    await living;
    if (kills.length < wanted.kills && cast.stream.chance(KILLED_AT_START)) await killAtStart(proof);
    await app.restart();
  }
}

async function killAtStart({ app, simulators, cast, kills }: Proof): Promise<void> {
  await app.restartInVain(cast.stream.below(LATEST_START_MS));
  kills.push({ aimed: null, cut: await simulators.ask("cutCalls") });
}

/** The rest of the load, with faults still, and with a death only between long lives. */
export async function finishLoad(proof: Proof): Promise<void> {
  const { app, simulators, cast, clock, wanted } = proof;
  let before: Tally | null = null;
  for (let idle = 0; idle < MOST_IDLE_LIVES; ) {
    const tally = await simulators.ask("tally");
    if (tally.labels + tally.money >= wanted.effects * BEYOND && tally.returns >= cast.wants().returns) return;
    idle = before && before.labels === tally.labels && before.money === tally.money ? idle + 1 : 0;
    before = tally;
    const living = liveUntilDead(app, cast, clock);
    await sleep(LIFE_MS);
    await app.kill();
    await living;
    await app.restart();
  }
}
