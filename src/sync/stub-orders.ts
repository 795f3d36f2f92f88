import type { NoWay } from "../domain/cancellation";
import type { Choice, IntentKind, IntentState, ParkReason } from "../domain/intent";
import type { Money } from "../domain/money";
import type { MarketplaceTracking } from "../domain/order";
import type { RefundRefusal } from "../domain/refund";
import type { Actor, Refusal } from "./stub-answers";
import type { ReasonView } from "./stub-stores";

/** A shipping option fit for one order, cheapest first. `price` is null where the account's contract shows none. */
export type OptionView = {
  code: string;
  name: string;
  carrierCode: string;
  carrierName: string;
  contractId: number | null;
  price: Money | null;
  /** What it still wants from this order; an option with needs cannot be chosen yet. */
  needs: ("email" | "phone" | "dimensions" | "customs" | "service-point" | "carrier-mapping")[];
  /** Customs documents travel with it. */
  documents?: true;
};

export type OptionsResult =
  | { result: "options"; options: OptionView[]; weightGrams: number }
  | { result: "refused"; refusal: Refusal };

/** `lineIds`: only these of the lines that still want a parcel; left out, all of them. */
export type LabelRequest = {
  orderId: string;
  optionCode: string;
  contractId: number | null;
  weightGrams: number;
  lineIds?: string[];
};

/** Who carries a parcel without a label of ours: a carrier of SH21 by its code, or another by name. Empty is none. */
export type CarrierWish = {
  carrierCode: string | null;
  carrierName: string;
  /** Where its parcels are followed, `{trackingId}` standing for the number. */
  trackingUrl: string | null;
  trackingNumber: string;
};

export type ShippingChoices = {
  carriers: { code: string; label: string; needsNumber: boolean }[];
  allowsOther: boolean;
  mandatoryTracking: boolean;
  /** What the marketplace holds now. */
  there: MarketplaceTracking;
};

export type LabelFile =
  | { result: "file"; bytes: ArrayBuffer; contentType: string; fileName: string }
  | { result: "refused"; refusal: Refusal };

/** One thing at the remote that a parked intent may have brought about. */
export type RemoteCandidate = { remoteId: string; words: string; money: Money | null; at: number | null };

/** One request and its answer, without secrets and without a buyer's words. */
export type RecordedExchange = {
  at: number;
  step: "check" | "send" | "read-back";
  method: string;
  path: string;
  request: string | null;
  /** Null when no answer came. */
  status: number | null;
  answer: string | null;
};

/** All that is known of one intent: what a person needs to decide. Times are epoch milliseconds. */
export type IntentEvidence = {
  intentId: string;
  orderId: string;
  kind: IntentKind;
  state: IntentState;
  reason: string | null;
  money: Money | null;
  attempts: number;
  sentAt: number | null;
  /** When the remote was last looked at, and whether that look found nothing. */
  lastLook: { at: number; words: string } | null;
  /** Each step as it happened, oldest first. */
  steps: { at: number; what: string; status: number | null; words: string }[];
  exchanges: RecordedExchange[];
  /** What the remote holds now that it may be; null when the remote could not be asked. */
  candidates: RemoteCandidate[] | null;
  choices: Choice[];
  parkReason: ParkReason | null;
};

export type EvidenceResult = { result: "evidence"; evidence: IntentEvidence } | { result: "refused"; refusal: Refusal };

/** A person's decision about a parked intent. `happened` names the remote's own id for it. */
export type Decision = { choice: Exclude<Choice, "happened"> } | { choice: "happened"; remoteId: string };

/** An action as its button would ask for it; `next`, `ship` and `tracking`: what is planned for the order already. */
export type DryRunWish = { orderId: string } & (
  | { act: "accept" | "refuse" | "cancel" | "label-here" }
  | { act: "next" | "ship" | "tracking" }
  | {
      act: "label";
      /** Null for the first that can be chosen. */
      option: { optionCode: string; contractId: number | null } | null;
      weightGrams: number | null;
    }
  | { act: "cancel-label"; parcelNo: number }
  | { act: "refund"; lineId: string }
  | ({ act: "cancel-lines" } & Pick<CancelLinesWish, "quantities" | "reason">)
  | { act: "ship-otherwise" | "correct-tracking"; carrier: CarrierWish }
);

/** One intent of a dry run, in the order they would go. Without calls, `reason` says why nothing would leave. */
export type DryStep = {
  kind: IntentKind;
  /** The vendor's own name for it. */
  name: string;
  remote: "mirakl" | "sendcloud";
  plannedFor: number | null;
  calls: { method: string; path: string; request: string | null }[];
  reason: string | null;
};

export type DryRunResult = { result: "steps"; steps: DryStep[] } | { result: "refused"; refusal: Refusal };

/** What calling an order off would mean now. `total` is what a refund would give back. */
export type CancellationView = {
  way: "cancel" | "refund" | "none";
  why: NoWay | null;
  /** False where the order's state, or what was done to it, leaves nothing to press. */
  allowed: boolean;
  total: Money | null;
  /** More than the store refunds without asking: an owner decides. */
  isOverCap: boolean;
  /** What is cleared away before the marketplace hears of it. */
  hasLabel: boolean;
  isPushed: boolean;
  /** Of which pieces may be taken off; empty where only the whole order can be called off. */
  lines: { lineId: string; title: string; quantity: number }[];
  cancelReasons: ReasonView[];
  refundReasons: ReasonView[];
  /** The store's own choices. */
  cancelReason: string | null;
  refundReason: string | null;
};

/** `expects`: what the page said would happen; anything else is refused. `nonce` names the form. */
export type CancelWish = {
  expects: "cancel" | "refund";
  reason: string | null;
  /** An owner knows that it is more than the store refunds without asking. */
  overCap: boolean;
  nonce: string;
};

export type CancelLinesWish = { quantities: Record<string, number>; reason: string; nonce: string };

/** What may go back on an order now, line by line. Money is in the order's currency, caps are in the shop's. */
export type RefundOffer = {
  currency: string;
  /** Taxes come on top of the amounts, and go back with them by themselves. */
  taxesOnTop: boolean;
  /** `quantity`, `amount` and `shipping` are what is left; `wanted` what the return brings back of it; `why`: nothing can. */
  lines: {
    lineId: string;
    title: string;
    sku: string;
    unitPrice: Money;
    quantity: number;
    amount: Money;
    shipping: Money;
    wanted: number;
    why: RefundRefusal | null;
  }[];
  reasons: ReasonView[];
  reason: string | null;
  withShipping: boolean;
  caps: { largest: Money; leftToday: Money };
  ofReturn: { returnKey: string; isMatched: boolean; isPaid: boolean } | null;
};

export type RefundOfferResult = { result: "offer"; offer: RefundOffer } | { result: "refused"; refusal: Refusal };

/** Money to give back, as a person chose it. `nonce` names the form; `overCap`: an owner said yes to more than the caps. */
export type RefundRequest = {
  orderId: string;
  returnKey: string | null;
  nonce: string;
  reason: string;
  lines: { lineId: string; quantity: number; amount: Money; shipping: Money }[];
  overCap: boolean;
};

/** Order ids whose labels one action asks for. */
export type BulkLabels = { jobId: string; orderIds: string[]; actor: Actor };
