import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { endSession, openSession, touchSession, type Who, whoHoldsSession } from "../db/sessions";
import { randomToken, sha256Hex } from "../lib/crypto";
import type { D1 } from "../lib/ports";

const MAX_AGE_S = 30 * 86_400;

// `__Host-` wants https; on plain http (a laptop) the cookie goes without the prefix.
function cookieName(c: Context): "__Host-s" | "s" {
  return new URL(c.req.url).protocol === "https:" ? "__Host-s" : "s";
}

/** Who sends this request; null when signed out, expired or revoked. */
export async function whoIs(c: Context, d1: D1, now: number): Promise<Who | null> {
  const token = getCookie(c, cookieName(c));
  if (!token) return null;
  const tokenHash = await sha256Hex(token);
  const who = await whoHoldsSession(d1, tokenHash, now);
  if (!who) return null;
  await touchSession(d1, tokenHash, who.seenAt, now);
  return who;
}

/** Opens a new session and sets its cookie; an older cookie of this browser is replaced, never adopted. */
export async function signIn(
  c: Context,
  d1: D1,
  person: { personId: string; workspaceId: string },
  now: number,
): Promise<void> {
  const token = randomToken();
  const device = c.req.header("User-Agent") ?? "";
  await openSession(d1, { tokenHash: await sha256Hex(token), ...person, device, now });
  const secure = cookieName(c) === "__Host-s";
  setCookie(c, cookieName(c), token, { path: "/", httpOnly: true, secure, sameSite: "Lax", maxAge: MAX_AGE_S });
}

export async function signOut(c: Context, d1: D1): Promise<void> {
  const token = getCookie(c, cookieName(c));
  if (token) await endSession(d1, await sha256Hex(token));
  deleteCookie(c, cookieName(c), { path: "/", secure: cookieName(c) === "__Host-s" });
}
