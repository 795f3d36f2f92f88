import type { FailedReply, Reply } from "../lib/http";
import { errorWords } from "./error";

/** Where in the request an error points: `/data/attributes/[1]/shipping_address/city` (sendcloud.md 1.6). */
const POINTS_AT = /\/\[?(\d+)\]?(?=\/|$)/;
const STILL_PROCESSING = /still processing/i;

/**
 * What one answer to a list of `count` orders says of each, in the list's order. Sendcloud takes all or none (sendcloud.md
 * 2.1): those that a refusal names are `rejected`, each with the words about it alone; for the others nothing was done, and
 * they may go again at once (`wait` until `now`, epoch ms). Null where the list is refused and no order of it is named.
 */
export function answersOf(reply: Reply<unknown>, count: number, now: number): FailedReply[] | null {
  if (reply.kind === "ok") {
    const accepted = { kind: "unknown", why: "accepted", status: reply.status, message: "" } as const;
    return Array.from({ length: count }, () => accepted);
  }
  if (reply.kind !== "rejected") return Array.from({ length: count }, () => reply);
  const named = refusalsIn(reply.body, count);
  if (named.size === 0) return null;
  return Array.from({ length: count }, (_, place) => {
    const message = named.get(place);
    return message === undefined ? { kind: "wait", until: now, alone: true } : { ...reply, message, body: undefined };
  });
}

/** True for the refusal of a list of which an order is still being saved: nothing was done (sendcloud.md 1.7). */
export function isStillProcessing(reply: Reply<unknown>): boolean {
  return reply.kind === "rejected" && reply.status === 400 && STILL_PROCESSING.test(reply.message);
}

// An error that names an order beyond the list, or none, says nothing of any.
function refusalsIn(body: unknown, count: number): Map<number, string> {
  const named = new Map<number, string>();
  for (const error of listIn(body)) {
    const pointer = pointerOf(error);
    const place = Number(POINTS_AT.exec(pointer)?.[1] ?? Number.NaN);
    if (!(place < count)) continue;
    const words = errorWords([error]).join("; ");
    named.set(place, [named.get(place), words].filter(Boolean).join("; "));
  }
  return named;
}

function listIn(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  const errors = typeof body === "object" && body !== null && "errors" in body ? body.errors : null;
  return Array.isArray(errors) ? errors : [];
}

function pointerOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("source" in error)) return "";
  const { source } = error;
  const pointer = typeof source === "object" && source !== null && "pointer" in source ? source.pointer : null;
  return typeof pointer === "string" ? pointer : "";
}
