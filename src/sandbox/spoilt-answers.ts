import type { Api } from "./api";
import { inJson, numbersAsText, withNewFields, withNulls, withoutOne, withWrongTotal } from "./spoilt-bodies";
import { isLaterPage, isWalk, pageBefore, smallerPage } from "./spoilt-pages";

export type Spoiler = { api: Api; seconds: number; now: number; random: () => number };
type Spoiling = {
  /** With `true` the work is done and only the answer is spoilt. */
  done: boolean;
  spoil: (spoiler: Spoiler, truth: Response) => Response | Promise<Response>;
  /** The requests it can spoil; it stays planted for the others. */
  fits?: (request: Request) => boolean;
  /** Asks the vendor for something else than the caller did. */
  ask?: (request: Request) => Request;
};

const asItIs = (_: Spoiler, truth: Response) => truth;

const EVERY_WAY = {
  "drop-before": { done: false, spoil: () => lost("connection") },
  "drop-after": { done: true, spoil: () => lost("connection") },
  "timeout-before": { done: false, spoil: () => lost("timeout") },
  "timeout-after": { done: true, spoil: () => lost("timeout") },
  late: { done: false, spoil: () => lost("timeout") },
  slow: { done: true, spoil: slow },
  "500-before": { done: false, spoil: ({ api }) => failure(api, 500, "Internal Server Error") },
  "500-after": { done: true, spoil: ({ api }) => failure(api, 500, "Internal Server Error") },
  "502-before": { done: false, spoil: () => gateway(502, "Bad Gateway") },
  "502-after": { done: true, spoil: () => gateway(502, "Bad Gateway") },
  "503-before": { done: false, spoil: () => gateway(503, "Service Unavailable") },
  "503-after": { done: true, spoil: () => gateway(503, "Service Unavailable") },
  "504-before": { done: false, spoil: () => gateway(504, "Gateway Time-out") },
  "504-after": { done: true, spoil: () => gateway(504, "Gateway Time-out") },
  "429-seconds": { done: false, spoil: ({ api, seconds }) => busy(api, String(seconds)) },
  "429-date": {
    done: false,
    spoil: ({ api, seconds, now }) => busy(api, new Date(now + seconds * 1000).toUTCString()),
  },
  "429-garbage": { done: false, spoil: ({ api }) => busy(api, "soon") },
  "429-bare": { done: false, spoil: ({ api }) => busy(api, null) },
  unauthorized: { done: false, spoil: ({ api }) => failure(api, 401, "Unauthorized") },
  forbidden: { done: false, spoil: ({ api }) => failure(api, 403, "Forbidden") },
  redirect: { done: false, spoil: redirect },
  "html-200": { done: false, spoil: () => html(200, "Maintenance") },
  "empty-200": { done: true, spoil: () => new Response("", { status: 200 }) },
  truncated: { done: true, spoil: truncated },
  malformed: { done: true, spoil: malformed },
  "wrong-type": { done: true, spoil: wrongType },
  huge: { done: true, spoil: huge },
  "extra-fields": { done: true, spoil: (_, truth) => inJson(truth, withNewFields) },
  nulls: { done: true, spoil: (_, truth) => inJson(truth, withNulls) },
  "numbers-as-strings": { done: true, spoil: (_, truth) => inJson(truth, numbersAsText) },
  "wrong-total": {
    done: true,
    fits: isWalk,
    spoil: ({ random }, truth) => inJson(truth, (body) => withWrongTotal(body, random() < 0.5 ? -1 : 1)),
  },
  vanishing: {
    done: true,
    fits: isWalk,
    spoil: ({ random }, truth) => inJson(truth, (body) => withoutOne(body, random)),
  },
  "short-page": { done: true, fits: isWalk, ask: smallerPage, spoil: asItIs },
  "repeated-page": { done: true, fits: isLaterPage, ask: pageBefore, spoil: asItIs },
} satisfies Record<string, Spoiling>;

export type WayFault = keyof typeof EVERY_WAY;
/** Every way in which an answer can be spoilt (reliability.md 3.2). */
export const SPOILINGS: Record<WayFault, Spoiling> = EVERY_WAY;

/** What the caller gets in place of the true answer. It always says in a header that it was spoilt on purpose. */
export async function spoiltAnswer(kind: WayFault, spoiler: Spoiler, truth: Response): Promise<Response> {
  const answer = await SPOILINGS[kind].spoil(spoiler, truth);
  answer.headers.set("x-sandbox-fault", kind);
  return answer;
}

// Nothing of this crosses the wire: the transport reads the header and gives a lost answer.
function lost(how: "connection" | "timeout"): Response {
  return new Response(null, { status: 503, headers: { "x-sandbox-lost": how } });
}

// A transport on a virtual clock waits so many seconds; a real one ignores it.
function slow({ seconds }: Spoiler, truth: Response): Response {
  truth.headers.set("x-sandbox-slow", String(seconds));
  return truth;
}

function failure(api: Api, status: number, message: string): Response {
  const mirakl = { status, message };
  const sendcloud = { errors: [{ status: String(status), code: "fault", title: message, detail: message }] };
  return Response.json(api === "mirakl" ? mirakl : sendcloud, { status });
}

// What stands before the vendor speaks HTML.
function gateway(status: number, title: string): Response {
  return html(status, title);
}

function html(status: number, title: string): Response {
  return new Response(`<!doctype html><title>${title}</title><p>Back soon.</p>`, {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

function busy(api: Api, retryAfter: string | null): Response {
  const answer = failure(api, 429, "Too many requests");
  if (retryAfter !== null) answer.headers.set("retry-after", retryAfter);
  return answer;
}

function redirect({ api }: Spoiler): Response {
  return new Response(null, { status: 302, headers: { location: `https://login.${api}.test/` } });
}

async function truncated(_: Spoiler, truth: Response): Promise<Response> {
  const text = await truth.text();
  return json(text === "" ? "{" : text.slice(0, Math.ceil(text.length / 2)), statusOf(truth));
}

async function malformed(_: Spoiler, truth: Response): Promise<Response> {
  const text = await truth.text();
  return json(text === "" ? "{,}" : `${text.slice(0, -1)},,${text.slice(-1)}`, statusOf(truth));
}

async function wrongType(_: Spoiler, truth: Response): Promise<Response> {
  return new Response(await truth.text(), { status: statusOf(truth), headers: { "content-type": "text/plain" } });
}

const HUGE_PARTS = 21;
const PART = new Uint8Array(1024 * 1024).fill(0x20);

// One megabyte of blanks, again and again: more than a transport will read.
function huge(): Response {
  let parts = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      parts += 1;
      if (parts > HUGE_PARTS) controller.close();
      else controller.enqueue(PART);
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function json(text: string, status: number): Response {
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}

function statusOf(truth: Response): number {
  return truth.status === 204 ? 200 : truth.status;
}
