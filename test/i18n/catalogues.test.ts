import IntlMessageFormat from "intl-messageformat";
import { describe, expect, it } from "vitest";
import type { RefundReceipt } from "../../src/db/returns";
import { CORRECTABLE_FIELDS } from "../../src/domain/address";
import { ATTENTION_KINDS } from "../../src/domain/attention";
import { HS_CHAPTERS, HS_FAULTS } from "../../src/domain/hs-code";
import type { HsReason } from "../../src/domain/hs-suggestion";
import { type Choice, type IntentKind, type IntentState, PARK_REASONS } from "../../src/domain/intent";
import { type LineState, MARKETPLACE_STATES } from "../../src/domain/order";
import { type OrderStateName, type StateReason, TABS } from "../../src/domain/order-state";
import type { ParcelStage } from "../../src/domain/parcel";
import type { ProblemCode } from "../../src/domain/problem";
import type { ReturnMoney, ReturnRefund, ReturnStage } from "../../src/domain/return";
import { en } from "../../src/i18n/en";
import { fr } from "../../src/i18n/fr";
import { type Language, translator } from "../../src/i18n/index";
import type { FailedReply } from "../../src/lib/http";
import type { RefusalCode } from "../../src/sync/stub-answers";
import type { OptionView, RecordedExchange } from "../../src/sync/stub-orders";

// A record over a union must name each member: a new one fails to compile until it is here, and then wants its words.
const all = <Member extends string>(members: Record<Member, true>) => Object.keys(members);

