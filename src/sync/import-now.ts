import { keep, recall } from "./keeping";
import { flushOutbox } from "./outbox";
import { importWalk, pollOrders } from "./pull-orders";
import { refuse } from "./refusals";
import type { StoreDesk } from "./store-desk";
import { lastTrouble } from "./store-trouble";
import type { Actor, ActResult } from "./stub-answers";

/** OR11 may be asked once a minute, whoever asks (mirakl.md 1.5). */
const BETWEEN_POLLS_MS = 60_000;

/** Polls at a person's wish, unless the last poll is less than a minute old; then says in how many seconds it may be. */
export async function importNow(desk: StoreDesk, _actor: Actor): Promise<ActResult> {
  const { sql, now } = desk.ports;
  keep(sql, "looked_at", now());
  if (desk.store.pausedBecause !== null)
    return { result: "refused", refusal: refuse("store-paused", desk.store.pausedBecause) };
  if (importWalk(desk)) return { result: "under-way" };
  const allowedAt = Math.max(
    (recall<number>(sql, "polled_at") ?? 0) + BETWEEN_POLLS_MS,
    recall<number | null>(sql, "backed_off_until") ?? 0,
  );
  if (now() < allowedAt)
    return { result: "refused", refusal: refuse("too-soon", String(Math.ceil((allowedAt - now()) / 1000))) };
  await pollOrders(desk);
  await flushOutbox(desk);
  const trouble = lastTrouble(desk);
  return trouble ? { result: "refused", refusal: trouble } : { result: "done" };
}
