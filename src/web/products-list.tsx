import { PRODUCT_VIEWS, type ProductCursor, type ProductView } from "../db/products";
import type { StoreRow } from "../db/stores";
import type { Product } from "../domain/product";
import { formatNumber } from "../i18n/format";
import { Button, ButtonLink, Count, EmptyState, Hidden, Icon, Notice, PageHead } from "./components";
import { Pager } from "./list-parts";
import { ProductRow, type RowState } from "./product-row";
import type { Reader } from "./reader";

export type ProductsQuery = { view: ProductView; words: string; after: ProductCursor | null };
export type ProductsShown = {
  query: ProductsQuery;
  products: Product[];
  next: ProductCursor | null;
  counts: Record<ProductView, number>;
  stores: StoreRow[];
  /** What became of a row that was just sent. */
  sent: { sku: string; state: RowState } | null;
};

const MOST_LETTERS = 100;

/** Reads `show`, `q` and `after`; what makes no sense falls back to all products from the last sold on. */
export function readProductsQuery(asked: Record<string, string>): ProductsQuery {
  const view = PRODUCT_VIEWS.find((known) => known === asked.show) ?? "all";
  const [at = "", ...sku] = (asked.after ?? "").split("~");
  const isPlace = /^\d{1,15}$/.test(at) && sku.length > 0;
  const words = (asked.q ?? "").trim().slice(0, MOST_LETTERS);
  return { view, words, after: isPlace ? { lastSoldAt: Number(at), sku: sku.join("~") } : null };
}

function productsPath({ view, words, after }: ProductsQuery): string {
  const asked = new URLSearchParams();
  if (view !== "all") asked.set("show", view);
  if (words) asked.set("q", words);
  if (after) asked.set("after", `${after.lastSoldAt}~${after.sku}`);
  const query = asked.toString();
  return query ? `/products?${query}` : "/products";
}

export function ProductsList({ reader, shown }: { reader: Reader; shown: ProductsShown }) {
  const { t } = reader;
  const { query, next } = shown;
  return (
    <>
      <PageHead title={t("products.title")} lead={t("products.lead")} actions={<Actions reader={reader} />} />
      <Views reader={reader} shown={shown} />
      <Search reader={reader} query={query} />
      <Outcome reader={reader} sent={shown.sent} />
      {shown.products.length === 0 ? <NoProducts reader={reader} query={query} /> : null}
      {shown.products.length === 0 ? null : <Table reader={reader} shown={shown} />}
      <Pager
        reader={reader}
        newest={query.after ? productsPath({ ...query, after: null }) : null}
        older={next ? productsPath({ ...query, after: next }) : null}
      />
      <Defaults reader={reader} stores={shown.stores} />
    </>
  );
}

function Actions({ reader: { t, mayAct } }: { reader: Reader }) {
  return (
    <>
      <ButtonLink href="/products/export" weight="plain" icon="download">
        {t("products.export")}
      </ButtonLink>
      {mayAct ? (
        <ButtonLink href="/products/upload" icon="upload">
          {t("products.upload")}
        </ButtonLink>
      ) : null}
    </>
  );
}

function Views({ reader, shown: { query, counts } }: { reader: Reader; shown: ProductsShown }) {
  return (
    <nav class="views" aria-label={reader.t("products.views")}>
      {PRODUCT_VIEWS.map((view) => (
        <a
          href={productsPath({ ...query, view, after: null })}
          {...(view === query.view ? { "aria-current": "page" as const } : {})}
        >
          {reader.t(`products.view.${view}`)}
          <Count
            value={formatNumber(reader.language, counts[view])}
            tone={view === "abroad-without-code" && counts[view] > 0 ? "warning" : "neutral"}
          />
        </a>
      ))}
    </nav>
  );
}

function Search({ reader: { t }, query }: { reader: Reader; query: ProductsQuery }) {
  return (
    <search>
      <form class="bar" action="/products">
        {query.view === "all" ? null : <input type="hidden" name="show" value={query.view} />}
        <label for="product-search">
          <Hidden>{t("products.search")}</Hidden>
          <Icon name="search" />
        </label>
        <input
          id="product-search"
          type="search"
          name="q"
          value={query.words}
          placeholder={t("products.search")}
          maxlength={MOST_LETTERS}
        />
        <Button weight="plain">{t("products.search.go")}</Button>
        {query.words ? (
          <ButtonLink href={productsPath({ ...query, words: "", after: null })} weight="quiet">
            {t("products.search.clear")}
          </ButtonLink>
        ) : null}
      </form>
    </search>
  );
}

function Outcome({ reader: { t }, sent }: { reader: Reader; sent: ProductsShown["sent"] }) {
  if (!sent) return null;
  return sent.state.saved ? (
    <Notice tone="success">
      <p>{t("products.saved.live", { sku: sent.sku })}</p>
    </Notice>
  ) : (
    <Notice tone="danger">
      <p>{t("products.not-saved", { sku: sent.sku })}</p>
    </Notice>
  );
}

function NoProducts({ reader: { t }, query }: { reader: Reader; query: ProductsQuery }) {
  return (
    <EmptyState icon="tag" title={t(query.words ? "products.empty.search" : `products.empty.${query.view}`)}>
      {query.words || query.view !== "all" ? null : <p>{t("products.empty.body")}</p>}
    </EmptyState>
  );
}

function Table({ reader, shown }: { reader: Reader; shown: ProductsShown }) {
  const { t } = reader;
  return (
    <div class="table-box">
      <table class="dense stack products">
        <thead>
          <tr>
            <th scope="col">{t("products.column.product")}</th>
            <th scope="col">{t("products.column.sold")}</th>
            <th scope="col">{t("products.column.hsCode")}</th>
            <th scope="col">{t("products.column.origin")}</th>
            <th scope="col">{t("products.column.weightGrams")}</th>
            <th scope="col">{t("products.column.description")}</th>
            {reader.mayAct ? (
              <th scope="col">
                <Hidden>{t("products.save")}</Hidden>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.products.map((product) => (
            <ProductRow
              reader={reader}
              product={product}
              back={productsPath(shown.query)}
              state={shown.sent?.sku === product.sku ? shown.sent.state : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Defaults({ reader: { t }, stores }: { reader: Reader; stores: readonly StoreRow[] }) {
  if (stores.length === 0) return null;
  return (
    <p class="muted">
      {t("products.defaults")}{" "}
      {stores.map((store, place) => (
        <>
          {place > 0 ? ", " : ""}
          <a href={`/stores/${store.id}/settings#international`}>
            {t("products.defaults.link", { store: store.name })}
          </a>
        </>
      ))}
    </p>
  );
}
