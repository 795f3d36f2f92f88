import { listOrders, type OrderCursor, type OrderSummary } from "../db/orders";
import type { StoreRow } from "../db/stores";
import { decimalFromMoney } from "../domain/money";
import { type Language, type Translate, translator } from "../i18n/index";
import { isoSeconds } from "../lib/time";
import type { AppContext } from "./context";

const ROWS_A_PAGE = 500;
/** A spreadsheet takes a cell that begins so for a formula, and may run it. */
const FORMULA = /^[=+\-@\t\r]/;
/** A French spreadsheet splits at semicolons, an English one at commas. */
const SEPARATORS: Record<Language, string> = { fr: ";", en: "," };

/** All orders of a store as CSV, newest first, a page of rows at a time: however many there are, few are in memory. */
export function exportOrders(c: AppContext, store: StoreRow): Response {
  const { language } = c.var;
  const rows = streamRows(c.env.DB, store, language);
  const name = store.name.replace(/[^\w.-]+/g, "_");
  return c.body(rows, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}-orders.csv"`,
    "Cache-Control": "private, no-store",
  });
}

function streamRows(d1: D1Database, store: StoreRow, language: Language): ReadableStream<Uint8Array> {
  const t = translator(language);
  const encoder = new TextEncoder();
  const separator = SEPARATORS[language];
  let after: OrderCursor | null = null;
  let isFirst = true;
  return new ReadableStream({
    async pull(controller) {
      const query = { tab: null, storeId: store.id, after, limit: ROWS_A_PAGE };
      const orders: OrderSummary[] = await listOrders(d1, store.workspaceId, query);
      const rows = orders.map((order) => cellsOf(t, order));
      if (isFirst) rows.unshift(headOf(t));
      // The mark tells a spreadsheet that this is UTF-8.
      const text = `${isFirst ? "\uFEFF" : ""}${rows.map((cells) => csvLine(cells, separator)).join("")}`;
      isFirst = false;
      if (text !== "") controller.enqueue(encoder.encode(text));
      const last = orders.at(-1);
      after = last ? { createdAt: last.createdAt, orderId: last.orderId } : null;
      if (orders.length < ROWS_A_PAGE) controller.close();
    },
  });
}

function headOf(t: Translate): string[] {
  return [
    ...[t("life.csv.number"), t("order.id"), t("order.commercialId"), t("order.placed"), t("life.csv.state")],
    ...[t("order.deadline"), t("life.csv.buyer"), t("life.csv.zip"), t("life.csv.city"), t("life.csv.country")],
    ...[t("life.csv.items"), t("order.total"), t("life.csv.currency")],
  ];
}

function cellsOf(t: Translate, order: OrderSummary): string[] {
  const { number, orderId, commercialId, createdAt, deadlineAt, buyerName, zip, city, country, total } = order;
  return [
    ...[number, orderId, commercialId, isoSeconds(createdAt), t(`tab.${order.tab}`)],
    ...[deadlineAt === null ? "" : isoSeconds(deadlineAt), buyerName, zip, city, country ?? ""],
    ...[String(order.itemCount), decimalFromMoney(total), total.currency],
  ];
}

/** One line: every cell quoted, a formula made text by an apostrophe. */
export function csvLine(cells: readonly string[], separator: string): string {
  const quoted = cells.map((cell) => `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`);
  return `${quoted.join(separator)}\r\n`;
}
