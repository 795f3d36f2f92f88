import type { FailedReply } from "../lib/http";
import type { Failure } from "./store-desk";
import type { Refusal, RefusalCode } from "./stub-answers";

/** A failed reply without its bodies, as it may cross from one object to another. */
export function toFailure(reply: FailedReply): Failure {
  switch (reply.kind) {
    case "rejected":
      return { kind: "rejected", words: reply.message };
    case "key-refused":
      return { kind: "key-refused", status: reply.status, words: reply.message };
    case "wait":
      return { kind: "wait", until: reply.until };
    case "unknown":
      return { kind: "unknown", why: reply.why };
    case "not-sent":
      return { kind: "unknown", why: reply.why };
  }
}

/** What a failed call to Mirakl means for the merchant. */
export function miraklRefusal(failure: Failure): Refusal {
  switch (failure.kind) {
    case "rejected":
      return refuse("mirakl-refused", failure.words);
    case "key-refused":
      return refuse(failure.status === 401 ? "key-wrong" : "key-without-role", failure.words);
    case "wait":
      return refuse("mirakl-busy");
    case "unknown":
      return refuse(unreachable(failure.why));
  }
}

/** What a failed call to Sendcloud means for the merchant. */
export function sendcloudRefusal(failure: Failure): Refusal {
  switch (failure.kind) {
    case "rejected":
      return refuse("sendcloud-refused", failure.words);
    case "key-refused":
      return refuse("sendcloud-key-wrong", failure.words);
    case "wait":
      return refuse("sendcloud-busy");
    case "unknown":
      return refuse("sendcloud-down");
  }
}

export function refuse(code: RefusalCode, words = "", field?: string): Refusal {
  return field === undefined ? { code, words } : { code, words, field };
}

function unreachable(why: string): RefusalCode {
  if (why === "html" || why === "redirect" || why === "not-json" || why === "unexpected-shape")
    return "host-not-mirakl";
  return why === "connection" || why === "timeout" ? "host-unreachable" : "mirakl-down";
}
