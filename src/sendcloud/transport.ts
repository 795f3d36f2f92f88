import { type FailedReply, type Http, type HttpAnswer, type HttpRequest, type Reply, readReply } from "../lib/http";
import { type Access, type Authorise, authoriser } from "./access";
import { readSendcloudError } from "./error";

/** One call. `path` begins after /api/v3, its parts already encoded; `query` is encoded here. */
export type Call = {
  method: HttpRequest["method"];
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  accept?: string;
  timeoutMs: number;
};

export type Transport = {
  host: string;
  /** Sends one call and reads its answer. */
  ask<T>(call: Call, parse: (body: unknown) => T | null): Promise<Reply<T>>;
  /** The same for answers that are not JSON: `read` sees the answer first, and leaves it to `ask`'s rules with null. */
  askRaw<T>(call: Call, read: (answer: HttpAnswer) => Reply<T> | null): Promise<Reply<T>>;
};

/** reliability.md 2.3. */
export const READ_TIMEOUT_MS = 20_000;
export const WRITE_TIMEOUT_MS = 60_000;

/** Puts base address, authorisation and the reading of answers in one place. Nothing is sent twice, but for a 401. */
export function createTransport(access: Access): Transport {
  const base = apiBase(access.baseUrl);
  const authorise = authoriser(access);
  const read = <T>(answer: HttpAnswer, parse: (body: unknown) => T | null): Reply<T> =>
    readReply(answer, { now: access.now(), random: access.random(), readError: readSendcloudError, parse });
  return {
    host: new URL(base).host,
    async ask(call, parse) {
      const exchanged = await exchange(access.http, base, authorise, call);
      return "refused" in exchanged ? exchanged.refused : read(exchanged.answer, parse);
    },
    async askRaw(call, readFirst) {
      const exchanged = await exchange(access.http, base, authorise, call);
      if ("refused" in exchanged) return exchanged.refused;
      return readFirst(exchanged.answer) ?? read<never>(exchanged.answer, () => null);
    },
  };
}

/** For the calls whose 404 is documented without a body: nothing is there, rather than nothing understood. */
export function rejectedWhenAbsent<T>(reply: Reply<T>): Reply<T> {
  const nothingThere = reply.kind === "unknown" && reply.why === "empty" && reply.status === 404;
  return nothingThere ? { kind: "rejected", status: 404, code: "not_found", message: "", body: undefined } : reply;
}

type Exchanged = { answer: HttpAnswer } | { refused: FailedReply };

// A 401 says that nothing was done, and a token may be withdrawn before its time: a kept one is renewed once.
async function exchange(http: Http, base: string, authorise: Authorise, call: Call): Promise<Exchanged> {
  const first = await authorise({ renew: false });
  if ("refused" in first) return first;
  const answer = await http(requestOf(base, call, first.header));
  if (!first.kept || !answer.arrived || answer.status !== 401) return { answer };
  const second = await authorise({ renew: true });
  if ("refused" in second) return second;
  return { answer: await http(requestOf(base, call, second.header)) };
}

function apiBase(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/+$/, "").replace(/\/api\/v3$/, "")}/api/v3`;
}

function requestOf(base: string, call: Call, authorization: string): HttpRequest {
  const query = new URLSearchParams(call.query ?? {}).toString();
  const headers: Record<string, string> = { authorization, accept: call.accept ?? "application/json" };
  const url = `${base}${call.path}${query === "" ? "" : `?${query}`}`;
  const { method, timeoutMs } = call;
  if (method === "GET") return { method, url, headers, timeoutMs };
  if (call.body === undefined) return { method, url, headers, body: "", timeoutMs };
  headers["content-type"] = "application/json";
  return { method, url, headers, body: JSON.stringify(call.body), timeoutMs };
}
