import type { Context } from "hono";
import { mayKnock } from "../db/knocks";
import { sha256Hex } from "../lib/crypto";
import type { D1 } from "../lib/ports";

/** S5: within a quarter of an hour, five letters to one address, twenty tries from one place. */
const WINDOW_MS = 15 * 60_000;
const FROM_ONE_PLACE = { most: 20, windowMs: WINDOW_MS };
const TO_ONE_ADDRESS = { most: 5, windowMs: WINDOW_MS };

/** Whether this visitor's place has tries left. Each call is one try. */
export async function placeMayTry(c: Context, d1: D1, now: number): Promise<boolean> {
  // On a laptop nothing stands in front that would name the place: everybody there is one.
  const place = c.req.header("CF-Connecting-IP") ?? "here";
  return mayKnock(d1, `place ${await sha256Hex(place)}`, FROM_ONE_PLACE, now);
}

/** Whether another letter may go to this address. Each call is one letter. */
export async function addressMayReceive(d1: D1, email: string, now: number): Promise<boolean> {
  return mayKnock(d1, `address ${await sha256Hex(email)}`, TO_ONE_ADDRESS, now);
}
