import type { CorrectableField } from "../domain/address";
import type { Choice, IntentKind, IntentState, ParkReason } from "../domain/intent";
import type { Money } from "../domain/money";
import type { LabelFormat } from "../domain/store";

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
  | "currency-not-accepted"
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
  begin(workspaceId: string, storeId: string): Promise<void>;
  accept(orderId: string, actor: Actor): Promise<ActResult>;
  refuse(orderId: string, actor: Actor): Promise<ActResult>;
  options(orderId: string, weightGrams: number | null): Promise<OptionsResult>;
  createLabel(request: LabelRequest, actor: Actor): Promise<ActResult>;
  cancelLabel(orderId: string, parcelNo: number, actor: Actor): Promise<ActResult>;
  labelFile(orderId: string, parcelNo: number, format: LabelFormat | null): Promise<LabelFile>;
  /** Fields as typed; a value equal to the marketplace's own lifts the correction. */
  correct(orderId: string, typed: Partial<Record<CorrectableField, string>>, actor: Actor): Promise<ActResult>;
  /** Reads this order again at the marketplace. */
  checkAgain(orderId: string, actor: Actor): Promise<ActResult>;
  importNow(actor: Actor): Promise<ActResult>;
  strip(): Promise<SyncStrip>;
  settingsChanged(version: number): Promise<void>;
  /** Whether another key opens this store's own shop; writes nothing. */
  checkKey(key: string): Promise<ActResult>;
  /** What is known of one intent, with a fresh look at the remote when `look`. */
  evidence(intentId: string, look: boolean): Promise<EvidenceResult>;
  /** Carries out a person's decision about a parked intent. */
  decide(intentId: string, decision: Decision, actor: Actor): Promise<ActResult>;
  /** Buys the labels of many orders, each at the cheapest option that fits; the same job id twice does nothing more. */
  labelMany(request: BulkLabels): Promise<ActResult>;
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

/** What everyone else may ask of a Sendcloud account's object. */
export type AccountCalls = {
  probe(keys: SendcloudKeys, ourWebhookUrl: string): Promise<SendcloudProbe>;
  begin(workspaceId: string, accountId: string): Promise<void>;
  /** Installs our webhook; refuses to replace a foreign address unless `replaceForeign`. */
  installWebhook(url: string, replaceForeign: boolean): Promise<ActResult>;
  /** A webhook as it came: verified over the raw bytes, stored, answered. */
  receive(body: ArrayBuffer, signature: string | null): Promise<Received>;
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
