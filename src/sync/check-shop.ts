import { fnv1a32 } from "../domain/order-number";
import { createMiraklClient } from "../mirakl/client";
import { recordFact, STORE_ITSELF } from "./facts";
import { keep, recall } from "./keeping";
import { miraklRefusal, refuse, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import { noteKeyRefused, pauseFor } from "./store-trouble";
import type { ActResult } from "./stub-answers";

const CHECK_EVERY_MS = 24 * 3_600_000;
const AFTER_FAILURE_MS = 3_600_000;
const NOT_FOUND = 404;

/**
 * Makes sure, once a day and after each change of the key, that the key still opens the shop that was connected: orders
 * of another shop must never be booked here (reliability.md 2.6). A new store was looked at by its wizard.
 */
export async function checkShop(desk: StoreDesk): Promise<void> {
  const { ports, store, mirakl } = desk;
  if (store.pausedBecause !== null) return;
  const now = ports.now();
  const key = fnv1a32(store.sealedKey);
  const last = recall<{ at: number; key: number }>(ports.sql, "shop_checked");
  if (last?.key === key && now - last.at < CHECK_EVERY_MS) return;
  keep(ports.sql, "shop_checked", { at: now, key });
  if (!last) return;
  if (last.key !== key) recordFact(desk, STORE_ITSELF, "key-changed", {}, null);
  const reply = await mirakl.account();
  if (reply.kind === "key-refused") noteKeyRefused(desk, "mirakl", reply);
  else if (reply.kind === "ok" ? reply.value.shopId !== store.shopId : isNoShop(reply)) pauseFor(desk, "shop-differs");
  else if (reply.kind !== "ok") keep(ports.sql, "shop_checked", { at: now - CHECK_EVERY_MS + AFTER_FAILURE_MS, key });
}

/** Whether another key opens this store's own shop (A01). Writes nothing. */
export async function checkKey({ ports, store }: StoreDesk, key: string): Promise<ActResult> {
  const { http, now, random } = ports;
  const { baseUrl, shopId } = store;
  const account = (asked: number | null) =>
    createMiraklClient({ http, now, random, baseUrl, key, shopId: asked }).account();
  const reply = await account(shopId);
  if (reply.kind === "ok" ? reply.value.shopId === shopId : !isNoShop(reply))
    return reply.kind === "ok" ? { result: "done" } : { result: "refused", refusal: miraklRefusal(toFailure(reply)) };
  // Which shop it does open, so that the page can name both.
  const own = reply.kind === "ok" ? reply : await account(null);
  return { result: "refused", refusal: refuse("shop-differs", own.kind === "ok" ? own.value.name : "") };
}

// The call names the shop: a key that opens only others answers that there is none.
function isNoShop(reply: { kind: string; status?: number | null }): boolean {
  return reply.kind === "rejected" && reply.status === NOT_FOUND;
}
