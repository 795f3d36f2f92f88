import type { countTabs, OrderCursor, OrderSummary } from "../db/orders";
import type { StoreRow } from "../db/stores";
import { TABS, type Tab } from "../domain/order-state";
import { formatCountry, formatNumber } from "../i18n/format";
import { Badge, Button, ButtonLink, Count, Distance, EmptyState, PageHead, type Tone } from "./components";
import { Pager, StoreFilter } from "./list-parts";
import { Deadline, orderPath, StateBadge } from "./order-words";
import { moneyText, type Reader } from "./reader";

/** A tab of the list: those of design.md 5a, all orders, and those that want a person. */
export type View = Tab | "all" | "needs-you";
const VIEWS: readonly View[] = ["all", "needs-you", ...TABS];
/** Shown only while they hold something: most merchants never need them. */
const RARE: ReadonlySet<View> = new Set(["needs-you", "at-sendcloud", "stopped"]);
const URGENT: Partial<Record<View, Tone>> = {
  "needs-you": "danger",
  stopped: "danger",
  "to-fix": "danger",
  "to-accept": "warning",
};

export type ListQuery = { view: View; storeId: string | null; after: OrderCursor | null };
export type OrdersShown = {
  query: ListQuery;
  orders: OrderSummary[];
  /** Where the next page starts; null on the last. */
  next: OrderCursor | null;
  counts: Awaited<ReturnType<typeof countTabs>>;
  stores: StoreRow[];
  /** Drawn for this page: the same form sent twice is one job. */
  nonce: string;
};

/** Reads `tab`, `store` and `after`; what makes no sense falls back to all orders from the newest on. */
export function readListQuery(asked: Record<string, string>): ListQuery {
  const view = VIEWS.find((known) => known === asked.tab) ?? "all";
  const [createdAt = "", ...orderId] = (asked.after ?? "").split("~");
  const after =
    /^\d{1,15}$/.test(createdAt) && orderId.length > 0
      ? { createdAt: Number(createdAt), orderId: orderId.join("~") }
      : null;
  return { view, storeId: asked.store || null, after };
}

export function OrdersList({ reader, shown }: { reader: Reader; shown: OrdersShown }) {
  const { t } = reader;
  const { query, stores, next } = shown;
  return (
    <>
      <PageHead title={t("orders.title")} />
      <Views reader={reader} shown={shown} />
      {stores.length > 1 ? (
        <StoreFilter
          reader={reader}
          path="/orders"
          tab={query.view === "all" ? null : query.view}
          stores={stores}
          storeId={query.storeId}
        />
      ) : null}
      {shown.orders.length === 0 ? (
        <NoOrders reader={reader} shown={shown} />
      ) : (
        <>
          <LabelsForm reader={reader} shown={shown} />
          <OrdersTable reader={reader} shown={shown} />
        </>
      )}
      <Pager
        reader={reader}
        newest={query.after ? listPath({ ...query, after: null }) : null}
        older={next ? listPath({ ...query, after: next }) : null}
      />
    </>
  );
}

function listPath({ view, storeId, after }: ListQuery): string {
  const asked = new URLSearchParams();
  if (view !== "all") asked.set("tab", view);
  if (storeId) asked.set("store", storeId);
  if (after) asked.set("after", `${after.createdAt}~${after.orderId}`);
  const query = asked.toString();
  return query ? `/orders?${query}` : "/orders";
}

function Views({ reader, shown }: { reader: Reader; shown: OrdersShown }) {
  const { query, counts } = shown;
  const all = Object.values(counts.tabs).reduce((sum, held) => sum + held, 0);
  const held: Record<View, number> = { ...counts.tabs, all, "needs-you": counts.attention };
  return (
    <nav class="views" aria-label={reader.t("orders.tabs")}>
      {VIEWS.filter((view) => !RARE.has(view) || held[view] > 0 || query.view === view).map((view) => (
        <a
          href={listPath({ view, storeId: query.storeId, after: null })}
          {...(view === query.view ? { "aria-current": "page" as const } : {})}
        >
          {reader.t(`tab.${view}`)}
          <Count
            value={formatNumber(reader.language, held[view])}
            tone={held[view] > 0 ? (URGENT[view] ?? "neutral") : "neutral"}
          />
        </a>
      ))}
    </nav>
  );
}

