import type { CorrectableField } from "../domain/address";
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
  | "store-paused";

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

export type LabelRequest = { orderId: string; optionCode: string; contractId: number | null; weightGrams: number };
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
} & Waking;

/** What wakes by itself, and may be woken by the sandbox's clock. */
type Waking = { nextWake(): Promise<number | null>; wake(): Promise<void> };

/** What everyone else may ask of a Sendcloud account's object. */
export type AccountCalls = {
  probe(keys: SendcloudKeys, ourWebhookUrl: string): Promise<SendcloudProbe>;
  begin(workspaceId: string, accountId: string): Promise<void>;
  /** Installs our webhook; refuses to replace a foreign address unless `replaceForeign`. */
  installWebhook(url: string, replaceForeign: boolean): Promise<ActResult>;
  /** A webhook as it came: verified over the raw bytes, stored, answered. */
  receive(body: ArrayBuffer, signature: string | null): Promise<"stored" | "known" | "bad-signature">;
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
