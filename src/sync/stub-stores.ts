import type { RefusesAfter } from "../domain/acceptance";
import type { Money } from "../domain/money";
import type { NumbersPreview, ReturnPreview, SkuPreview } from "../domain/settings-preview";
import type { Refusal } from "./stub-answers";

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
  /** Of these the ones that are being taken out. */
  leavingSendcloud: number;
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

/** How a rebuild of D1 from the object stands. */
export type RebuildProgress = {
  phase: "none" | "emptying" | "replaying" | "reading-orders" | "reading-shipments" | "done";
  done: number;
  total: number;
  startedAt: number | null;
};

/** Whether the timeline's chain holds: the number of facts, or the first that does not follow from its forerunner. */
export type ChainVerdict = { result: "whole"; facts: number; head: string } | { result: "broken"; seq: number };

/** The writes of one account: given in the last minute, of so many; nothing before `heldUntil`. */
export type BudgetView = {
  used: number;
  most: number;
  heldUntil: number | null;
  trouble: "key-refused" | "integration-deleted" | null;
};
