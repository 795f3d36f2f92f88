import type { CorrectableField } from "../domain/address";
import type { LabelFormat, StoreSettings } from "../domain/store";
import type { Actor, ActResult } from "./stub-answers";
import type {
  BulkLabels,
  CancelLinesWish,
  CancellationView,
  CancelWish,
  CarrierWish,
  Decision,
  DryRunResult,
  DryRunWish,
  EvidenceResult,
  LabelFile,
  LabelRequest,
  OptionsResult,
  RefundOfferResult,
  RefundRequest,
  ShippingChoices,
} from "./stub-orders";
import type {
  BudgetView,
  ChainVerdict,
  MarketplaceKey,
  MarketplaceProbe,
  RebuildProgress,
  SendcloudCatalogue,
  SendcloudKeys,
  SendcloudProbe,
  SettingsView,
  SyncStrip,
  VanishedView,
} from "./stub-stores";

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
  /** The customs papers of a parcel that has some. */
  customsFile(orderId: string, parcelNo: number): Promise<LabelFile>;
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
  /** These products, or any where it is null, are others now: derives weights and problems of the open orders anew. */
  productsChanged(skus: readonly string[] | null): Promise<void>;
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
  /** Takes all orders out of Sendcloud that have no parcel yet, so that their labels are made here. */
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
