import { type Context, Hono } from "hono";
import { countAttention } from "../db/attention";
import { findOrder, type OrderRecord } from "../db/order-record";
import { countTabs, listOrders } from "../db/orders";
import { listReturnsOfOrder } from "../db/returns";
import { findStore, listStores, type StoreRow } from "../db/stores";
import type { LabelFormat } from "../domain/store";
import { type StoreCalls, storeSync } from "../sync/stub";
import type { Actor, ActResult } from "../sync/stub-answers";
import type { LabelFile, OptionsResult } from "../sync/stub-orders";
import { type AppContext, type AppEnv, goTo, signedIn, wantsFragment } from "./context";
import { refusalText } from "./faults";
import { readTyped } from "./forms";
import { freshPanel, type LabelPanel, LabelPanelCard, readOption, readWeight } from "./label-panel";
import { messagePage, page } from "./layout";
import { FRAMED_BY_US } from "./locks";
import { saveGoods } from "./order-goods";
import { isAwaited, OrderArticle, type OrderShown } from "./order-page";
import { orderPath } from "./order-words";
import { OrdersList, readListQuery } from "./orders-list";
import { readerOf, readerOfStore } from "./reader";
import { askRecipient, saveRecipient } from "./recipient-page";
import { isReturnsList } from "./returns-list";

const PAGE_ROWS = 50;
const OPTIONS_WAIT_MS = 3_000;
const FORMATS: readonly LabelFormat[] = ["pdf-a6", "pdf-a4", "zpl-203", "zpl-300"];

export const orders = new Hono<AppEnv>();

orders.get("/", async (c) => {
  const { workspaceId } = signedIn(c);
  const query = readListQuery(c.req.query());
  const { view, storeId, after } = query;
  const tab = view === "all" || view === "needs-you" ? null : view;
  const asked = { tab, storeId, attention: view === "needs-you", after, limit: PAGE_ROWS + 1 };
  const [found, counts, stores, attention] = await Promise.all([
    listOrders(c.env.DB, workspaceId, asked),
    countTabs(c.env.DB, workspaceId, storeId),
    listStores(c.env.DB, workspaceId),
    countAttention(c.env.DB, workspaceId),
  ]);
  const rows = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
  const next = last ? { createdAt: last.createdAt, orderId: last.orderId } : null;
  const shown = { query, orders: rows, next, counts, stores, nonce: crypto.randomUUID() };
  const list = <OrdersList reader={readerOf(c)} shown={shown} />;
  return page(c, c.var.t("orders.title"), list, 200, { attention });
});

orders.get("/:storeId/:orderId", async (c) => {
  const asked = c.req.query("before") ?? "";
  const before = /^\d{1,15}$/.test(asked) ? Number(asked) : null;
  const found = await findShown(c, before);
  if (!found) return noSuchOrder(c);
  return showOrder(c, {
    ...found,
    refusal: null,
    paged: before !== null,
    panel: mayLabel(c, found.order) ? freshPanel(await offer(c, found.order, null)) : null,
  });
});

orders.get("/:storeId/:orderId/options", async (c) => {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const { order } = found;
  if (!mayLabel(c, order)) return goTo(c, orderPath(order));
  const typed = c.req.query("weight") ?? null;
  const weight = typed === null ? null : readWeight(typed);
  const panel: LabelPanel = {
    offered: await desk(c).options(order.orderId, weight),
    weightTyped: typed,
    chosen: c.req.query("option") ?? null,
    faults: typed !== null && weight === null ? { weight: "label.weight.invalid" } : {},
    refusal: null,
  };
  if (wantsFragment(c)) return c.html(<LabelPanelCard reader={readerOf(c)} order={order} panel={panel} />);
  return showOrder(c, { ...found, panel, refusal: null });
});

