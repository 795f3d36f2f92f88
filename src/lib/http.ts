export type HttpRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  /** The exact text sent. An empty string sends `content-length: 0`. */
  body?: string;
  timeoutMs: number;
};

/** Header names in lower case. */
export type HttpAnswer =
  | { arrived: true; status: number; headers: Record<string, string>; body: Uint8Array }
  | { arrived: false; failure: "timeout" | "connection" | "too-large" | "blocked" };

/** Sends one request, once. Never throws for what the network does, never follows a redirect. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** Why an answer says nothing about whether the remote did the work. */
export type UnknownWhy =
  | "timeout"
  | "connection"
  | "server-error"
  | "redirect"
  | "html"
  | "empty"
  | "not-json"
  | "unexpected-shape"
  | "too-large"
  /** Taken in, to be carried out later: only a read-back proves it. */
  | "accepted";

/**
 * What an answer means (reliability.md 2.3). `rejected` is a well-formed no; `key-refused` concerns the whole
 * connection; `wait` says that nothing was done; `unknown` says nothing at all; `not-sent` never left us.
 */
export type Reply<T> =
  | { kind: "ok"; value: T; status: number; headers: Record<string, string> }
  | { kind: "rejected"; status: number; code: string | null; message: string; body: unknown }
  | { kind: "key-refused"; status: 401 | 403; message: string }
  /** `alone`: the remote is not busy, only this one thing is. */
  | { kind: "wait"; until: number; alone?: true }
  | { kind: "unknown"; why: UnknownWhy; status: number | null; message: string }
  | { kind: "not-sent"; why: "blocked" | "order-changed" };

export type FailedReply = Exclude<Reply<never>, { kind: "ok" }>;

export type ReadError = (body: unknown) => { code: string | null; message: string };

type Reading<T> = {
  now: number;
  /** From 0 up to 1: spreads the wait when a 429 names none. */
  random: number;
  readError: ReadError;
  /** Gives null when the parsed body is not what this call promises. `undefined` stands for an empty body. */
  parse: (body: unknown) => T | null;
};

const HOUR_MS = 3_600_000;
const WAIT_WITHOUT_HEADER_MS = 60_000;
const MESSAGE_LENGTH = 500;

/** Classifies any answer; never throws, and never says `ok` without a body that `parse` took. */
export function readReply<T>(answer: HttpAnswer, reading: Reading<T>): Reply<T> {
  if (!answer.arrived) {
    if (answer.failure === "blocked") return { kind: "not-sent", why: "blocked" };
    return { kind: "unknown", why: answer.failure, status: null, message: "" };
  }
  const { status, headers } = answer;
  if (status === 429) return { kind: "wait", until: retryAt(headers, reading.now, reading.random) };
  if (status >= 300 && status < 400) return { kind: "unknown", why: "redirect", status, message: "" };
  const body = readBody(answer);
  if (status === 401 || status === 403) {
    if (body.form === "html") return { kind: "unknown", why: "html", status, message: "" };
    return { kind: "key-refused", status, message: errorOf(body, reading.readError).message };
  }
  if (status === 408 || (status >= 500 && status !== 501)) {
    return { kind: "unknown", why: "server-error", status, message: errorOf(body, reading.readError).message };
  }
  if (status >= 400) {
    if (body.form !== "json") return { kind: "unknown", why: body.form, status, message: "" };
    return { kind: "rejected", status, ...errorOf(body, reading.readError), body: body.value };
  }
  if (!(status >= 200)) return { kind: "unknown", why: "unexpected-shape", status, message: "" };
  if (body.form === "html" || body.form === "not-json") return { kind: "unknown", why: body.form, status, message: "" };
  const value = reading.parse(body.value);
  if (value !== null) return { kind: "ok", value, status, headers };
  const why = body.form === "empty" ? "empty" : "unexpected-shape";
  return { kind: "unknown", why, status, message: "" };
}

type Body = { form: "json" | "html" | "empty" | "not-json"; value: unknown };

function readBody(answer: Extract<HttpAnswer, { arrived: true }>): Body {
  const text = new TextDecoder().decode(answer.body).trim();
  if (text === "") return { form: "empty", value: undefined };
  const type = answer.headers["content-type"] ?? "";
  if (/html/i.test(type) || /^<(!doctype|html)/i.test(text)) return { form: "html", value: undefined };
  // Somebody else on the way may answer with text that happens to parse (reliability.md 2.3).
  if (type !== "" && !/json/i.test(type)) return { form: "not-json", value: undefined };
  try {
    return { form: "json", value: JSON.parse(text) };
  } catch {
    return { form: "not-json", value: undefined };
  }
}

function errorOf(body: Body, readError: ReadError): { code: string | null; message: string } {
  if (body.form !== "json") return { code: null, message: "" };
  const { code, message } = readError(body.value);
  return { code, message: message.slice(0, MESSAGE_LENGTH) };
}

/** Retry-After in seconds or as a date, capped at an hour; without one, a minute and up to half a minute more. */
export function retryAt(headers: Record<string, string>, now: number, random: number): number {
  const wait = waitOf(headers["retry-after"]?.trim() ?? "", clockOf(headers) ?? now);
  if (Number.isNaN(wait)) return now + WAIT_WITHOUT_HEADER_MS + Math.floor(random * 30_000);
  return now + Math.min(Math.max(Math.ceil(wait), 1000), HOUR_MS);
}

// A date is one of the remote's clock, which its answer shows: ours may be another.
function clockOf({ date }: Record<string, string>): number | null {
  const moment = Date.parse(date ?? "");
  return Number.isNaN(moment) ? null : moment;
}

// An HTTP date begins with the day's name; Date.parse alone would take "-5" for a day in 2001.
function waitOf(text: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) - now : Number.NaN;
}
