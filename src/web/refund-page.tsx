import { type Context, Hono } from "hono";
import { findOrder, type OrderRecord } from "../db/order-record";
import { type StoreCalls, storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import type { RefundOffer } from "../sync/stub-orders";
import { type AppEnv, signedIn } from "./context";
import { refusalText } from "./faults";
import { type FieldErrors, readTyped, type Typed } from "./forms";
import { messagePage, page } from "./layout";
import { orderPath } from "./order-words";
import { readerOf } from "./reader";
import { RefundPage } from "./refund-form";
import { firstTyped, readRefund } from "./refund-typed";

export const refunds = new Hono<AppEnv>();

type Found = { order: OrderRecord; offer: RefundOffer };

refunds.get("/:storeId/:orderId/refund", async (c) => {
  const found = await findOffer(c, c.req.query("return") ?? "");
  if (found instanceof Response) return found;
  return show(c, {
    ...found,
    typed: firstTyped(found.offer, c.var.language),
    errors: {},
    refusal: null,
    nonce: crypto.randomUUID(),
  });
});

refunds.post("/:storeId/:orderId/refund", async (c) => {
  const typed = await readTyped(c);
  const found = await findOffer(c, typed.return ?? "");
  if (found instanceof Response) return found;
  const { order, offer } = found;
  const nonce = /^[\w-]{8,64}$/.test(typed.nonce ?? "") ? (typed.nonce ?? "") : crypto.randomUUID();
  const read = readRefund(offer, typed);
  if (!read.ok) return show(c, { ...found, typed, errors: read.errors, refusal: null, nonce }, 422);
  const { personId, name, role } = signedIn(c);
  const overCap = role === "owner" && typed.sure === "1";
  const { lines, reason } = read;
  const returnKey = offer.ofReturn?.returnKey ?? null;
  const request = { orderId: order.orderId, returnKey, nonce, reason, lines, overCap };
  const outcome = await desk(c).refund(request, { personId, name });
  if (outcome.result !== "refused") return c.redirect(`${orderPath(order)}#refunds`, 303);
  return show(c, { ...found, typed, errors: {}, refusal: outcome.refusal, nonce }, 422);
});

async function findOffer(c: Context<AppEnv>, returnKey: string): Promise<Found | Response> {
  const { workspaceId } = signedIn(c);
  const { storeId = "", orderId = "" } = c.req.param();
  const order = await findOrder(c.env.DB, workspaceId, storeId, orderId);
  const { t } = c.var;
  if (!order) return messagePage(c, 404, t("error.notFound"), t("error.notFound.body"));
  const answer = await desk(c).refundOffer(orderId, returnKey === "" ? null : returnKey);
  if (answer.result === "offer") return { order, offer: answer.offer };
  return messagePage(c, 404, t("error.notFound"), refusalText(t, answer.refusal));
}

type Shown = Found & { typed: Typed; errors: FieldErrors; refusal: Refusal | null; nonce: string };

function show(c: Context<AppEnv>, shown: Shown, status: 200 | 422 = 200): Promise<Response> {
  const asked = { ...shown, mayExceed: signedIn(c).role === "owner" };
  return page(c, c.var.t("refund.title"), <RefundPage reader={readerOf(c)} asked={asked} />, status);
}

function desk(c: Context<AppEnv>): StoreCalls {
  return storeSync(c.env, c.req.param("storeId") ?? "");
}
