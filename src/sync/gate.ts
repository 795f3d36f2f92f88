import { type Http, type HttpAnswer, type HttpRequest, retryAt } from "../lib/http";
import type { Ports, Sql } from "../lib/ports";
import { keep, recall } from "./keeping";

/** The platform opens six connections at once for an object and queues the rest while their time runs (platform.md 6). */
const AT_ONCE = 6;

type Lane = { open: number; queue: (() => void)[] };

// By the object: a desk is opened anew now and then, what is under way stays.
const LANES = new WeakMap<Sql, Lane>();

/**
 * The way out of one object: six requests at once, and after a 429 none of its kind before the moment the remote named,
 * whoever asks (reliability.md 2.7, I16). What comes too soon is answered here as the remote would, and never leaves.
 */
export function gated(ports: Pick<Ports, "sql" | "now">, http: Http): Http {
  return async (request) => {
    const kind = kindOf(request);
    const until = heldUntil(ports, kind);
    if (until !== null) return tooSoon(until - ports.now());
    const lane = laneOf(ports.sql);
    if (lane.open >= AT_ONCE) await new Promise<void>((resolve) => lane.queue.push(resolve));
    else lane.open += 1;
    try {
      const since = heldUntil(ports, kind);
      return since === null ? await send(ports, http, request, kind) : tooSoon(since - ports.now());
    } finally {
      // The place goes on to the next in the queue, or becomes free.
      const next = lane.queue.shift();
      if (next) next();
      else lane.open -= 1;
    }
  };
}

/** Until when a kind of request is held back; null when it may go. */
export function heldUntil({ sql, now }: Pick<Ports, "sql" | "now">, kind: string): number | null {
  const until = recall<number>(sql, `held:${kind}`);
  return until !== null && until > now() ? until : null;
}

/** OR11 in all its forms counts as one (mirakl.md 1.5). */
export const LIST_ORDERS = "GET /api/orders";

async function send(ports: Pick<Ports, "sql" | "now">, http: Http, request: HttpRequest, kind: string) {
  const answer = await http(request);
  if (answer.arrived && answer.status === 429) {
    // Two may be under way at once: the longer of their waits counts.
    const until = Math.max(retryAt(answer.headers, ports.now(), 0), heldUntil(ports, kind) ?? 0);
    keep(ports.sql, `held:${kind}`, until);
  }
  return answer;
}

function laneOf(sql: Sql): Lane {
  const known = LANES.get(sql);
  if (known) return known;
  const fresh: Lane = { open: 0, queue: [] };
  LANES.set(sql, fresh);
  return fresh;
}

// Ids out: a limit counts calls of one kind, not calls for one order.
function kindOf({ method, url }: HttpRequest): string {
  const path = new URL(url).pathname.replace(/\/(?=[^/]*\d)[^/]+/g, (part) => (/^\/v\d$/.test(part) ? part : "/*"));
  return `${method} ${path}`;
}

function tooSoon(milliseconds: number): HttpAnswer {
  const headers = { "retry-after": String(Math.ceil(milliseconds / 1000)), "content-type": "application/json" };
  return { arrived: true, status: 429, headers, body: new TextEncoder().encode("{}") };
}