function NoOrders({ reader, shown }: { reader: Reader; shown: OrdersShown }) {
  const { t } = reader;
  const { query, stores } = shown;
  const filtered = query.storeId !== null;
  return (
    <EmptyState
      icon="package"
      title={t(`empty.${query.view}`)}
      action={
        stores.length === 0 ? (
          <ButtonLink href="/stores/new">{t("empty.noStore")}</ButtonLink>
        ) : filtered ? (
          <ButtonLink href={listPath({ view: query.view, storeId: null, after: null })} weight="plain">
            {t("empty.filtered")}
          </ButtonLink>
        ) : null
      }
    >
      <p>{t(`empty.${query.view}.body`)}</p>
    </EmptyState>
  );
}

const LABELS_FORM = "labels-form";

// The boxes stand in the rows and belong to this form by its id.
function LabelsForm({ reader, shown }: { reader: Reader; shown: OrdersShown }) {
  const { t } = reader;
  if (!reader.mayAct || !shown.orders.some((order) => mayChoose(shown, order))) return null;
  return (
    <form class="bar" id={LABELS_FORM} method="post" action="/orders/labels">
      <input type="hidden" name="job" value={shown.nonce} />
      <Button icon="tag">{t("jobs.create")}</Button>
      <small class="muted">{t("jobs.create.hint")}</small>
    </form>
  );
}

function mayChoose({ stores }: OrdersShown, { state, storeId }: OrderSummary): boolean {
  if (stores.some(({ id, disconnectedAt }) => id === storeId && disconnectedAt !== null)) return false;
  return state.name === "ready" || (state.name === "labelled" && state.reason === "part");
}

function OrdersTable({ reader, shown }: { reader: Reader; shown: OrdersShown }) {
  const { t } = reader;
  const severalStores = shown.stores.length > 1;
  const choosing = reader.mayAct && shown.orders.some((order) => mayChoose(shown, order));
  return (
    <div class="table-box">
      <table class="dense orders">
        <thead>
          <tr>
            <th scope="col">{t("orders.column.number")}</th>
            {severalStores ? <th scope="col">{t("orders.column.store")}</th> : null}
            <th scope="col">{t("orders.column.placed")}</th>
            <th scope="col">{t("orders.column.buyer")}</th>
            <th scope="col">{t("orders.column.destination")}</th>
            <th scope="col" class="num">
              {t("orders.column.items")}
            </th>
            <th scope="col" class="num">
              {t("orders.column.total")}
            </th>
            <th scope="col">{t("orders.column.deadline")}</th>
            <th scope="col">{t("orders.column.state")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.orders.map((order) => (
            <OrderRow reader={reader} shown={shown} order={order} severalStores={severalStores} choosing={choosing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { reader: Reader; shown: OrdersShown; order: OrderSummary; severalStores: boolean; choosing: boolean };

function OrderRow({ reader, shown, order, severalStores, choosing }: RowProps) {
  const { t, language } = reader;
  return (
    <tr>
      <th scope="row" class="number">
        {choosing ? <ChooseBox reader={reader} shown={shown} order={order} /> : null}
        <a class="row-link" href={orderPath(order)}>
          {order.number}
        </a>
      </th>
      {severalStores ? <td class="placed">{order.storeName}</td> : null}
      <td class="placed">
        <Distance reader={reader} at={order.createdAt} />
      </td>
      <td class="buyer">{order.buyerName}</td>
      <td class="place">
        {order.country || order.city ? (
          <>
            {`${order.zip} ${order.city}`.trim()}
            {order.country ? <span class="muted"> {formatCountry(language, order.country)}</span> : null}
          </>
        ) : (
          <span class="muted">{t("orders.destination.unknown")}</span>
        )}
      </td>
      <td class="num items">{formatNumber(language, order.itemCount)}</td>
      <td class="num total">{moneyText(reader, order.total)}</td>
      <td class="deadline">
        <Deadline reader={reader} state={order.state} at={order.deadlineAt} />
      </td>
      <td class="state">
        <span class="badges">
          <StateBadge t={t} state={order.state} />
          {order.attention ? (
            <Badge tone="danger" icon="alert-triangle">
              {t("order.attention")}
            </Badge>
          ) : null}
        </span>
      </td>
    </tr>
  );
}

function ChooseBox({ reader, shown, order }: Pick<RowProps, "reader" | "shown" | "order">) {
  return (
    <span class="choose">
      {mayChoose(shown, order) ? (
        <input
          type="checkbox"
          name="order"
          value={`${order.storeId}:${order.orderId}`}
          form={LABELS_FORM}
          aria-label={reader.t("jobs.select", { number: order.number })}
        />
      ) : null}
    </span>
  );
}
