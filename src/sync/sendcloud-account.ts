import { DurableObject } from "cloudflare:workers";
import { catalogueOf } from "./account-catalogue";
import { type AccountDesk, openAccountDesk, type StorePort } from "./account-desk";
import { pollAtOnce } from "./account-polls";
import { runAccountSlice } from "./account-slice";
import { installWebhook, removeWebhook } from "./install-webhook";
import { decideVanished, heldOrders } from "./judge-vanished";
import { keep, recall } from "./keeping";
import { createObjectPorts, type ObjectPorts, reviveAlarm, tellKind } from "./object-ports";
import { budgetOf, givePermit, holdFor } from "./permits";
import { probeSendcloud } from "./probe-sendcloud";
import { receiveWebhook } from "./receive-webhook";
import { askOptions, findSender } from "./shipping-options";
import type { AccountPort, OptionsAnswer, OptionsQuestion, Permit, PermitClaim, Sender } from "./store-desk";
import { migrateAccount } from "./store-schema";
import type { AccountCalls } from "./stub";
import type { Actor } from "./stub-answers";
import type { SendcloudKeys } from "./stub-stores";

const FAILED_SLICE_AGAIN_MS = 30_000;

/** One connected Sendcloud integration, shared by all its stores (design.md 4). It never calls a paid endpoint. */
export class SendcloudAccount extends DurableObject<Env> implements AccountCalls, AccountPort {
  private readonly object: ObjectPorts;
  private opened: AccountDesk | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.object = createObjectPorts(ctx, env);
    migrateAccount(this.object.ports.sql);
  }

  override async alarm(): Promise<void> {
    try {
      await runAccountSlice(await this.desk());
    } catch (error) {
      tellKind("account-slice", error);
      this.opened = null;
      this.object.ports.alarm.set(this.object.ports.now() + FAILED_SLICE_AGAIN_MS);
    }
  }

  async begin(workspaceId: string, accountId: string): Promise<void> {
    keep(this.object.ports.sql, "account", { workspaceId, accountId });
    const { ports } = await this.desk();
    ports.alarm.set(ports.now());
  }

  async probe(keys: SendcloudKeys, ourWebhookUrl: string) {
    await this.object.refresh();
    const { ports, config } = this.object;
    const { http, now, random } = ports;
    const place = { http, now, random, baseUrl: config.sendcloudBaseUrl, tokenUrl: config.sendcloudTokenUrl };
    return probeSendcloud(place, keys, ourWebhookUrl);
  }

  async installWebhook(url: string, replaceForeign: boolean) {
    return installWebhook(await this.desk(), url, replaceForeign);
  }

  async removeWebhook(url: string) {
    return removeWebhook(await this.desk(), url);
  }

  async budget() {
    await this.object.refresh();
    return budgetOf(this.object.ports);
  }

  async receive(body: ArrayBuffer, signature: string | null) {
    return receiveWebhook(await this.desk(), body, signature);
  }

  async catalogue() {
    return catalogueOf(await this.desk());
  }

  async vanished() {
    return heldOrders(await this.desk());
  }

  async decideVanished(choice: "cancel" | "keep", count: number, actor: Actor) {
    return decideVanished(await this.desk(), choice, count, actor);
  }

  async keysChanged(): Promise<void> {
    this.opened = null;
    const desk = await this.desk();
    pollAtOnce(desk);
    desk.ports.alarm.set(desk.ports.now());
  }

  async permit(claim: PermitClaim): Promise<Permit> {
    await this.object.refresh();
    return givePermit(this.object.ports, claim);
  }

  async holdFor(milliseconds: number): Promise<void> {
    await this.object.refresh();
    holdFor(this.object.ports, milliseconds);
  }

  async options(question: OptionsQuestion): Promise<OptionsAnswer> {
    return askOptions(await this.desk(), question);
  }

  async sender(id: number | null): Promise<Sender | null> {
    return findSender(await this.desk(), id);
  }

  async ensureAlive(): Promise<void> {
    await this.object.refresh();
    reviveAlarm(this.object.ports);
  }

  /** The sandbox's clock wakes the object where the platform's alarm would come too late. */
  async wake(): Promise<void> {
    await this.alarm();
  }

  async nextWake(): Promise<number | null> {
    return this.object.ports.alarm.at();
  }

  private async desk(): Promise<AccountDesk> {
    await this.object.refresh();
    if (this.opened) return this.opened;
    const { ports, config } = this.object;
    const place = recall<{ workspaceId: string; accountId: string }>(ports.sql, "account");
    const storeObject = (storeId: string) => this.env.STORE_SYNC.getByName(storeId) as unknown as StorePort;
    const { sendcloudBaseUrl, sendcloudTokenUrl } = config;
    const desk =
      place &&
      (await openAccountDesk(
        { ports, sendcloudBaseUrl, sendcloudTokenUrl, storeObject },
        place.workspaceId,
        place.accountId,
      ));
    if (!desk) throw new Error("this object holds no account");
    this.opened = desk;
    return desk;
  }
}
