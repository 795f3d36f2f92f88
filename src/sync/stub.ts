import type { RefusesAfter } from "../domain/acceptance";
import type { CorrectableField } from "../domain/address";
import type { NoWay } from "../domain/cancellation";
import type { Choice, IntentKind, IntentState, ParkReason } from "../domain/intent";
import type { Money } from "../domain/money";
import type { MarketplaceTracking } from "../domain/order";
import type { RefundRefusal } from "../domain/refund";
import type { NumbersPreview, ReturnPreview, SkuPreview } from "../domain/settings-preview";
import type { LabelFormat, StoreSettings } from "../domain/store";

/** Who presses a button: the person, for the timeline. */
export type Actor = { personId: string; name: string };

/**
 * Why something did not happen, in a code that i18n has words for (`reason.<code>`), and the remote's own words.
 * `field` names the form field where there is one.
 */
export type Refusal = { code: RefusalCode; words: string; field?: string };
export type RefusalCode =
  | "not-found"
  | "not-allowed-now"
  | "order-changed"
  | "key-wrong"
  | "key-without-role"
  | "host-not-allowed"
  | "host-not-mirakl"
  | "host-unreachable"
  | "mirakl-down"
  | "mirakl-busy"
  | "mirakl-refused"
  | "shop-closed"
  | "shop-not-found"
  | "store-already-connected"
  | "sendcloud-key-wrong"
  | "sendcloud-oauth-needed"
  | "sendcloud-down"
  | "sendcloud-busy"
  | "sendcloud-refused"
  | "webhook-is-foreign"
  | "no-sender-address"
  | "no-shipping-option"
  | "carrier-unmapped"
  | "announcement-failed"
  | "label-not-cancellable"
  | "label-not-available"
  | "too-soon"
  | "store-paused"
  | "already-decided"
  | "remote-unknown"
  | "shop-differs"
  | "refund-over-rest"
  | "order-over"
  | "line-not-debited"
  | "already-refunded"
  | "refund-currency"
  | "refund-over-cap"
  | "reason-missing"
  | "list-changed"
  | "undo-too-late"
  | "tracking-needed"
  | "carrier-unknown"
  | "carrier-not-allowed"
  | "nothing-chosen"
  | "currency-not-accepted"
  | "store-disconnected"
  | "account-differs"
  | "feature-off";

/** `under-way`: it goes on by itself and the order page shows it. */
export type ActResult = { result: "done" } | { result: "under-way" } | { result: "refused"; refusal: Refusal };

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

/** The live sync strip of a store. Times are epoch milliseconds, null where it has not happened. */
export type SyncStrip = {
  lastImportAt: number | null;
  nextImportAt: number | null;
  importing: { walk: "open" | "history"; done: number; total: number | null } | null;
  intervalMinutes: number;
  lastError: (Refusal & { at: number }) | null;
  pausedBecause: string | null;
  setAside: number;
  waitsForOutbox: number;
  /** The last proof that nothing is missing; null before the first. */
  proof: { atMirakl: number; here: number; setAside: number; missing: string[]; checkedAt: number } | null;
};

export type ShopView = { shopId: number; name: string; currency: string; state: string };
export type CarrierView = { code: string; label: string; standardCode: string | null };
export type ReasonView = { code: string; label: string };

/** What a look at a marketplace found, before anything is stored. */
export type MarketplaceProbe =
  | {
      result: "found";
      /** The address as it will be called: `https://host`. */
      baseUrl: string;
      shop: ShopView;
      carriers: CarrierView[];
      /** RE01, type CANCELATION, the shop's own right. */
      cancelReasons: ReasonView[];
      allowsOtherCarriers: boolean;
      /**
       * How many orders the import would bring: open ones whatever their age, and those updated in the last days. Null
       * where the marketplace would not count for now.
       */
      counts: { open: number; days30: number | null; days60: number | null; days90: number | null };
    }
  | { result: "refused"; refusal: Refusal };

