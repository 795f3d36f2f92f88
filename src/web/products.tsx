import { Hono } from "hono";
import { headingExists } from "../db/nomenclature";
import { countProducts, editProduct, findProduct, listProducts } from "../db/products";
import { listStores } from "../db/stores";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { readTyped } from "./forms";
import { messagePage, page } from "./layout";
import { readProductForm } from "./product-form";
import { ProductPage } from "./product-page";
import { ProductRow, productPath, type RowState } from "./product-row";
import { ProductsList, type ProductsShown, readProductsQuery } from "./products-list";
import { readerOf } from "./reader";
import { tellProductsChanged } from "./tell-stores";

const PAGE_ROWS = 50;

export const products = new Hono<AppEnv>();

products.get("/", (c) => {
  const saved = c.req.query("saved");
  return showList(c, c.req.query(), saved ? { sku: saved, state: { saved: true } } : null);
});

/** A product's own page: a SKU may hold anything, so it is no part of the path. */
products.get("/item", (c) => {
  const saved = c.req.query("saved") !== undefined;
  return showProduct(c, c.req.query("sku") ?? "", saved ? { saved: true } : null);
});

/** What is known of one product, from its row in the list (with `back`), or from its own page. */
products.post("/values", async (c) => {
  const { workspaceId } = signedIn(c);
  const typed = await readTyped(c);
  const { sku = "", back } = typed;
  const form = readProductForm(typed);
  if (!form.ok) return showAgain(c, sku, back, { saved: false, typed, errors: form.errors });
  const { hsCode } = form.facts;
  if (hsCode && (await headingExists(c.env.DB, hsCode)) === false)
    return showAgain(c, sku, back, { saved: false, typed, errors: { hsCode: "hs.fault.heading" } });
  const isThere = await editProduct(c.env.DB, workspaceId, sku, form.facts, c.var.now);
  if (!isThere) return notFound(c);
  await tellProductsChanged(c, [sku]);
  if (wantsFragment(c)) return showAgain(c, sku, back, { saved: true });
  return c.redirect(back === undefined ? `${productPath(sku)}&saved` : listPlace(back, sku), 303);
});

function showAgain(c: AppContext, sku: string, back: string | undefined, state: RowState) {
  if (wantsFragment(c)) return showRow(c, sku, back ?? "/products", state);
  if (back === undefined) return showProduct(c, sku, state);
  return showList(c, Object.fromEntries(queryOf(back)), { sku, state });
}

// Only the query of our own list is taken over, never another place.
function queryOf(back: string): URLSearchParams {
  return new URLSearchParams(back.split("?")[1]);
}

function listPlace(back: string, sku: string): string {
  const asked = queryOf(back);
  asked.set("saved", sku);
  return `/products?${asked}#product-${encodeURIComponent(sku)}`;
}

async function showRow(c: AppContext, sku: string, back: string, state: RowState): Promise<Response> {
  const product = await findProduct(c.env.DB, signedIn(c).workspaceId, sku);
  if (!product) return notFound(c);
  const row = <ProductRow reader={readerOf(c)} product={product} back={back} state={state} />;
  return c.html(row, state.saved ? 200 : 422);
}

async function showProduct(c: AppContext, sku: string, state: RowState | null): Promise<Response> {
  const product = await findProduct(c.env.DB, signedIn(c).workspaceId, sku);
  if (!product) return notFound(c);
  const body = <ProductPage reader={readerOf(c)} product={product} state={state} />;
  return page(c, product.title || sku, body, state?.saved === false ? 422 : 200);
}

async function showList(c: AppContext, asked: Record<string, string>, sent: ProductsShown["sent"]): Promise<Response> {
  const { workspaceId } = signedIn(c);
  const query = readProductsQuery(asked);
  const [found, counts, stores] = await Promise.all([
    listProducts(c.env.DB, workspaceId, { ...query, limit: PAGE_ROWS + 1 }),
    countProducts(c.env.DB, workspaceId),
    listStores(c.env.DB, workspaceId),
  ]);
  const rows = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
  const next = last ? { lastSoldAt: last.lastSoldAt ?? 0, sku: last.sku } : null;
  // What was typed is never lost: its row is shown wherever the list begins.
  const strayed = sent && !sent.state.saved && !rows.some(({ sku }) => sku === sent.sku);
  const stray = strayed ? await findProduct(c.env.DB, workspaceId, sent.sku) : null;
  const shown = { query, products: stray ? [stray, ...rows] : rows, next, counts, stores, sent };
  const body = <ProductsList reader={readerOf(c)} shown={shown} />;
  return page(c, c.var.t("products.title"), body, sent?.state.saved === false ? 422 : 200);
}

function notFound(c: AppContext): Promise<Response> {
  return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
}
