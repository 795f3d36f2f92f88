import { DurableObject } from "cloudflare:workers";
import type { CorrectableField } from "../domain/address";
import type { LabelFormat, StoreSettings } from "../domain/store";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import * as acts from "./acts";
import { cancelLines, cancellationOf, cancelOrder, undoCancellation } from "./acts-cancel";
import { linkParcel, refuseParcel } from "./acts-link";
import { labelHere, pushAgain, takeBackAll } from "./acts-push";
import { dismissReturn, offerRefund, refundByHand } from "./acts-refund";
import * as shipping from "./acts-shipping";
import { checkKey } from "./check-shop";
import { decideIntent, evidenceOf } from "./decide-intent";
import { deleteSome, deleting } from "./delete-store";
import { dryRun } from "./dry-run";
import { followProducts } from "./follow-products";
import { followSettings, noteWhoSaved } from "./follow-settings";
import { importNow } from "./import-now";
import { PASSERELLE } from "./intents";
import { keep, recall } from "./keeping";
import { customsFileOf, labelFileOf } from "./label-file";
import { labelMany } from "./label-many";
import { optionsFor } from "./label-options";
import { noteChanges, type SeenThere } from "./notice-changes";
import { createObjectPorts, type ObjectPorts, reviveAlarm, tellKind } from "./object-ports";
import { flushOutbox } from "./outbox";
import { applyShipmentNews } from "./parcel-news";
import { probeMarketplace } from "./probe-marketplace";
import { beginImport } from "./pull-orders";
import { refreshRules } from "./read-rules";
import { rebuildProgress, startRebuild } from "./rebuild";
import { refuse } from "./refusals";
import { applyReturnNews, type OwnReturn } from "./settle-returns";
import { settleVanished, type Verdict, type WatchedOrder, watchedOrders } from "./settle-vanished";
import type { AccountPort, StoreDesk } from "./store-desk";
import { beginDeletion, disconnect, goOn, pauseFor, resume } from "./store-life";
import { migrateStore } from "./store-schema";
import { openDesk, runSlice, stripOf } from "./store-slice";
import { wakeHeldIntents } from "./store-trouble";
import type { StoreCalls } from "./stub";
import type { Actor } from "./stub-answers";
import type {
  BulkLabels,
  CancelLinesWish,
  CancelWish,
  CarrierWish,
  Decision,
  DryRunWish,
  LabelRequest,
  RefundRequest,
} from "./stub-orders";
import type { MarketplaceKey } from "./stub-stores";
import { undoRefund } from "./undo";
import { verifyTimeline } from "./verify-timeline";
import { viewSettings } from "./view-settings";

const FAILED_SLICE_AGAIN_MS = 30_000;
const OUTBOX_AGAIN_MS = 1_000;
const DESK_LASTS_MS = 5 * 60_000;
const NOT_FOUND = { result: "refused", refusal: refuse("not-found") } as const;
const DISCONNECTED = { result: "refused", refusal: refuse("store-disconnected") } as const;