export type SenderAddressView = { id: number; label: string; country: string };
export type SendcloudCarrierView = { code: string; name: string };
export type SendcloudProbe =
  | {
      result: "found";
      integrationId: number;
      integrationName: string;
      auth: "basic" | "oauth2";
      senderAddresses: SenderAddressView[];
      carriers: SendcloudCarrierView[];
      webhook: { installed: "ours" | "none" | "foreign"; url: string | null };
    }
  | { result: "refused"; refusal: Refusal };

export type MarketplaceKey = { baseUrl: string; key: string; shopId: number | null };
export type SendcloudKeys = { publicKey: string; secretKey: string };

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
  | { act: "accept" | "refuse" | "cancel" }
  | { act: "next" | "ship" | "tracking" }
  | {
      act: "label";
      /** Null for the first that can be chosen. */
      option: { optionCode: string; contractId: number | null } | null;
      weightGrams: number | null;
    }
  | { act: "cancel-label"; parcelNo: number }
  | { act: "refund"; lineId: string }
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

/** Orders that vanished from Sendcloud in such numbers that a person decides. */
export type VanishedView = { storeId: string; orderId: string; number: string; at: number }[];

/** The marketplace's lists as the object keeps them (SH21, RE01), read once a day. */
export type MarketplaceLists = {
  mayReadAgainAt: number;
  carriers: CarrierView[];
  allowsOtherCarriers: boolean;
  cancelReasons: ReasonView[];
  refundReasons: ReasonView[];
};
/** Open orders by what a setting would touch; `undecided` have neither a label nor a place for one. */
export type OrderCounts = {
  toAccept: number;
  unlabelled: number;
  undecided: number;
  atSendcloud: number;
  labelled: number;
  /** Those that the wished settings would give another number. */
  renumbered: number;
};
/** What wished settings would mean for recent orders of the store; null where no order can show it. */
export type SettingsPreview = {
  numbers: NumbersPreview;
  skus: SkuPreview | null;
  refund: ReturnPreview | null;
  abroad: { number: string; country: string } | null;
  /** What the marketplace would hear of a parcel; `send` is null for a carrier without a mapping. */
  told: {
    number: string;
    carrier: string;
    send: { carrierCode?: string; carrierName?: string; carrierUrl?: string; trackingNumber: string } | null;
  }[];
  /** The next order to send. */
  next: { number: string; items: number; weightGrams: number; canCancel: boolean; total: Money } | null;
  /** The last order in a currency that Sendcloud's orders do not know. */
  foreign: { number: string; total: Money } | null;
  oldestToAccept: { number: string; createdAt: number } | null;
};
export type SettingsView = {
  lists: MarketplaceLists | null;
  counts: OrderCounts;
  preview: SettingsPreview;
  /** How many recent orders the preview looked at. */
  recent: number;
  /** After how long this marketplace was seen to refuse what nobody accepted; null before it happened. */
  refusesAfter?: RefusesAfter | null;
};

/** What a Sendcloud account may send with; `stale`: Sendcloud did not answer, this is what it said before. */
export type SendcloudCatalogue = {
  carriers: SendcloudCarrierView[];
  senderAddresses: SenderAddressView[];
  stale: boolean;
};

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

/** How a rebuild of D1 from the object stands. */
export type RebuildProgress = {
  phase: "none" | "emptying" | "replaying" | "reading-orders" | "reading-shipments" | "done";
  done: number;
  total: number;
  startedAt: number | null;
};
/** Whether the timeline's chain holds: the number of facts, or the first that does not follow from its forerunner. */
export type ChainVerdict = { result: "whole"; facts: number; head: string } | { result: "broken"; seq: number };

/** Order ids whose labels one action asks for. */
export type BulkLabels = { jobId: string; orderIds: string[]; actor: Actor };

