// The fault catalogue of reliability.md 3.2, as rules of the way between the engine and its remotes.
import type { HttpAnswer } from "../../src/lib/http";
import type { Sending } from "./calls";
import type { Stream } from "./random";
import { type Served, servedBy } from "./served";
import { keepWishes, type Strike, type Wish } from "./wishes";

type Arrived = Extract<HttpAnswer, { arrived: true }>;
type Spoil = (truth: Arrived, sending: Sending, draw: Stream, now: number) => HttpAnswer;

/** `work`: whether the remote does it, and when. `spoil` makes what we get to see; `spoils`: only of these reads. */
export type FaultRule = {
  work: "never" | "done" | "late";
  wait?: "timeout" | "slow";
  spoils?: "lists" | "walks";
  spoil: Spoil;
};

const lost =
  (failure: "timeout" | "connection" | "too-large" | "blocked"): Spoil =>
  () => ({ arrived: false, failure });

const encoder = new TextEncoder();
const answer = (
  status: number,
  body: string,
  type = "application/json",
  more: Record<string, string> = {},
): Arrived => ({
  arrived: true,
  status,
  headers: { "content-type": type, ...more },
  body: encoder.encode(body),
});

const error = (status: number, more: Record<string, string> = {}): Arrived =>
  answer(
    status,
    `{"status":${status},"message":"fault","errors":[{"status":"${status}","code":"fault","title":"fault","detail":"fault"}]}`,
    "application/json",
    more,
  );

const html: Spoil = () => answer(200, "<!doctype html><title>Maintenance</title>", "text/html; charset=utf-8");
const busy =
  (header: (draw: Stream, now: number) => string | null): Spoil =>
  (_, __, draw, now) => {
    const retryAfter = header(draw, now);
    return error(429, retryAfter === null ? {} : { "retry-after": retryAfter });
  };
const asDate = (moment: number) => new Date(moment).toUTCString();

const changed = (truth: Arrived, change: (body: Record<string, unknown>) => void): Arrived => {
  if (truth.body.length === 0 || truth.status >= 400) return truth;
  const body = JSON.parse(new TextDecoder().decode(truth.body)) as Record<string, unknown>;
  change(body);
  return { ...truth, body: encoder.encode(JSON.stringify(body)) };
};

export const FAULTS: Record<string, FaultRule> = {
  "drop-before": { work: "never", spoil: lost("connection") },
  "drop-after": { work: "done", spoil: lost("connection") },
  "timeout-before": { work: "never", wait: "timeout", spoil: lost("timeout") },
  "timeout-after": { work: "done", wait: "timeout", spoil: lost("timeout") },
  late: { work: "late", wait: "timeout", spoil: lost("timeout") },
  "500-before": { work: "never", spoil: () => error(500) },
  "500-after": { work: "done", spoil: () => error(500) },
  "503-before": { work: "never", spoil: () => answer(503, "<html>busy</html>", "text/html") },
  "502-after": { work: "done", spoil: () => answer(502, "", "text/html") },
  "504-late": { work: "late", wait: "slow", spoil: () => error(504) },
  "429-seconds": { work: "never", spoil: busy((draw) => String(5 + draw.below(90))) },
  "429-date": { work: "never", spoil: busy((draw, now) => asDate(now + 5_000 + draw.below(90_000))) },
  "429-bare": { work: "never", spoil: busy(() => null) },
  "429-garbage": { work: "never", spoil: busy(() => "soon") },
  "html-before": { work: "never", spoil: html },
  "html-after": { work: "done", spoil: html },
  "empty-after": { work: "done", spoil: () => answer(200, "") },
  "truncated-after": {
    work: "done",
    spoil: (truth) => answer(truth.status === 204 ? 200 : truth.status, half(truth)),
  },
  "malformed-after": { work: "done", spoil: () => answer(200, '{"data":[}') },
  "wrong-type": {
    work: "done",
    spoil: (truth) => ({ ...truth, headers: { ...truth.headers, "content-type": "text/plain" } }),
  },
  huge: { work: "done", spoil: lost("too-large") },
  redirect: { work: "never", spoil: () => answer(302, "", "text/plain", { location: "https://elsewhere.test/" }) },
  unauthorized: { work: "never", spoil: () => error(401) },
  forbidden: { work: "never", spoil: () => error(403) },
  slow: { work: "done", wait: "slow", spoil: (truth) => truth },
  "extra-fields": {
    work: "done",
    spoil: (truth) =>
      changed(truth, (body) => {
        body.brand_new = { enabled: true };
      }),
  },
  "wrong-total": {
    work: "done",
    spoils: "lists",
    spoil: (truth) =>
      changed(truth, (body) => {
        if (typeof body.total_count === "number") body.total_count += 1;
      }),
  },
  "vanished-row": {
    work: "done",
    spoils: "walks",
    spoil: (truth, { walk }) =>
      changed(truth, (body) => {
        if (walk && Array.isArray(body.orders)) body.orders.pop();
      }),
  },
};

export const FAULT_NAMES = Object.keys(FAULTS);

function half({ body }: Arrived): string {
  const text = new TextDecoder().decode(body);
  return text === "" ? "{" : text.slice(0, Math.ceil(text.length / 2));
}

/** Which faults strike in this seed, how often, and which must strike somewhere. */
export type FaultPlan = { kinds: string[]; share: number; d1Share: number; wishes: Wish[] };

export type FaultDriver = {
  on: boolean;
  choose(sending: Sending): Strike;
  d1(): "d1-before" | "d1-after" | null;
  struck: number;
};

/** Draws for each call whether it is spoilt, and how; wishes come first, are used up, and hold in the calm as well. */
export function createFaults(plan: FaultPlan, draw: Stream): FaultDriver {
  const wishes = keepWishes(plan.wishes);
  const driver: FaultDriver = {
    on: true,
    struck: 0,
    choose(sending) {
      const wished = wishes.left() ? wishes.grant(sending, servedFor(sending)) : null;
      const strike = wished ?? { ...NO_STRIKE, fault: driver.on ? drawn(plan, draw, sending) : "none" };
      if (strike.fault !== "none" || strike.refused) driver.struck += 1;
      return strike;
    },
    d1() {
      if (!driver.on || plan.d1Share === 0 || !draw.chance(plan.d1Share)) return null;
      driver.struck += 1;
      return draw.chance(0.5) ? "d1-before" : "d1-after";
    },
  };
  return driver;
}

const NO_STRIKE = { refused: false, twist: null, orderId: "" };

function servedFor(sending: Sending): readonly Served[] {
  sending.served ??= servedBy(sending);
  return sending.served;
}

function drawn({ kinds, share }: FaultPlan, draw: Stream, { effect, walk, operation }: Sending): string {
  if (kinds.length === 0 || !draw.chance(share)) return "none";
  const fault = draw.pick(kinds);
  const spoils = FAULTS[fault]?.spoils;
  return (spoils === "walks" && !walk) || (spoils === "lists" && (effect !== null || operation !== "OR11"))
    ? "none"
    : fault;
}

/** The vendor's no, where it would have said yes. */
export const REFUSAL: Arrived = error(400);
