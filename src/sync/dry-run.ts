import { isOpen } from "../domain/intent";
import type { HttpRequest } from "../lib/http";
import type { Sql } from "../lib/ports";
import * as acts from "./acts";
import { cancelLines, cancellationOf, cancelOrder } from "./acts-cancel";
import { labelHere } from "./acts-push";
import { offerRefund, refundByHand } from "./acts-refund";
import { correctTracking, shipOtherwise } from "./acts-shipping";
import { isFailedReply, readAgain } from "./book-orders";
import { dryDesk } from "./dry-desk";
import { effectOf } from "./effects";
import { requestTold } from "./exchanges";
import { type AnyIntent, imagineIntents, intentsOf } from "./intents";
import { optionsFor } from "./label-options";
import { miraklRefusal, refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";
import type { DryRunResult, DryRunWish, DryStep } from "./stub-orders";
import { imagineToldByHand, type ToldByHand, toldByHand } from "./told-by-hand";

/**
 * The calls that an action would make now, without making them: the action's own code plans, the plan is taken back, and
 * the effects' own checks and sends run over a way out that stops every write. Reading is real: what the marketplace says
 * of the order is booked as by any look at it.
 */
export async function dryRun(desk: StoreDesk, wish: DryRunWish, actor: Actor): Promise<DryRunResult> {
  const booked = await readAgain(desk, wish.orderId, false);
  if (isFailedReply(booked)) return { result: "refused", refusal: miraklRefusal(toFailure(booked)) };
  if (!booked) return { result: "refused", refusal: refuse("not-found") };
  const plan = isPlannedAlready(wish) ? { planned: waiting(desk, wish) } : await planInVain(desk, wish, actor);
  const { planned, outcome } = plan;
  if (planned.length === 0 && outcome?.result === "refused") return outcome;
  const steps: DryStep[] = [];
  for (const intent of planned) steps.push(await stepOf(desk, intent, plan));
  return { result: "steps", steps };
}

/** What would be written: the intents, and what a person said with them. */
type Plan = { planned: AnyIntent[]; told?: ToldByHand | null; outcome?: ActResult };
type Told = Extract<DryRunWish, { act: "next" | "ship" | "tracking" }>;

function isPlannedAlready(wish: DryRunWish): wish is Told {
  return wish.act === "next" || wish.act === "ship" || wish.act === "tracking";
}

/** What is planned for the order and has never left; of these the kind that was asked for. */
function waiting({ ports: { sql } }: StoreDesk, { orderId, act }: Told): AnyIntent[] {
  const kinds: Record<Told["act"], (kind: AnyIntent["kind"]) => boolean> = {
    next: () => true,
    ship: (kind) => kind === "ship" || kind === "shipment",
    tracking: (kind) => kind === "tracking" || kind === "shipment",
  };
  return intentsOf(sql, orderId).filter(
    ({ state, sends, kind }) => (state === "planned" || state === "ready") && sends === 0 && kinds[act](kind),
  );
}

async function planInVain(desk: StoreDesk, wish: Exclude<DryRunWish, Told>, actor: Actor): Promise<Plan> {
  const planned = new Map<string, AnyIntent>();
  let told: ToldByHand | null = null;
  const before = new Map(intentsOf(desk.ports.sql, wish.orderId).map(({ id, version }) => [id, version]));
  const onBlock = (sql: Sql) => {
    told = toldByHand(sql, wish.orderId) ?? told;
    for (const intent of intentsOf(sql, wish.orderId)) {
      if (isOpen(intent.state) && before.get(intent.id) !== intent.version) planned.set(intent.businessKey, intent);
    }
  };
  const outcome = await press(dryDesk(desk, { onWrite: () => undefined, onBlock }), wish, actor);
  return { planned: [...planned.values()], told, outcome };
}

/** Presses the button. */
async function press(desk: StoreDesk, wish: Exclude<DryRunWish, Told>, actor: Actor): Promise<ActResult> {
  const { orderId } = wish;
  switch (wish.act) {
    case "accept":
    case "refuse":
      return acts.decideAcceptance(desk, wish.act, orderId, actor);
    case "label":
      return pressLabel(desk, wish, actor);
    case "cancel-label":
      return acts.cancelLabelOf(desk, orderId, wish.parcelNo, actor);
    case "cancel":
      return pressCancel(desk, orderId, actor);
    case "cancel-lines":
      return cancelLines(desk, orderId, actor, { ...wish, nonce: nonceOf(desk) });
    case "refund":
      return pressRefund(desk, wish, actor);
    case "label-here":
      return labelHere(desk, orderId, actor);
    case "ship-otherwise":
      return shipOtherwise(desk, orderId, wish.carrier, actor);
    case "correct-tracking":
      return correctTracking(desk, orderId, wish.carrier, actor);
  }
}

/** With the option that was chosen; without one, the first that can be. */
async function pressLabel(
  desk: StoreDesk,
  { orderId, option, weightGrams }: Extract<DryRunWish, { act: "label" }>,
  actor: Actor,
): Promise<ActResult> {
  const offered = await optionsFor(desk, orderId, weightGrams);
  if (offered.result === "refused") return offered;
  const first = offered.options.find(({ needs }) => needs.length === 0);
  const chosen = option ?? (first && { optionCode: first.code, contractId: first.contractId });
  if (!chosen) return { result: "refused", refusal: refuse("no-shipping-option") };
  return acts.createLabel(desk, { orderId, ...chosen, weightGrams: offered.weightGrams }, actor);
}

/** By the way that the page would offer. */
function pressCancel(desk: StoreDesk, orderId: string, actor: Actor): ActResult {
  const view = cancellationOf(desk, orderId);
  const expects = view?.way === "refund" ? "refund" : "cancel";
  const reason = view?.refundReason ?? null;
  return cancelOrder(desk, orderId, actor, {
    expects,
    reason,
    nonce: nonceOf(desk),
    overCap: view?.isOverCap ?? false,
  });
}

function nonceOf({ ports }: StoreDesk): string {
  return `dry-${ports.id()}`;
}

/** All that is left of one line, for the reason that the form proposes. */
function pressRefund(
  desk: StoreDesk,
  { orderId, lineId }: Extract<DryRunWish, { act: "refund" }>,
  actor: Actor,
): ActResult {
  const offered = offerRefund(desk, orderId, null);
  if (offered.result === "refused") return offered;
  const { lines, reasons, reason, withShipping } = offered.offer;
  const line = lines.find((one) => one.lineId === lineId);
  if (!line) return { result: "refused", refusal: refuse("not-found") };
  const { quantity, amount } = line;
  const shipping = withShipping ? line.shipping : { ...line.shipping, minor: 0 };
  const request = { orderId, returnKey: null, nonce: nonceOf(desk), lines: [{ lineId, quantity, amount, shipping }] };
  // What is over the caps wants an owner's yes, and then leaves as it is shown here.
  return refundByHand(desk, { ...request, reason: reason ?? reasons[0]?.code ?? "", overCap: true }, actor);
}

async function stepOf(desk: StoreDesk, intent: AnyIntent, { planned, told }: Plan): Promise<DryStep> {
  const requests: HttpRequest[] = [];
  const dry = dryDesk(desk, { onWrite: (request) => requests.push(request), onBlock: () => undefined });
  const written = intentsOf(desk.ports.sql, intent.orderId).filter(({ id }) => !planned.some((one) => one.id === id));
  imagineIntents(dry.ports.sql, intent.orderId, [...written, ...planned]);
  if (told) imagineToldByHand(dry.ports.sql, intent.orderId, told);
  const effect = effectOf(intent.kind);
  const step = { kind: intent.kind, name: effect.name, remote: effect.remote, plannedFor: intent.nextAt, calls: [] };
  const check = await effect.check(dry, intent);
  // What waits for the steps before it goes when they are done.
  const isAfterOthers = planned[0]?.id !== intent.id;
  const goes = check.go === "send" || (check.go === "later" && isAfterOthers);
  if (goes) {
    await effect.send(dry, intent);
    return { ...step, calls: requests.map(requestTold), reason: null };
  }
  switch (check.go) {
    case "blind": {
      const failure = toFailure(check.reply);
      const { code } = effect.remote === "mirakl" ? miraklRefusal(failure) : sendcloudRefusal(failure);
      return { ...step, reason: code };
    }
    case "skip":
    case "fail":
    case "park":
      return { ...step, reason: check.reason };
    default:
      return { ...step, reason: check.go };
  }
}
