import type { OrderRecord } from "../db/order-record";
import type { LineGoods } from "../domain/customs-block";
import { formatCountry, formatNumber } from "../i18n/format";
import { isMessageKey } from "../i18n/index";
import { Button, Card, Facts, Notice } from "./components";
import { TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

/** What was typed of the products, with what is wrong with it. */
export type GoodsTyped = { typed: Typed; errors: FieldErrors };

const FIELDS = ["hsCode", "origin", "weightGrams"] as const;
type Field = (typeof FIELDS)[number];
const MISSING: Partial<Record<Field, string>> = { hsCode: "hs-code-missing", origin: "origin-missing" };

type Shown = { reader: Reader; order: OrderRecord };

/** What customs want to know of an order: its products' values, whose they are, and the fields to fill in what is missing. */
export function CustomsCard({ reader, order, sent }: Shown & { sent: GoodsTyped | null }) {
  const { t } = reader;
  const { customs, problems } = order.details;
  if (!customs) return null;
  const missing = problems.filter(({ lineId }) => lineId !== undefined).length;
  const open = missing > 0 || sent !== null;
  const reason = `customs.reason.${customs.reason}`;
  const form = <GoodsForm reader={reader} order={order} sent={sent} />;
  return (
    <Card title={t("customs.title")} id="customs">
      <p>{isMessageKey(reason) ? t(reason) : null}</p>
      {missing > 0 ? (
        <Notice tone="warning" live={false}>
          <p>{t("customs.missing", { count: missing })}</p>
        </Notice>
      ) : null}
      {open && reader.mayAct ? form : <Known reader={reader} order={order} />}
      {!open && reader.mayAct && order.details.actions.includes("create-label") ? (
        <details>
          <summary>{t("customs.edit")}</summary>
          {form}
        </details>
      ) : null}
    </Card>
  );
}

/** A product once, however many lines have it. */
export function goodsBySku(order: OrderRecord): LineGoods[] {
  const goods = order.details.customs?.goods ?? [];
  return goods.filter(({ sku }, place) => sku !== "" && goods.findIndex((one) => one.sku === sku) === place);
}

function titleOf({ lines }: OrderRecord, { lineId, sku }: LineGoods): string {
  return lines.find((line) => line.lineId === lineId)?.title || sku;
}

function Known({ reader, order }: Shown) {
  const { t } = reader;
  return (
    <>
      {goodsBySku(order).map((goods) => (
        <>
          <h3>
            {titleOf(order, goods)} <small class="sku">{goods.sku}</small>
          </h3>
          <Facts
            rows={FIELDS.map((field) => [t(`customs.${field}`), <Value reader={reader} goods={goods} field={field} />])}
          />
        </>
      ))}
    </>
  );
}

function Value({ reader, goods, field }: { reader: Reader; goods: LineGoods; field: Field }) {
  const known = goods[field];
  if (!known)
    return (
      <span class="field-problem">{reader.t(`problem.${field === "origin" ? "origin" : "hs-code"}-missing`)}</span>
    );
  return (
    <>
      {reader.t("customs.value", {
        value: spoken(reader, field, known.value),
        whose: reader.t(`customs.of.${known.of}`),
      })}
    </>
  );
}

function spoken({ language }: Reader, field: Field, value: string | number): string {
  if (field === "weightGrams") return `${formatNumber(language, Number(value))} g`;
  return field === "origin" ? formatCountry(language, String(value)) : String(value);
}

function GoodsForm({ reader, order, sent }: Shown & { sent: GoodsTyped | null }) {
  const { t } = reader;
  const path = `${orderPath(order)}/goods`;
  return (
    <form
      method="post"
      action={path}
      hx-post={path}
      hx-target="closest article"
      hx-swap="outerHTML"
      hx-disable="find .form-foot button"
    >
      {goodsBySku(order).map((goods, place) => (
        <Product reader={reader} order={order} sent={sent} goods={goods} place={place} />
      ))}
      <div class="form-foot">
        <Button icon="check">{t("customs.save")}</Button>
        <small class="muted">
          {t("customs.applies")} <a href={`/stores/${order.storeId}/settings#international`}>{t("customs.defaults")}</a>
        </small>
      </div>
    </form>
  );
}

type ProductProps = Shown & { sent: GoodsTyped | null; goods: LineGoods; place: number };

function Product(props: ProductProps) {
  const { order, goods, place } = props;
  return (
    <fieldset>
      <legend>
        {titleOf(order, goods)} <small class="sku">{goods.sku}</small>
      </legend>
      <input type="hidden" name={`${place}.sku`} value={goods.sku} />
      <div class="field-grid">
        {FIELDS.map((field) => (
          <ProductField {...props} field={field} />
        ))}
      </div>
    </fieldset>
  );
}

/** The product's own value; without one the hint says which of the store's stands in for it. */
function ProductField({ reader, order, sent, goods, place, field }: ProductProps & { field: Field }) {
  const { t } = reader;
  const name = `${place}.${field}`;
  const known = goods[field];
  const own = known?.of === "product" ? String(known.value) : "";
  const code = MISSING[field];
  const isMissing = order.details.problems.some((one) => one.code === code && one.lineId === goods.lineId);
  const fault =
    sent?.errors[name] ?? (isMissing && !sent ? (`problem.${code}` as "problem.hs-code-missing") : undefined);
  return (
    <div>
      <input type="hidden" name={`${place}.was.${field}`} value={sent?.typed[`${place}.was.${field}`] ?? own} />
      <TextField
        name={name}
        label={t(`customs.${field}`)}
        value={sent?.typed[name] ?? own}
        maxlength={60}
        {...(field === "hsCode" ? { inputmode: "numeric" as const } : {})}
        hint={
          known?.of === "store"
            ? t("customs.default", { value: spoken(reader, field, known.value) })
            : t(`customs.hint.${field}`)
        }
        error={fault && t(fault)}
      />
    </div>
  );
}
