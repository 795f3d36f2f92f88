import { Hono } from "hono";
import { findUpload } from "../db/product-uploads";
import { listProducts, type ProductCursor } from "../db/products";
import type { Product } from "../domain/product";
import { type CsvForm, exportHead, exportLines, refusedFile } from "../domain/product-export";
import { PRODUCT_FIELDS } from "../domain/product-file";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { messagePage } from "./layout";
import { readKeptFile } from "./product-reading";
import { refusalWords } from "./product-upload-rows";

const ROWS_A_PAGE = 1_000;

/** Files of products to take away: all of them, an empty one to fill in, the rows of an upload that were refused. */
export const productFiles = new Hono<AppEnv>();

productFiles.get("/export", (c) => csv(c, "products.csv", allProducts(c)));

productFiles.get("/template", (c) => csv(c, "products-template.csv", exportHead(formOf(c))));

productFiles.get("/uploads/:uploadId/refused", async (c) => {
  const { t } = c.var;
  const { workspaceId } = signedIn(c);
  const upload = await findUpload(c.env.DB, workspaceId, c.req.param("uploadId"));
  const read = upload && (await readKeptFile(c.env.DB, workspaceId, upload.id, upload.details.choice));
  if (!read || !("table" in read)) return messagePage(c, 404, t("error.notFound"), t("error.notFound.body"));
  const weights = { g: t("productFile.weight.g"), kg: t("productFile.weight.kg") };
  const form = { ...formOf(c), reason: t("productFile.reason"), weights };
  const { table, columns, products } = read;
  const text = refusedFile(table.rows, products.refused, columns, form, (refusal) => refusalWords({ t }, refusal));
  return csv(c, "products-refused.csv", text);
});

// A French spreadsheet splits at semicolons, an English one at commas.
function formOf(c: AppContext): CsvForm {
  const { t, language } = c.var;
  const names = PRODUCT_FIELDS.map((field) => [field, t(`productFile.column.${field}`)]);
  return { delimiter: language === "fr" ? ";" : ",", names: Object.fromEntries(names) as CsvForm["names"] };
}

/** A page of rows at a time: however many there are, few are in memory. */
function allProducts(c: AppContext): ReadableStream<Uint8Array> {
  const { workspaceId } = signedIn(c);
  const form = formOf(c);
  const encoder = new TextEncoder();
  let after: ProductCursor | null = null;
  let head = exportHead(form);
  return new ReadableStream({
    async pull(controller) {
      const query = { view: "all", words: "", after, limit: ROWS_A_PAGE } as const;
      const products: Product[] = await listProducts(c.env.DB, workspaceId, query);
      const text = head + exportLines(products, form);
      head = "";
      if (text !== "") controller.enqueue(encoder.encode(text));
      const last = products.at(-1);
      after = last ? { lastSoldAt: last.lastSoldAt ?? 0, sku: last.sku } : null;
      if (products.length < ROWS_A_PAGE) controller.close();
    },
  });
}

function csv(c: AppContext, name: string, body: string | ReadableStream<Uint8Array>): Response {
  return c.body(body, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
    "Cache-Control": "private, no-store",
  });
}
