import type { Reply } from "../lib/http";
import { readMiraklError } from "./read-error";

const MESSAGE_LENGTH = 500;

/** What a 200 or 201 really says: some calls put their refusals into its body (mirakl.md 1.4). */
export type Verdict<T> = { done: T } | { refusals: unknown[] };

/** OR21, OR23, OR24 and OR29 promise a 204: another success proves nothing (reliability.md 2.3). */
export function demandNoContent(reply: Reply<"done">): Reply<"done"> {
  if (reply.kind !== "ok" || reply.status === 204) return reply;
  return { kind: "unknown", why: "unexpected-shape", status: reply.status, message: "" };
}

/** Takes the verdict out of an answer: a refusal becomes `rejected`, with the marketplace's words and the 2xx status. */
export function judge<T>(reply: Reply<Verdict<T>>): Reply<T> {
  if (reply.kind !== "ok") return reply;
  if ("done" in reply.value) return { ...reply, value: reply.value.done };
  const { refusals } = reply.value;
  const { code, message } = readMiraklError({ errors: refusals });
  return {
    kind: "rejected",
    status: reply.status,
    code,
    message: message.slice(0, MESSAGE_LENGTH),
    body: refusals,
  };
}
