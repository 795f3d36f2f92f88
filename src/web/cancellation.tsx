import { type Context, Hono } from "hono";
import { findOrder, type OrderRecord } from "../db/order-record";
import { type StoreCalls, storeSync } from "../sync/stub";
import type { Actor, ActResult, Refusal } from "../sync/stub-answers";
import type { CancellationView } from "../sync/stub-orders";
import { type AskedCancellation, CancellationPage } from "./cancellation-page";
import { type AppEnv, goTo, signedIn, wantsFragment } from "./context";
import { type FieldErrors, fieldsUnder, readTyped, type Typed } from "./forms";
import { messagePage, page } from "./layout";
import { orderPath } from "./order-words";
import { readerOf } from "./reader";

export const cancellations = new Hono<AppEnv>();

type Found = { order: OrderRecord; view: CancellationView };

cancellations.get("/:storeId/:orderId/cancellation", async (c) => {
  const found = await findAsked(c);
  return found ? show(c, found, { typed: {}, errors: {}, refusal: null, nonce: crypto.randomUUID() }) : noSuchOrder(c);
});

cancellations.post("/:storeId/:orderId/cancellation", async (c) => {
  const found = await findAsked(c);
  if (!found) return noSuchOrder(c);
  const typed = await readTyped(c);
  const nonce = /^[\w-]{8,64}$/.test(typed.nonce ?? "") ? (typed.nonce ?? "") : crypto.randomUUID();
  const again = (errors: FieldErrors, refusal: Refusal | null) =>
    show(c, found, { typed, errors, refusal, nonce }, 422);
  const outcome =
    typed.what === "lines" ? await askLines(c, found, typed, nonce) : await askWhole(c, found, typed, nonce);
  if ("errors" in outcome) return again(outcome.errors, null);
  if (outcome.result !== "refused") return c.redirect(orderPath(found.order), 303);
  const { refusal } = outcome;
  const field = refusal.code === "reason-missing" ? (typed.what === "lines" ? "lineReason" : "reason") : null;
  if (field !== null) return again({ [field]: "reason.reason-missing" }, null);
  // What was refused may have taught us something: the question is put anew.
  const fresh = await findAsked(c);
  return fresh ? show(c, fresh, { typed, errors: {}, refusal, nonce: crypto.randomUUID() }, 422) : noSuchOrder(c);
});

cancellations.post("/:storeId/:orderId/cancellation/undo", async (c) => {
  const found = await findAsked(c);
  if (!found) return noSuchOrder(c);
  const { order } = found;
  const outcome = await desk(c).undoCancellation(order.orderId, actorOf(c));
  if (outcome.result === "refused")
    return show(c, found, { typed: {}, errors: {}, refusal: outcome.refusal, nonce: crypto.randomUUID() }, 422);
  return goTo(c, orderPath(order));
});

function askWhole(c: Context<AppEnv>, { order }: Found, typed: Typed, nonce: string): Promise<ActResult> {
  const wish = {
    expects: typed.expects === "refund" ? "refund" : "cancel",
    reason: typed.reason || null,
    overCap: signedIn(c).role === "owner",
    nonce,
  } as const;
  return desk(c).cancelOrder(order.orderId, wish, actorOf(c));
}

async function askLines(
  c: Context<AppEnv>,
  { order, view }: Found,
  typed: Typed,
  nonce: string,
): Promise<ActResult | { errors: FieldErrors }> {
  const asked = fieldsUnder(typed, "line");
  const errors: FieldErrors = {};
  const quantities: Record<string, number> = {};
  for (const { lineId, quantity: most } of view.lines) {
    const text = (asked[lineId] ?? "").trim();
    const quantity = text === "" ? 0 : Number(text);
    if (!/^\d{0,5}$/.test(text) || quantity > most) errors[`line.${lineId}`] = "cancellation.lines.invalid";
    quantities[lineId] = quantity;
  }
  if (Object.keys(errors).length > 0) return { errors };
  return desk(c).cancelLines(order.orderId, { quantities, reason: typed.lineReason ?? "", nonce }, actorOf(c));
}

async function findAsked(c: Context<AppEnv>): Promise<Found | null> {
  const { workspaceId } = signedIn(c);
  const { storeId = "", orderId = "" } = c.req.param();
  const order = await findOrder(c.env.DB, workspaceId, storeId, orderId);
  const view = order && (await desk(c).cancellation(orderId));
  return order && view ? { order, view } : null;
}

type Again = Pick<AskedCancellation, "typed" | "errors" | "refusal" | "nonce">;

async function show(c: Context<AppEnv>, found: Found, again: Again, status: 200 | 422 = 200): Promise<Response> {
  const asked = { ...found, ...again, isOwner: signedIn(c).role === "owner" };
  const article = <CancellationPage reader={readerOf(c)} asked={asked} />;
  if (wantsFragment(c)) return c.html(article, status);
  return page(c, c.var.t("cancellation.title", { number: found.order.number }), article, status);
}

function desk(c: Context<AppEnv>): StoreCalls {
  return storeSync(c.env, c.req.param("storeId") ?? "");
}

function actorOf(c: Context<AppEnv>): Actor {
  const { personId, name } = signedIn(c);
  return { personId, name };
}

function noSuchOrder(c: Context<AppEnv>): Promise<Response> {
  return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
}