orders.post("/:storeId/:orderId/labels", async (c) => {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const { order } = found;
  const typed = await readTyped(c);
  const weight = readWeight(typed.weight ?? "");
  const option = readOption(typed.option ?? "");
  const tried = { weightTyped: typed.weight ?? "", chosen: typed.option ?? null };
  if (weight === null || option === null) {
    const faults: LabelPanel["faults"] = {};
    if (weight === null) faults.weight = "label.weight.invalid";
    if (option === null) faults.option = "label.option.none";
    return showAgain(c, { ...tried, faults, refusal: null });
  }
  const outcome = await desk(c).createLabel({ orderId: order.orderId, ...option, weightGrams: weight }, actorOf(c));
  if (outcome.result === "refused") return showAgain(c, { ...tried, faults: {}, refusal: outcome.refusal });
  return c.redirect(orderPath(order), 303);
});

orders.post("/:storeId/:orderId/acceptance", (c) => act(c, (store, orderId, actor) => store.accept(orderId, actor)));
orders.post("/:storeId/:orderId/refusal", (c) => act(c, (store, orderId, actor) => store.refuse(orderId, actor)));
orders.post("/:storeId/:orderId/label-here", (c) => act(c, (store, orderId, actor) => store.labelHere(orderId, actor)));
orders.post("/:storeId/:orderId/pushes", (c) => act(c, (store, orderId, actor) => store.pushAgain(orderId, actor)));
orders.post("/:storeId/:orderId/checks", (c) => act(c, (store, orderId, actor) => store.checkAgain(orderId, actor)));
orders.post("/:storeId/:orderId/refunds/:intentId/undo", async (c) => {
  const { back = "" } = await readTyped(c);
  return act(
    c,
    (store, orderId, actor) => store.undoRefund(orderId, c.req.param("intentId"), actor),
    isReturnsList(back) ? back : null,
  );
});
orders.post("/:storeId/:orderId/returns/:returnKey/dismissal", (c) =>
  act(c, (store, orderId, actor) => store.dismissReturn(orderId, c.req.param("returnKey"), actor)),
);
orders.post("/:storeId/:orderId/labels/:parcelNo/cancellation", (c) =>
  act(c, (store, orderId, actor) => store.cancelLabel(orderId, Number(c.req.param("parcelNo")), actor)),
);

orders.post("/:storeId/:orderId/shipping/undo", (c) =>
  act(c, (store, orderId, actor) => store.undoOtherwise(orderId, actor)),
);
orders.post("/:storeId/:orderId/parcels/link", async (c) => {
  const { shipmentId = "", answer } = await readTyped(c);
  return act(c, (store, orderId, actor) =>
    answer === "no" ? store.refuseParcel(orderId, shipmentId, actor) : store.linkParcel(orderId, shipmentId, actor),
  );
});

orders.post("/:storeId/:orderId/goods", async (c) => {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const goods = await saveGoods(c, found.order);
  if (!goods) return c.redirect(`${orderPath(found.order)}#customs`, 303);
  const panel = mayLabel(c, found.order) ? freshPanel(await offer(c, found.order, null)) : null;
  return showOrder(c, { ...found, panel, refusal: null, goods }, 422);
});

orders.get("/:storeId/:orderId/labels/:parcelNo/file", async (c) => {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const format = FORMATS.find((known) => known === c.req.query("format")) ?? null;
  return showFile(c, await desk(c).labelFile(found.order.orderId, Number(c.req.param("parcelNo")), format));
});

orders.get("/:storeId/:orderId/labels/:parcelNo/customs", async (c) => {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const file = await desk(c).customsFile(found.order.orderId, Number(c.req.param("parcelNo")));
  return file.result === "refused" && file.refusal.code === "not-found" ? noSuchOrder(c) : showFile(c, file);
});

function showFile(c: AppContext, file: LabelFile): Response {
  c.header("Content-Security-Policy", FRAMED_BY_US);
  if (file.result === "refused") return c.text(refusalText(c.var.t, file.refusal), 503);
  const name = file.fileName.replace(/[^\w.-]/g, "_");
  return c.body(file.bytes, 200, {
    "Content-Type": file.contentType,
    "Content-Disposition": `inline; filename="${name}"`,
    "Cache-Control": "private, no-store",
  });
}

