import type { Product } from "../domain/product";
import { formatCountry, formatNumber } from "../i18n/format";
import { Badge, Button, Hidden } from "./components";
import type { FieldErrors, Typed } from "./forms";
import { FACT_FIELDS, type FactField, typedOf } from "./product-form";
import { distanceText, type Reader } from "./reader";

/** A row that was just sent: saved, or with what was typed and what is wrong with it. */
export type RowState = { saved: true } | { saved: false; typed: Typed; errors: FieldErrors };

type RowProps = { reader: Reader; product: Product; back: string; state: RowState | null };

/** Where a product has its own page. */
export function productPath(sku: string): string {
  return `/products/item?${new URLSearchParams({ sku })}`;
}

/** A product with its values to edit in place; those who may only look read them. */
export function ProductRow({ reader, product, back, state }: RowProps) {
  const { t } = reader;
  const { sku } = product;
  return (
    <tr id={rowId(sku)}>
      <th scope="row">
        <a href={productPath(sku)}>{product.title || sku}</a>
        <small class="note muted">{sku}</small>
      </th>
      <td data-label={t("products.column.sold")}>
        <div class="cell">
          {t("products.sold", { count: product.timesSold })}
          {product.lastSoldAt === null ? null : (
            <small class="note muted">
              {t("products.sold.last", { distance: distanceText(reader, product.lastSoldAt) })}
            </small>
          )}
        </div>
      </td>
      {FACT_FIELDS.map((field) => (
        <td data-label={t(`products.column.${field}`)} class={`fact ${field}`}>
          {reader.mayAct ? (
            <Cell reader={reader} product={product} field={field} state={state} />
          ) : (
            <Value reader={reader} product={product} field={field} />
          )}
        </td>
      ))}
      {reader.mayAct ? (
        <td>
          <RowForm reader={reader} product={product} back={back} state={state} />
        </td>
      ) : null}
    </tr>
  );
}

// The form stands in the last cell; the inputs of the others name it, for a form cannot hold cells.
function RowForm({ reader: { t }, product, back, state }: RowProps) {
  const was = typedOf(product);
  return (
    <form
      id={formId(product.sku)}
      class="cell"
      method="post"
      action="/products/values"
      hx-post="/products/values"
      hx-target="closest tr"
      hx-swap="outerHTML"
      hx-disable="find button"
    >
      <input type="hidden" name="sku" value={product.sku} />
      <input type="hidden" name="back" value={back} />
      {FACT_FIELDS.map((field) => (
        <input type="hidden" name={`was.${field}`} value={was[field]} />
      ))}
      <Button weight="plain">
        {t("products.save")}
        <Hidden> {product.sku}</Hidden>
      </Button>
      {state?.saved ? (
        <span role="status">
          <Badge tone="success" icon="check">
            {t("products.saved")}
          </Badge>
        </span>
      ) : null}
    </form>
  );
}

type CellProps = { reader: Reader; product: Product; field: FactField; state: RowState | null };

function Cell({ reader: { t }, product, field, state }: CellProps) {
  const { sku } = product;
  const failed = state && !state.saved ? state : null;
  const fault = failed?.errors[field];
  const errorId = `${rowId(sku)}-${field}-error`;
  return (
    <div class="field" data-field={fault ? "error" : "fine"}>
      <input
        form={formId(sku)}
        name={field}
        value={failed?.typed[field] ?? typedOf(product)[field]}
        aria-label={t("products.field", { field: t(`products.column.${field}`), sku })}
        autocomplete="off"
        maxlength={300}
        {...(field === "hsCode" ? { inputmode: "numeric" as const } : {})}
        {...(fault ? { "aria-invalid": "true" as const, "aria-describedby": errorId } : {})}
      />
      {fault ? (
        <small class="error" id={errorId}>
          {t(fault)}
        </small>
      ) : null}
    </div>
  );
}

function Value({ reader, product, field }: Omit<CellProps, "state">) {
  const { language } = reader;
  const { origin, weightGrams } = product;
  if (field === "origin") return <>{origin === null ? "" : formatCountry(language, origin)}</>;
  if (field === "weightGrams") return <>{weightGrams === null ? "" : formatNumber(language, weightGrams)}</>;
  return <>{product[field] ?? ""}</>;
}

// A SKU may hold anything; an id no space.
function rowId(sku: string): string {
  return `product-${encodeURIComponent(sku)}`;
}

function formId(sku: string): string {
  return `edit-${encodeURIComponent(sku)}`;
}
