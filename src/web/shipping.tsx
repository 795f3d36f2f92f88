import { type Context, Hono } from "hono";
import { findOrder, type OrderRecord } from "../db/order-record";
import { storeSync } from "../sync/stub";
import type { ActResult, Refusal } from "../sync/stub-answers";
import type { CarrierWish, ShippingChoices } from "../sync/stub-orders";
import { type AppEnv, signedIn } from "./context";
import { type FieldErrors, readTyped, type Typed } from "./forms";
import { messagePage, page } from "./layout";
import { orderPath } from "./order-words";
import { readerOf } from "./reader";
import { checkShipping, faultOf, NO_CARRIER, OTHER_CARRIER } from "./shipping-form";
import { ShippingPage, type ShippingQuestion } from "./shipping-page";

export const shipping = new Hono<AppEnv>();

shipping.get("/:storeId/:orderId/shipping", (c) => ask(c, "ship-otherwise"));
shipping.post("/:storeId/:orderId/shipping", (c) => answer(c, "ship-otherwise"));
shipping.get("/:storeId/:orderId/tracking", (c) => ask(c, "correct-tracking"));
shipping.post("/:storeId/:orderId/tracking", (c) => answer(c, "correct-tracking"));

type Found = { order: OrderRecord; choices: ShippingChoices };

async function ask(c: Context<AppEnv>, question: ShippingQuestion): Promise<Response> {
  const found = await findAsked(c);
  if (!found) return noSuchOrder(c);
  if (!found.order.details.actions.includes(question)) return c.redirect(orderPath(found.order), 303);
  const typed = question === "correct-tracking" ? asItIs(found.choices) : {};
  return show(c, question, found, { typed, errors: {}, refusal: null });
}

async function answer(c: Context<AppEnv>, question: ShippingQuestion): Promise<Response> {
  const found = await findAsked(c);
  if (!found) return noSuchOrder(c);
  const typed = await readTyped(c);
  const checked = checkShipping(typed);
  if (!checked.ok) return show(c, question, found, { typed, errors: checked.errors, refusal: null }, 422);
  const outcome = await tell(c, question, found.order.orderId, checked.wish);
  if (outcome.result !== "refused") return c.redirect(orderPath(found.order), 303);
  const errors = faultOf(outcome.refusal);
  const refusal = errors ? null : outcome.refusal;
  return show(c, question, found, { typed, errors: errors ?? {}, refusal }, 422);
}

function tell(c: Context<AppEnv>, question: ShippingQuestion, orderId: string, wish: CarrierWish): Promise<ActResult> {
  const { personId, name } = signedIn(c);
  const store = storeSync(c.env, c.req.param("storeId") ?? "");
  const actor = { personId, name };
  return question === "ship-otherwise"
    ? store.shipOtherwise(orderId, wish, actor)
    : store.correctTracking(orderId, wish, actor);
}

/** What the marketplace holds now, as the form would have it typed. */
function asItIs({ there, carriers }: ShippingChoices): Typed {
  const isKnown = carriers.some(({ code }) => code === there.carrierCode);
  const carrier = isKnown ? `code:${there.carrierCode}` : there.carrierName ? OTHER_CARRIER : "";
  return {
    carrier,
    carrierName: isKnown ? "" : (there.carrierName ?? ""),
    trackingUrl: isKnown ? "" : (there.url ?? ""),
    trackingNumber: there.number ?? "",
  };
}

async function findAsked(c: Context<AppEnv>): Promise<Found | null> {
  const { workspaceId } = signedIn(c);
  const { storeId = "", orderId = "" } = c.req.param();
  const order = await findOrder(c.env.DB, workspaceId, storeId, orderId);
  const choices = order && (await storeSync(c.env, storeId).shippingChoices(orderId));
  return order && choices ? { order, choices } : null;
}

type Again = { typed: Typed; errors: FieldErrors; refusal: Refusal | null };

function show(
  c: Context<AppEnv>,
  question: ShippingQuestion,
  found: Found,
  again: Again,
  status: 200 | 422 = 200,
): Promise<Response> {
  const isFree = question === "ship-otherwise" && !found.choices.mandatoryTracking;
  const typed: Typed =
    isFree && again.typed.carrier === undefined ? { ...again.typed, carrier: NO_CARRIER } : again.typed;
  const body = <ShippingPage reader={readerOf(c)} asked={{ question, ...found, ...again, typed, isFree }} />;
  return page(c, c.var.t(`shipping.${question}.title`), body, status);
}

function noSuchOrder(c: Context<AppEnv>): Promise<Response> {
  return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
}