const STATES: Record<OrderStateName, StateReason[]> = {
  to_accept: ["sending"],
  waiting: ["payment", "address"],
  not_ours: ["fulfilled-by-operator", "click-and-collect"],
  to_fix: ["problems"],
  ready: ["pushing"],
  at_sendcloud: [],
  labelling: [],
  labelled: ["telling-mirakl", "waits-for-scan", "refused-by-mirakl", "part", "other-means"],
  stopped: ["cancelled", "refused", "refunded", "cancelling", "incident"],
  shipped: ["elsewhere", "no-parcel", "to-collect"],
  delivered: [],
  closed: ["cancelled", "refused", "refunded", "done"],
};
const REFUSALS = all<RefusalCode>({
  "not-found": true,
  "not-allowed-now": true,
  "order-changed": true,
  "key-wrong": true,
  "key-without-role": true,
  "host-not-allowed": true,
  "host-not-mirakl": true,
  "host-unreachable": true,
  "mirakl-down": true,
  "mirakl-busy": true,
  "mirakl-refused": true,
  "shop-closed": true,
  "shop-not-found": true,
  "store-already-connected": true,
  "sendcloud-key-wrong": true,
  "sendcloud-oauth-needed": true,
  "sendcloud-down": true,
  "sendcloud-busy": true,
  "sendcloud-refused": true,
  "webhook-is-foreign": true,
  "no-sender-address": true,
  "no-shipping-option": true,
  "carrier-unmapped": true,
  "announcement-failed": true,
  "label-not-cancellable": true,
  "label-not-available": true,
  "too-soon": true,
  "store-paused": true,
  "already-decided": true,
  "remote-unknown": true,
  "shop-differs": true,
  "refund-over-rest": true,
  "order-over": true,
  "line-not-debited": true,
  "already-refunded": true,
  "refund-currency": true,
  "refund-over-cap": true,
  "reason-missing": true,
  "nothing-chosen": true,
  "list-changed": true,
  "undo-too-late": true,
  "currency-not-accepted": true,
  "tracking-needed": true,
  "carrier-unknown": true,
  "carrier-not-allowed": true,
  "customs-missing": true,
  "customs-not-available": true,
  "feature-off": true,
  "store-disconnected": true,
  "account-differs": true,
});
const PROBLEMS = all<ProblemCode>({
  "name-missing": true,
  "street-missing": true,
  "zip-missing": true,
  "city-missing": true,
  "country-unknown": true,
  "changed-after-correction": true,
  "currency-not-accepted": true,
  "push-refused": true,
  "hs-code-missing": true,
  "origin-missing": true,
});
const STAGES = all<ParcelStage>({
  "no-label": true,
  announcing: true,
  "label-ready": true,
  failed: true,
  "picked-up": true,
  "in-transit": true,
  "at-pickup-point": true,
  delivered: true,
  exception: true,
  "coming-back": true,
  cancelling: true,
  cancelled: true,
  unknown: true,
});
const INTENTS = all<IntentKind>({
  accept: true,
  refuse: true,
  label: true,
  "cancel-label": true,
  tracking: true,
  ship: true,
  shipment: true,
  refund: true,
  cancel: true,
  "cancel-line": true,
  reference: true,
  push: true,
  patch: true,
  unpush: true,
});
const INTENT_STATES = all<IntentState>({
  planned: true,
  ready: true,
  sent: true,
  unknown: true,
  reconciling: true,
  done: true,
  failed: true,
  skipped: true,
  parked: true,
});
const CHOICES = all<Choice>({ check: true, happened: true, "send-again": true, drop: true });
const ANSWERS = all<FailedReply["kind"]>({
  rejected: true,
  "key-refused": true,
  wait: true,
  unknown: true,
  "not-sent": true,
});
const RETURNS = all<ReturnStage>({ announced: true, "on-its-way": true, back: true, cancelled: true, unknown: true });
const BY_HAND = all<Extract<ReturnRefund, { byHand: unknown }>["byHand"] | "largest" | "daily">({
  ...{ currency: true, "unknown-line": true, "no-goods-named": true, "over-rest": true },
  ...{ largest: true, daily: true, "no-reason": true, "order-over": true },
});
const RETURN_MONEY = all<ReturnMoney["state"]>({
  ...{ none: true, dismissed: true, undone: true, failed: true, parked: true, "wants-id": true, "by-hand": true },
  ...{ "over-cap": true, planned: true, sending: true, done: true },
});
const RECEIPTS = all<RefundReceipt["state"]>({
  ...{ planned: true, sending: true, done: true, parked: true, failed: true, undone: true },
});
const HS_REASONS = all<HsReason["why"]>({ "same-words": true, "same-category": true, nomenclature: true });
const STEPS = all<RecordedExchange["step"]>({ check: true, send: true, "read-back": true });
const NEEDS = all<OptionView["needs"][number]>({
  email: true,
  phone: true,
  dimensions: true,
  customs: true,
  "service-point": true,
  "carrier-mapping": true,
});
const TROUBLED_LINES: LineState[] = ["incident-open", "refunded", "canceled", "refused"];
const EVENTS = [
  ...[
    "imported",
    "changed",
    "address-arrived",
    "correction",
    "accepted",
    "refused",
    "acceptance-failed",
    "label-created",
    "label-failed",
  ],
  ...["label-cancelled", "label-cancel-queued", "label-cancel-refused", "tracking-sent", "tracking-failed", "shipped"],
  ...["ship-failed", "parcel-moved", "checked", "parked", "key-refused"],
  ...[
    "refunded",
    "refund-failed",
    "refund-over-cap",
    "refund-by-hand",
    "line-cancelled",
    "cancel-asked",
    "order-cancelled",
  ],
  ...["cancel-failed", "reference-sent", "reference-failed", "shipment-created", "shipment-failed", "pushed"],
  ...["push-failed", "push-changed", "patch-failed", "push-deleted", "unpush-failed", "decided", "return-seen"],
  "return-dismissed",
  ...["paused", "resumed", "disconnected", "reconnected"],
  ...["held-back", "refusal-learnt", "shipped-otherwise", "otherwise-undone", "tracking-corrected"],
  ...["parcel-offered", "parcel-linked", "parcel-refused"],
  ...["settings-changed", "renumbered", "key-changed", "rebuilt", "difference"],
];

