import type { Product } from "../domain/product";
import { Button, Card, Facts, Moment, Notice, PageHead } from "./components";
import { TextField } from "./fields";
import { HsSearch } from "./hs-search";
import { FACT_FIELDS, typedOf } from "./product-form";
import type { RowState } from "./product-row";
import type { Reader } from "./reader";

/** A product on its own page: room for hints, and for finding its code. */
export function ProductPage({ reader, product, state }: { reader: Reader; product: Product; state: RowState | null }) {
  const { t } = reader;
  const { sku, lastSoldAt } = product;
  return (
    <article class="narrow">
      <PageHead
        title={product.title || sku}
        lead={t("products.item.lead", { sku })}
        back={{ href: "/products", label: t("products.back") }}
      />
      {state?.saved ? (
        <Notice tone="success">
          <p>{t("products.saved.live", { sku })}</p>
        </Notice>
      ) : null}
      <Card>
        <Facts
          rows={[
            [t("products.item.sold"), t("products.sold", { count: product.timesSold })],
            [t("products.item.lastSold"), lastSoldAt === null ? null : <Moment reader={reader} at={lastSoldAt} />],
            [t("products.item.category"), product.category],
            ...(reader.mayAct
              ? []
              : FACT_FIELDS.map((field) => [t(`products.column.${field}`), typedOf(product)[field]] as const)),
          ]}
        />
      </Card>
      {reader.mayAct ? <ValuesCard reader={reader} product={product} state={state} /> : null}
    </article>
  );
}

function ValuesCard({ reader, product, state }: { reader: Reader; product: Product; state: RowState | null }) {
  const { t } = reader;
  const was = typedOf(product);
  const failed = state && !state.saved ? state : null;
  return (
    <Card title={t("products.item.values")}>
      <form method="post" action="/products/values">
        <input type="hidden" name="sku" value={product.sku} />
        {FACT_FIELDS.map((field) => (
          <input type="hidden" name={`was.${field}`} value={was[field]} />
        ))}
        {FACT_FIELDS.map((field) => {
          const fault = failed?.errors[field];
          return (
            <TextField
              label={t(`products.column.${field}`)}
              name={field}
              value={failed?.typed[field] ?? was[field]}
              hint={t(`products.hint.${field}`)}
              error={fault && t(fault)}
              maxlength={300}
              {...(field === "hsCode" ? { inputmode: "numeric" as const } : {})}
            />
          );
        })}
        <div class="form-foot">
          <Button>{t("products.save")}</Button>
        </div>
      </form>
      <HsSearch reader={reader} into="field-hsCode" sku={product.sku} />
    </Card>
  );
}