/** What everyone else may ask of a store's object. */
export type StoreCalls = {
  /** Tests an address and key; writes nothing. */
  probe(access: MarketplaceKey): Promise<MarketplaceProbe>;
  /** Starts the first import of a store whose row is in D1. */
  begin(workspaceId: string, storeId: string, by?: Actor): Promise<void>;
  accept(orderId: string, actor: Actor): Promise<ActResult>;
  refuse(orderId: string, actor: Actor): Promise<ActResult>;
  options(orderId: string, weightGrams: number | null): Promise<OptionsResult>;
  createLabel(request: LabelRequest, actor: Actor): Promise<ActResult>;
  cancelLabel(orderId: string, parcelNo: number, actor: Actor): Promise<ActResult>;
  /** What a person may choose from who ships without a label of ours; null when the order is not here. */
  shippingChoices(orderId: string): Promise<ShippingChoices | null>;
  /** Tells the marketplace that the order travels without a label of ours. */
  shipOtherwise(orderId: string, wish: CarrierWish, actor: Actor): Promise<ActResult>;
  undoOtherwise(orderId: string, actor: Actor): Promise<ActResult>;
  /** Tells the marketplace another carrier or number for what is on its way. */
  correctTracking(orderId: string, wish: CarrierWish, actor: Actor): Promise<ActResult>;
  /** Books a parcel that was offered as this order's, or says that it is not. */
  linkParcel(orderId: string, shipmentId: string, actor: Actor): Promise<ActResult>;
  refuseParcel(orderId: string, shipmentId: string, actor: Actor): Promise<ActResult>;
  labelFile(orderId: string, parcelNo: number, format: LabelFormat | null): Promise<LabelFile>;
  /** Fields as typed; a value equal to the marketplace's own lifts the correction. */
  correct(orderId: string, typed: Partial<Record<CorrectableField, string>>, actor: Actor): Promise<ActResult>;
  /** Reads this order again at the marketplace. */
  checkAgain(orderId: string, actor: Actor): Promise<ActResult>;
  importNow(actor: Actor): Promise<ActResult>;
  strip(): Promise<SyncStrip>;
  /** The row of the store is another now; `savedBy` the person who changed its settings. */
  /** Sends and imports nothing until somebody resumes it; the reason is a person's own words. */
  pause(reason: string, actor: Actor): Promise<ActResult>;
  resume(actor: Actor): Promise<ActResult>;
  /** Destroys the key and sleeps; what is here stays readable. */
  disconnect(actor: Actor): Promise<ActResult>;
  /** Deletes all of a disconnected store: its rows in D1, then this object's own storage. */
  destroy(): Promise<ActResult>;
  settingsChanged(version: number, savedBy?: Actor): Promise<void>;
  /** What the settings page shows, with what the wished settings would mean. */
  viewSettings(wished: StoreSettings): Promise<SettingsView>;
  /** Reads the marketplace's lists again, at most once a day. */
  refreshRules(): Promise<ActResult>;
  /** Whether another key opens this store's own shop; writes nothing. */
  checkKey(key: string): Promise<ActResult>;
  /** What is known of one intent, with a fresh look at the remote when `look`. */
  evidence(intentId: string, look: boolean): Promise<EvidenceResult>;
  /** Carries out a person's decision about a parked intent. */
  decide(intentId: string, decision: Decision, actor: Actor): Promise<ActResult>;
  /** Buys the labels of many orders, each at the cheapest option that fits; the same job id twice does nothing more. */
  labelMany(request: BulkLabels): Promise<ActResult>;
  /** What calling an order off would mean now; null when the order is not here. */
  cancellation(orderId: string): Promise<CancellationView | null>;
  /** Calls a whole order off, after the undo window. */
  cancelOrder(orderId: string, wish: CancelWish, actor: Actor): Promise<ActResult>;
  cancelLines(orderId: string, wish: CancelLinesWish, actor: Actor): Promise<ActResult>;
  undoCancellation(orderId: string, actor: Actor): Promise<ActResult>;
  /** What may go back on an order now; with a return, what it brings back. */
  refundOffer(orderId: string, returnKey: string | null): Promise<RefundOfferResult>;
  /** Plans refunds, which leave when the undo window has closed. */
  refund(request: RefundRequest, actor: Actor): Promise<ActResult>;
  /** A return gives nothing back. */
  dismissReturn(orderId: string, returnKey: string, actor: Actor): Promise<ActResult>;
  /** Takes back a refund that is planned and has not left, with all that was planned together with it. */
  undoRefund(orderId: string, intentId: string, actor: Actor): Promise<ActResult>;
  /** The label of an order at Sendcloud is made here instead: the order is taken out there first. */
  labelHere(orderId: string, actor: Actor): Promise<ActResult>;
  /** Sends to Sendcloud once more what it refused. */
  pushAgain(orderId: string, actor: Actor): Promise<ActResult>;
  /** How many orders are at Sendcloud and have no parcel. */
  pushedWithoutParcel(): Promise<number>;
  /** Takes all of them out there, so that their labels are made here. */
  takeBackAll(actor: Actor): Promise<ActResult>;
  /** The calls that an action would make now, none of which is made. */
  dryRun(wish: DryRunWish, actor: Actor): Promise<DryRunResult>;
  /** Starts a rebuild of D1 from this object, or goes on with the one under way. */
  rebuild(): Promise<RebuildProgress>;
  rebuildProgress(): Promise<RebuildProgress>;
  verifyTimeline(): Promise<ChainVerdict>;
  /** The watchdog's call: sets an alarm that died anew. */
  ensureAlive(): Promise<void>;
} & Waking;

