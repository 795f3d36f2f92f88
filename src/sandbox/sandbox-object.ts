import { DurableObject } from "cloudflare:workers";
import { type BothWorlds, openBothWorlds } from "./both-worlds";
import type { BuyerAct, SandboxCalls } from "./calls";
import { clearFaults, type Fault, plantFault } from "./faults";
import type { MarketplaceId } from "./marketplaces";
import { actAsMerchant, type MerchantAct } from "./merchant-acts";
import { actAsBuyer, placeByName, setBuyersPace } from "./mirakl-orders";
import { rearm, shiftClock, worldOf } from "./object-world";
import { overviewOf } from "./overview";
import { requestCounts } from "./request-log";
import { moveParcel } from "./sendcloud-parcels";
import { readSetting } from "./settings";
import { cspReports, exchangesAfter, keepCspReport, recordExchange } from "./traffic";
import type { World } from "./world";

/** Both vendors in one object. Its alarm keeps buyers and carriers going in real time. */
export class Sandbox extends DurableObject<Env> implements SandboxCalls {
  readonly #world: World;
  readonly #both: BothWorlds;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#world = worldOf(ctx);
    this.#both = openBothWorlds(this.#world);
  }

  override fetch(request: Request) {
    return this.#thenRearm(() => this.#both.answer(request));
  }
  override async alarm() {
    await this.step();
  }
  step() {
    return this.#thenRearm(() => this.#both.step());
  }
  async nextStep() {
    return this.#both.nextStep();
  }
  async offset() {
    return readSetting(this.#world.sql, "offset");
  }
  moveClock(milliseconds: number) {
    return this.#thenRearm(() => shiftClock(this.#world, milliseconds));
  }
  async counts() {
    return requestCounts(this.#world);
  }
  async record(exchange: string) {
    recordExchange(this.#world.sql, exchange);
  }
  async traffic(after: number) {
    return exchangesAfter(this.#world.sql, after);
  }
  async noteCspReport(report: string) {
    keepCspReport(this.#world.sql, report);
  }
  async cspReports() {
    return cspReports(this.#world.sql);
  }
  place(marketplace: MarketplaceId, kind?: string) {
    return this.#thenRearm(() => placeByName(this.#world, marketplace, kind));
  }
  act(orderId: string, act: BuyerAct) {
    return this.#thenRearm(() => actAsBuyer(this.#world, orderId, act));
  }
  setPace(seconds: number) {
    return this.#thenRearm(() => setBuyersPace(this.#world, seconds));
  }
  async plantFault(fault: Fault) {
    plantFault(this.#world, fault);
  }
  async clearFaults() {
    clearFaults(this.#world);
  }
  moveParcel(parcelId: number, code: string) {
    return this.#thenRearm(() => moveParcel(this.#world, parcelId, code));
  }
  actAsMerchant(act: MerchantAct) {
    return this.#thenRearm(() => actAsMerchant(this.#world, act));
  }
  async overview() {
    return overviewOf(this.#world);
  }
  async #thenRearm<T>(work: () => T | Promise<T>): Promise<T> {
    const result = await work();
    await rearm(this.ctx.storage, this.#both.nextStep(), readSetting(this.#world.sql, "offset"));
    return result;
  }
}