orders.get("/:storeId/:orderId/recipient", async (c) => {
  const found = await findShown(c);
  return found ? askRecipient(c, found.order) : noSuchOrder(c);
});

orders.post("/:storeId/:orderId/recipient", async (c) => {
  const found = await findShown(c);
  return found ? saveRecipient(c, found.order, desk(c), actorOf(c)) : noSuchOrder(c);
});

/** The order and its store when they are of the signed-in workspace; its events before `before`, or the newest. */
async function findShown(
  c: Context<AppEnv>,
  before: number | null = null,
): Promise<Pick<OrderShown, "order" | "store" | "returns"> | null> {
  const { workspaceId } = signedIn(c);
  const { storeId = "", orderId = "" } = c.req.param();
  const [store, order, returns] = await Promise.all([
    findStore(c.env.DB, workspaceId, storeId),
    findOrder(c.env.DB, workspaceId, storeId, orderId, before),
    listReturnsOfOrder(c.env.DB, workspaceId, storeId, orderId),
  ]);
  return store && order ? { store, order: asAllowed(store, order), returns } : null;
}

/** Nothing may be done to an order whose store is disconnected, whatever its state would allow. */
function asAllowed(store: StoreRow, order: OrderRecord): OrderRecord {
  return store.disconnectedAt === null ? order : { ...order, details: { ...order.details, actions: [] } };
}

/** One call to the store's object, then back to the order or to the list `from`, or the order with the reason why not. */
async function act(
  c: Context<AppEnv>,
  call: (store: StoreCalls, orderId: string, actor: Actor) => Promise<ActResult>,
  from: string | null = null,
): Promise<Response> {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const outcome = await call(desk(c), found.order.orderId, actorOf(c));
  if (outcome.result !== "refused") return c.redirect(from ?? orderPath(found.order), 303);
  return showAgain(c, { weightTyped: null, chosen: null, faults: {}, refusal: outcome.refusal });
}

// A refused click may have taught us something: the order is read anew before it is shown.
async function showAgain(c: AppContext, tried: Omit<LabelPanel, "offered">): Promise<Response> {
  const found = await findShown(c);
  if (!found) return noSuchOrder(c);
  const { order } = found;
  if (!mayLabel(c, order)) return showOrder(c, { ...found, panel: null, refusal: tried.refusal }, 422);
  const offered = await offer(c, order, tried.weightTyped === null ? null : readWeight(tried.weightTyped));
  const isLabel = tried.weightTyped !== null;
  const panel = isLabel ? { ...tried, offered } : freshPanel(offered);
  return showOrder(c, { ...found, panel, refusal: isLabel ? null : tried.refusal }, 422);
}

async function showOrder(c: AppContext, shown: OrderShown, status: 200 | 422 = 200): Promise<Response> {
  const article = <OrderArticle reader={readerOfStore(c, shown.store)} shown={shown} />;
  if (wantsFragment(c)) return c.html(article, status);
  const title = c.var.t("order.title", { number: shown.order.number });
  return page(c, title, article, status, { underWay: shown.store.disconnectedAt === null && isAwaited(shown.order) });
}

function mayLabel(c: AppContext, order: OrderRecord): boolean {
  return order.details.actions.includes("create-label") && readerOf(c).mayAct;
}

// The page must not wait for a slow Sendcloud: then it comes with a link to the options, which htmx follows by itself.
function offer(c: Context<AppEnv>, order: OrderRecord, weight: number | null): Promise<OptionsResult | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), OPTIONS_WAIT_MS));
  return Promise.race([desk(c).options(order.orderId, weight), late]);
}

function desk(c: Context<AppEnv>): StoreCalls {
  return storeSync(c.env, c.req.param("storeId") ?? "");
}

function actorOf(c: AppContext): Actor {
  const { personId, name } = signedIn(c);
  return { personId, name };
}

function noSuchOrder(c: AppContext): Promise<Response> {
  return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
}