/** One connected store: the shell that hands the engine its ports (design.md 3). */
export class StoreSync extends DurableObject<Env> implements StoreCalls {
  private readonly object: ObjectPorts;
  private readonly epoch = crypto.randomUUID();
  private changes = 0;
  private opened: { desk: StoreDesk; at: number } | null = null;
  /** Its store was deleted: this instance has no tables any more, and holds nothing. */
  private gone = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.object = createObjectPorts(ctx, env);
    migrateStore(this.object.ports.sql);
  }

  override async alarm(): Promise<void> {
    if (this.gone) return;
    try {
      const doomed = deleting(this.object.ports.sql);
      if (doomed) return await this.goOnDeleting(doomed);
      const desk = await this.connectedDesk();
      if (desk) await runSlice(desk);
      // The settings changed while it ran: its next moment was reckoned on the old ones.
      if (desk && this.opened?.desk !== desk) this.object.ports.alarm.set(this.object.ports.now());
    } catch (error) {
      // The platform drops an alarm after six failures: this one never fails.
      tellKind("slice", error);
      this.opened = null;
      this.gone = false;
      this.object.ports.alarm.set(this.object.ports.now() + FAILED_SLICE_AGAIN_MS);
    }
  }

  /** A shop that is connected again goes on where it stood. */
  async begin(workspaceId: string, storeId: string, by?: Actor): Promise<void> {
    this.opened = null;
    if (this.gone) migrateStore(this.object.ports.sql);
    this.gone = false;
    keep(this.object.ports.sql, "store", { workspaceId, storeId });
    // With its name: should D1 not answer now, an alarm would poll from this moment on and never import.
    beginImport(this.object);
    const desk = await this.openedDesk();
    if (!desk) throw new Error("a store begins after its row is written");
    goOn(desk, by ?? null);
    desk.ports.alarm.set(desk.ports.now());
  }

  async probe(access: MarketplaceKey) {
    await this.object.refresh();
    const { extraMiraklHosts: extra, sandbox } = this.object.config;
    return probeMarketplace(this.object.ports, { extra, sandbox }, access);
  }

  async accept(orderId: string, actor: Actor) {
    return this.act((desk) => acts.decideAcceptance(desk, "accept", orderId, actor));
  }

  async refuse(orderId: string, actor: Actor) {
    return this.act((desk) => acts.decideAcceptance(desk, "refuse", orderId, actor));
  }

  async options(orderId: string, weightGrams: number | null) {
    const desk = await this.openedDesk();
    return desk ? optionsFor(desk, orderId, weightGrams) : NOT_FOUND;
  }

  async createLabel(request: LabelRequest, actor: Actor) {
    return this.act((desk) => acts.createLabel(desk, request, actor));
  }

  async labelMany(request: BulkLabels) {
    return this.act((desk) => labelMany(desk, request));
  }

  async cancelLabel(orderId: string, parcelNo: number, actor: Actor) {
    return this.act((desk) => acts.cancelLabelOf(desk, orderId, parcelNo, actor));
  }

  async shippingChoices(orderId: string) {
    const desk = await this.openedDesk();
    return desk ? shipping.shippingChoices(desk, orderId) : null;
  }

  async shipOtherwise(orderId: string, wish: CarrierWish, actor: Actor) {
    return this.act((desk) => shipping.shipOtherwise(desk, orderId, wish, actor));
  }

  async undoOtherwise(orderId: string, actor: Actor) {
    return this.act(async (desk) => shipping.undoOtherwise(desk, orderId, actor));
  }

  async correctTracking(orderId: string, wish: CarrierWish, actor: Actor) {
    return this.act((desk) => shipping.correctTracking(desk, orderId, wish, actor));
  }

  async linkParcel(orderId: string, shipmentId: string, actor: Actor) {
    return this.act((desk) => linkParcel(desk, orderId, shipmentId, actor));
  }

  async refuseParcel(orderId: string, shipmentId: string, actor: Actor) {
    return this.act(async (desk) => refuseParcel(desk, orderId, shipmentId, actor));
  }

  async labelFile(orderId: string, parcelNo: number, format: LabelFormat | null) {
    const desk = await this.openedDesk();
    return desk ? labelFileOf(desk, orderId, parcelNo, format) : NOT_FOUND;
  }

  async customsFile(orderId: string, parcelNo: number) {
    const desk = await this.openedDesk();
    return desk ? customsFileOf(desk, orderId, parcelNo) : NOT_FOUND;
  }

  async correct(orderId: string, typed: Partial<Record<CorrectableField, string>>, actor: Actor) {
    return this.act(async (desk) => acts.correctAddress(desk, orderId, typed, actor));
  }

  async checkAgain(orderId: string, actor: Actor) {
    return this.act((desk) => acts.checkOrder(desk, orderId, actor));
  }

  async refundOffer(orderId: string, returnKey: string | null) {
    const desk = await this.openedDesk();
    return desk ? offerRefund(desk, orderId, returnKey) : NOT_FOUND;
  }

  async refund(request: RefundRequest, actor: Actor) {
    return this.act(async (desk) => refundByHand(desk, request, actor));
  }

  async dismissReturn(orderId: string, returnKey: string, actor: Actor) {
    return this.act(async (desk) => dismissReturn(desk, orderId, returnKey, actor));
  }

  async undoRefund(orderId: string, intentId: string, actor: Actor) {
    return this.act(async (desk) => undoRefund(desk, orderId, intentId, actor));
  }

  async labelHere(orderId: string, actor: Actor) {
    return this.act((desk) => labelHere(desk, orderId, actor));
  }

  async pushAgain(orderId: string, actor: Actor) {
    return this.act((desk) => pushAgain(desk, orderId, actor));
  }

  async takeBackAll(actor: Actor) {
    return this.act(async (desk) => takeBackAll(desk, actor));
  }

  async dryRun(wish: DryRunWish, actor: Actor) {
    return this.act((desk) => dryRun(desk, wish, actor));
  }

  async cancellation(orderId: string) {
    const desk = await this.openedDesk();
    return desk && cancellationOf(desk, orderId);
  }

  async cancelOrder(orderId: string, wish: CancelWish, actor: Actor) {
    return this.act(async (desk) => cancelOrder(desk, orderId, actor, wish));
  }

  async cancelLines(orderId: string, wish: CancelLinesWish, actor: Actor) {
    return this.act(async (desk) => cancelLines(desk, orderId, actor, wish));
  }

  async undoCancellation(orderId: string, actor: Actor) {
    return this.act(async (desk) => undoCancellation(desk, orderId, actor));
  }

  async pause(reason: string, actor: Actor) {
    return this.act((desk) => pauseFor(desk, reason, actor));
  }

  async resume(actor: Actor) {
    return this.act((desk) => resume(desk, actor));
  }

  async disconnect(actor: Actor) {
    const outcome = await this.act((desk) => disconnect(desk, actor));
    this.opened = null;
    this.changes += 1;
    await this.object.rest();
    return outcome;
  }

  async destroy() {
    return beginDeletion(await this.ownDesk());
  }

  async importNow(actor: Actor) {
    return this.act((desk) => importNow(desk, actor));
  }

  async evidence(intentId: string, look: boolean) {
    const desk = await this.openedDesk();
    return desk ? evidenceOf(desk, intentId, look) : NOT_FOUND;
  }

  /** What a disconnected store left in doubt may still be given up. */
  async decide(intentId: string, decision: Decision, actor: Actor) {
    const desk = await this.openedDesk();
    return desk ? this.told(desk, decideIntent(desk, intentId, decision, actor)) : NOT_FOUND;
  }

  async strip() {
    return stripOf(await this.ownDesk());
  }

  /** The account's object brings what Sendcloud says of shipments; gives the ids that are this store's. */
  async shipmentNews(news: ShipmentNews[]): Promise<string[]> {
    const desk = await this.openedDesk();
    if (!desk) return this.isVacant() ? news.map((one) => one.shipmentId) : [];
    // Nobody acts on what comes to a store that is disconnected, and nobody is asked about it.
    if (desk.store.disconnectedAt !== null) return news.map((one) => one.shipmentId);
    const known = news.filter((one) => applyShipmentNews(desk, one)).map((one) => one.shipmentId);
    await this.carryToD1(desk);
    return known;
  }

  /** The same for goods that come back: whether the order of each is here. */
  async returnNews(news: OwnReturn[]): Promise<boolean[]> {
    const desk = await this.openedDesk();
    if (!desk) return news.map(() => false);
    if (desk.store.disconnectedAt !== null) return news.map(() => true);
    const known = news.map((one) => applyReturnNews(desk, one));
    await this.carryToD1(desk);
    return known;
  }

  /** The orders whose place at Sendcloud the account's object watches. */
  async watchedOrders(): Promise<WatchedOrder[]> {
    const desk = await this.connectedDesk();
    return desk ? watchedOrders(desk) : [];
  }

  /** Orders that a person changed there. */
  async changedThere(seen: SeenThere): Promise<void> {
    const desk = await this.connectedDesk();
    if (!desk) return;
    noteChanges(desk, seen);
    await this.carryToD1(desk);
  }

  /** Orders that are gone from Sendcloud; gives the ids that need no second telling. */
  async ordersVanished(orderIds: string[], verdict: Verdict, actor: Actor | null): Promise<string[]> {
    const desk = await this.connectedDesk();
    if (!desk) return [];
    const settled = await settleVanished(desk, orderIds, verdict, actor ?? PASSERELLE);
    await this.carryToD1(desk);
    return settled;
  }

  /** What runs on the old settings ends on them; the next slice, at once, is on the new. */
  async settingsChanged(version: number, savedBy?: Actor): Promise<void> {
    if (this.gone) return;
    this.opened = null;
    if (savedBy) noteWhoSaved(this.object, version, savedBy);
    this.changes += 1;
    // Should D1 not answer now, the next slice reads it.
    this.object.ports.alarm.set(this.object.ports.now());
    const desk = await this.openedDesk();
    if (desk) {
      followSettings(desk);
      wakeHeldIntents(desk);
      await this.carryToD1(desk);
    }
    this.object.ports.alarm.set(this.object.ports.now());
  }

  /** What cannot be read or derived now, the next slice does. */
  async productsChanged(skus: readonly string[] | null): Promise<void> {
    if (this.gone) return;
    const desk = await this.connectedDesk();
    if (!desk) return;
    await followProducts(desk, skus);
    await this.carryToD1(desk);
  }

  async viewSettings(wished: StoreSettings) {
    return viewSettings(await this.ownDesk(), wished);
  }

  async refreshRules() {
    return this.act(refreshRules);
  }

  async checkKey(key: string) {
    const desk = await this.openedDesk();
    return desk ? checkKey(desk, key) : NOT_FOUND;
  }

  async rebuild() {
    return startRebuild(await this.ownDesk());
  }

  async rebuildProgress() {
    await this.object.refresh();
    return rebuildProgress(this.object);
  }

  async verifyTimeline() {
    const desk = await this.ownDesk();
    const verdict = verifyTimeline(desk);
    await this.carryToD1(desk);
    return verdict;
  }

  /** An object that holds no store has nothing to wake for. */
  async ensureAlive(): Promise<void> {
    await this.object.refresh();
    if (!this.gone && recall(this.object.ports.sql, "store") !== null) reviveAlarm(this.object.ports);
  }

  /** The sandbox's clock wakes the object where the platform's alarm would come too late. */
  async wake(): Promise<void> {
    await this.alarm();
  }

  async nextWake(): Promise<number | null> {
    return this.gone ? null : this.object.ports.alarm.at();
  }

  private async ownDesk(): Promise<StoreDesk> {
    const desk = await this.openedDesk();
    if (!desk) throw new Error("this object holds no store");
    return desk;
  }

  private async goOnDeleting(place: { workspaceId: string; storeId: string }): Promise<void> {
    const { ports } = this.object;
    if (!(await deleteSome(ports, place))) return ports.alarm.set(ports.now());
    this.opened = null;
    this.gone = true;
    await this.object.forgetAll();
  }

  /** Its store was deleted: what its labels still do concerns nobody. */
  private isVacant(): boolean {
    return this.gone || recall(this.object.ports.sql, "store") === null;
  }

  private async connectedDesk(): Promise<StoreDesk | null> {
    const desk = await this.openedDesk();
    return desk?.store.disconnectedAt === null ? desk : null;
  }

  private async act<T>(work: (desk: StoreDesk) => Promise<T>): Promise<T | typeof NOT_FOUND | typeof DISCONNECTED> {
    const desk = await this.openedDesk();
    if (!desk) return NOT_FOUND;
    return desk.store.disconnectedAt === null ? this.told(desk, work(desk)) : DISCONNECTED;
  }

  private async told<T>(desk: StoreDesk, work: Promise<T>): Promise<T> {
    const result = await work;
    await this.carryToD1(desk);
    return result;
  }

  // What was done is done: when D1 will not have it now, the loop brings it later.
  private async carryToD1(desk: StoreDesk): Promise<void> {
    try {
      await flushOutbox(desk);
    } catch (error) {
      tellKind("outbox", error);
      desk.ports.alarm.set(desk.ports.now() + OUTBOX_AGAIN_MS);
    }
  }

  private async openedDesk(): Promise<StoreDesk | null> {
    await this.object.refresh();
    if (this.gone) return null;
    const { ports, config } = this.object;
    if (this.opened && ports.now() - this.opened.at < DESK_LASTS_MS) return this.opened.desk;
    const place = recall<{ workspaceId: string; storeId: string }>(ports.sql, "store");
    if (!place) return null;
    const { sendcloudBaseUrl, sendcloudTokenUrl } = config;
    const accountObject = (accountId: string) =>
      this.env.SENDCLOUD_ACCOUNT.getByName(accountId) as unknown as AccountPort;
    const parts = { ports, epoch: this.epoch, sendcloudBaseUrl, sendcloudTokenUrl, accountObject };
    // What was read before a change may still hold what it took away: a pause, a key.
    for (;;) {
      const { changes } = this;
      const desk = await openDesk(parts, place.workspaceId, place.storeId);
      if (changes !== this.changes) continue;
      this.opened = desk && { desk, at: ports.now() };
      return desk;
    }
  }
}