/** What wakes by itself, and may be woken by the sandbox's clock. */
type Waking = { nextWake(): Promise<number | null>; wake(): Promise<void> };

/** What became of a webhook: `stale` is kept and never acted on. */
export type Received = "stored" | "known" | "stale" | "bad-signature";

/** The writes of one account: given in the last minute, of so many; nothing before `heldUntil`. */
export type BudgetView = {
  used: number;
  most: number;
  heldUntil: number | null;
  trouble: "key-refused" | "integration-deleted" | null;
};

/** What everyone else may ask of a Sendcloud account's object. */
export type AccountCalls = {
  probe(keys: SendcloudKeys, ourWebhookUrl: string): Promise<SendcloudProbe>;
  begin(workspaceId: string, accountId: string): Promise<void>;
  /** Installs our webhook; refuses to replace a foreign address unless `replaceForeign`. */
  installWebhook(url: string, replaceForeign: boolean): Promise<ActResult>;
  /** Takes our webhook away, if it is ours. */
  removeWebhook(url: string): Promise<ActResult>;
  /** How much of the write budget is used, and what holds it. */
  budget(): Promise<BudgetView>;
  /** A webhook as it came: verified over the raw bytes, stored, answered. */
  receive(body: ArrayBuffer, signature: string | null): Promise<Received>;
  /** The orders that vanished at once and wait for a person's word. */
  vanished(): Promise<VanishedView>;
  /** His word on all of them; refused when they are not as many as he saw. */
  decideVanished(choice: "cancel" | "keep", count: number, actor: Actor): Promise<ActResult>;
  /** The carriers and sender addresses of the account, asked of Sendcloud at most once an hour. */
  catalogue(): Promise<SendcloudCatalogue>;
  /** The account's keys are others now: takes up what the old ones could not do. */
  keysChanged(): Promise<void>;
  /** The watchdog's call: sets an alarm that died anew. */
  ensureAlive(): Promise<void>;
} & Waking;

/** A stub is stateless: the object's place follows from its id. */
export function storeSync(env: Env, storeId: string): StoreCalls {
  return env.STORE_SYNC.getByName(storeId) as unknown as StoreCalls;
}

export function sendcloudAccount(env: Env, accountId: string): AccountCalls {
  return env.SENDCLOUD_ACCOUNT.getByName(accountId) as unknown as AccountCalls;
}
