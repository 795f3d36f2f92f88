import { tellAttention } from "./account-attention";
import type { AccountDesk } from "./account-desk";
import { nextKnockAt, readInbox } from "./account-inbox";
import { offerAgain, RETURNS, SHIPMENTS } from "./account-news";
import { nextPollAt, pollAccount } from "./account-polls";
import { tellVanished } from "./judge-vanished";
import { isAnyoneUntold } from "./vanished-book";
import { nextWatchAt, watchPushed } from "./watch-pushed";

const REARM_MS = 60_000;

/** One slice of an account's work: what knocked, then the polls, each told to the store it concerns. */
export async function runAccountSlice(desk: AccountDesk): Promise<void> {
  const { now, alarm } = desk.ports;
  alarm.set(now() + REARM_MS);
  await readInbox(desk);
  await pollAccount(desk);
  await offerAgain(desk, SHIPMENTS);
  await offerAgain(desk, RETURNS);
  await watchPushed(desk);
  await tellVanished(desk);
  await tellAttention(desk);
  // Asked last, in one block with the alarm: a webhook that came in meanwhile is not slept over.
  const tellAgainAt = isAnyoneUntold(desk.ports.sql) ? now() + REARM_MS : Number.POSITIVE_INFINITY;
  alarm.set(Math.min(nextKnockAt(desk) ?? Number.POSITIVE_INFINITY, nextPollAt(desk), nextWatchAt(desk), tellAgainAt));
}
