import type { OrderLineRow, OrderRecord } from "../db/order-record";
import { formatNumber } from "../i18n/format";
import { isMessageKey } from "../i18n/index";
import { Badge, Card } from "./components";
import { moneyText, type Reader } from "./reader";

/** What was ordered, with what was cancelled struck through, and the totals in the order's own currency. */
export function LinesCard({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  return (
    <Card title={t("order.lines")}>
      <div class="table-box">
        <table class="dense stack lines">
          <thead>
            <tr>
              <th scope="col">{t("order.line.article")}</th>
              <th scope="col" class="num">
                {t("order.line.quantity")}
              </th>
              <th scope="col" class="num">
                {t("order.line.unitPrice")}
              </th>
              <th scope="col" class="num">
                {t("order.line.total")}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <Line reader={reader} line={line} />
            ))}
          </tbody>
          <tfoot>
            <tr class="sum">
              <th scope="row" colspan={3}>
                {t("order.total")}
              </th>
              <td class="num">{moneyText(reader, order.total)}</td>
            </tr>
            <tr>
              <th scope="row" colspan={3}>
                {t("order.total.shipping")}
              </th>
              <td class="num">{moneyText(reader, order.details.shippingPrice)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

function Line({ reader, line }: { reader: Reader; line: OrderLineRow }) {
  const { t, language } = reader;
  const word = `line.${line.state}`;
  const gone = line.quantity === 0;
  return (
    <tr class={gone ? "struck" : ""}>
      <th scope="row">
        {gone ? <s>{line.title}</s> : line.title} {isMessageKey(word) ? <Badge tone="warning">{t(word)}</Badge> : null}
        <small class="sku">{line.sku}</small>
      </th>
      <td class="num" data-label={t("order.line.quantity")}>
        <span>
          {line.cancelledQuantity > 0 ? (
            <>
              <s>{formatNumber(language, line.quantity + line.cancelledQuantity)}</s>{" "}
            </>
          ) : null}
          {formatNumber(language, line.quantity)}
          {line.cancelledQuantity > 0 ? (
            <small class="sku">{t("order.line.cancelled", { count: line.cancelledQuantity })}</small>
          ) : null}
        </span>
      </td>
      <td class="num" data-label={t("order.line.unitPrice")}>
        {moneyText(reader, line.unitPrice)}
      </td>
      <td class="num" data-label={t("order.line.total")}>
        <span>
          {moneyText(reader, line.total)}
          {line.refunded.minor > 0 ? (
            <small class="sku">{t("order.line.refunded", { amount: moneyText(reader, line.refunded) })}</small>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
