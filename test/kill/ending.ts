import { advance } from "./life";
import type { Merchant } from "./merchant";
import { labelAllThatIsLeft, labelTakenBack } from "./people";
import { MINUTE_MS, type Proof } from "./proof";
import { writeSettings } from "./set-up";

const SETTLES_FOR_MINUTES = 60;
const CHOOSES_EVERY_MINUTES = 5;
const ENDS_AFTER_MS = 48 * 60 * MINUTE_MS;
const STEP_MS = 15 * MINUTE_MS;

/** No more faults and no more kills: what was asked for comes to its end, then two days pass. */
export async function settle({ app, simulators, merchant, cast, clock }: Proof): Promise<void> {
  await simulators.ask("faultShare", 0);
  for (let minute = 0; minute < SETTLES_FOR_MINUTES; minute += 1) {
    await advance(merchant, clock, MINUTE_MS);
    if (minute % CHOOSES_EVERY_MINUTES !== 0) continue;
    await labelAllThatIsLeft(cast);
    await labelTakenBack(cast);
  }
  // Two days of parcels that move would be told one by one; the polls find the same.
  await simulators.ask("webhooks", "none");
  await app.kill();
  writeSettings(app.data, { pollInterval: 15 });
  await app.restart();
  const until = clock.now + ENDS_AFTER_MS;
  while (clock.now < until) await advance(merchant, clock, STEP_MS);
}

/** The ids of the intents that the attention page lists, over all its pages. */
export async function listedOnAttention(merchant: Merchant): Promise<Set<string>> {
  const ids = new Set<string>();
  let next: string | undefined = "/attention";
  while (next !== undefined) {
    const { text } = await merchant.get(next);
    for (const [, id = ""] of text.matchAll(/\/stores\/[^/"]+\/intents\/([^/"?]+)/g)) ids.add(id);
    next = /href="(\/attention\?after=[^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  return ids;
}