function wantedKeys(): string[] {
  const states = Object.entries(STATES).flatMap(([name, reasons]) => [
    name,
    ...reasons.map((reason) => `${name}.${reason}`),
  ]);
  const views = ["all", "needs-you", ...TABS];
  const under = (prefix: string, members: readonly string[]) => members.map((member) => `${prefix}.${member}`);
  return [
    ...under("state", states),
    ...under("explain", states),
    ...under("tab", views),
    ...under("empty", views),
    ...views.map((view) => `empty.${view}.body`),
    ...under("reason", [...REFUSALS, ...PARK_REASONS]),
    ...under("problem", PROBLEMS),
    ...under("stage", STAGES),
    ...under("intent", INTENTS),
    ...under("under-way", INTENTS),
    ...under("intent-state", INTENT_STATES),
    ...under("step", INTENT_STATES),
    ...under("risk", INTENTS),
    ...under("doubt", PARK_REASONS),
    ...under("decide", CHOICES),
    ...under("decided", CHOICES),
    ...under("answer", ANSWERS),
    ...under("evidence.exchange", STEPS),
    ...under("hs.chapter", HS_CHAPTERS),
    ...under("hs.fault", [...HS_FAULTS, "heading"]),
    ...under("hs.why", HS_REASONS),
    ...under("return", RETURNS),
    ...under("by-hand", BY_HAND),
    ...under("returns.money", RETURN_MONEY),
    ...under("refunds.state", RECEIPTS),
    ...under("attention", ATTENTION_KINDS),
    ...ATTENTION_KINDS.map((kind) => `attention.${kind}.body`),
    ...under("event", EVENTS),
    ...under("label.needs", NEEDS),
    ...under("recipient", CORRECTABLE_FIELDS),
    ...under("line", TROUBLED_LINES),
    ...under("marketplace", [...MARKETPLACE_STATES, "unknown"]),
  ];
}

const ENGLISH: Record<string, string> = en;
const CATALOGUES: [Language, Record<string, string>][] = [
  ["fr", fr],
  ["en", en],
];

describe("the catalogues", () => {
  it("speak of the same things in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  });

  it("use the same values in both languages", () => {
    const values = (message: string) => [...message.matchAll(/\{(\w+)\s*[,}]/g)].map((match) => match[1]).sort();
    for (const [key, message] of Object.entries(fr)) expect(values(ENGLISH[key] ?? ""), key).toEqual(values(message));
  });

  it.each(CATALOGUES)("have words for every member of every union in %s", (_language, catalogue) => {
    expect(wantedKeys().filter((key) => !catalogue[key])).toEqual([]);
  });

  it.each(CATALOGUES)("hold no empty text and only messages that compile in %s", (language, catalogue) => {
    for (const [key, message] of Object.entries(catalogue)) {
      expect(message.trim(), key).not.toBe("");
      if (message.includes("{")) expect(() => new IntlMessageFormat(message, language), key).not.toThrow();
    }
  });

  // ICU takes an apostrophe before a brace for a quote and would print the braces.
  it.each(CATALOGUES)("put no apostrophe against a brace in %s", (_language, catalogue) => {
    expect(Object.entries(catalogue).filter(([, message]) => /'[{}]|[{}]'/.test(message))).toEqual([]);
  });

  it("count in each language", () => {
    expect(translator("fr")("order.line.cancelled", { count: 1 })).toBe("1 annulé");
    expect(translator("fr")("order.line.cancelled", { count: 3 })).toBe("3 annulés");
    expect(translator("en")("label.options.more", { count: 2 })).toBe("2 more methods");
  });

  it("say something else in French than in English for whole sentences", () => {
    const same = Object.entries(fr).filter(([key, message]) => message.length > 30 && message === ENGLISH[key]);
    expect(same).toEqual([]);
  });
});
