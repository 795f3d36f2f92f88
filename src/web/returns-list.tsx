import type { countReturnTabs, ReturnCursor, ReturnRecord } from "../db/returns";
import type { StoreRow } from "../db/stores";
import type { ReturnTab } from "../domain/return";
import { formatNumber } from "../i18n/format";
import { Button, ButtonLink, Count, Distance, EmptyState, PageHead } from "./components";
import { Countdown } from "./countdown";
import { Pager, StoreFilter } from "./list-parts";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";
import { MoneyOfReturn, ReturnedItems, refundPath, StageBadge } from "./return-words";

type View = ReturnTab | "all";
const VIEWS = ["to-decide", "under-way", "refunded", "all"] as const satisfies readonly View[];

export type ReturnsQuery = { view: (typeof VIEWS)[number]; storeId: string | null; after: ReturnCursor | null };
export type ReturnsShown = {
  query: ReturnsQuery;
  returns: ReturnRecord[];
  next: ReturnCursor | null;
  counts: Awaited<ReturnType<typeof countReturnTabs>>;
  stores: StoreRow[];
};

/** Reads `tab`, `store` and `after`; what makes no sense falls back to what waits for a decision, from the newest on. */
export function readReturnsQuery(asked: Record<string, string>): ReturnsQuery {
  const view = VIEWS.find((known) => known === asked.tab) ?? "to-decide";
  const [at = "", ...key] = (asked.after ?? "").split("~");
  const isPlace = /^\d{1,15}$/.test(at) && key.length > 0;
  return { view, storeId: asked.store || null, after: isPlace ? { at: Number(at), returnKey: key.join("~") } : null };
}

/** Whether a form's wish to come back to a list names one. */
export function isReturnsList(path: string): boolean {
  return /^\/returns(\?[\w=&%~.:+-]*)?$/.test(path);
}

function listPath({ view, storeId, after }: ReturnsQuery): string {
  const asked = new URLSearchParams();
  if (view !== "to-decide") asked.set("tab", view);
  if (storeId) asked.set("store", storeId);
  if (after) asked.set("after", `${after.at}~${after.returnKey}`);
  const query = asked.toString();
  return query ? `/returns?${query}` : "/returns";
}

export function ReturnsList({ reader, shown }: { reader: Reader; shown: ReturnsShown }) {
  const { t } = reader;
  const { query, stores, next } = shown;
  return (
    <>
      <PageHead title={t("returns.title")} lead={t("returns.lead")} />
      <Views reader={reader} shown={shown} />
      {stores.length > 1 ? (
        <StoreFilter
          reader={reader}
          path="/returns"
          tab={query.view === "to-decide" ? null : query.view}
          stores={stores}
          storeId={query.storeId}
        />
      ) : null}
      {shown.returns.length === 0 ? (
        <EmptyState icon="rotate-ccw" title={t(`returns.empty.${shown.query.view}`)}>
          <p>{t("returns.empty.body")}</p>
        </EmptyState>
      ) : (
        <ReturnsTable reader={reader} shown={shown} />
      )}
      <Pager
        reader={reader}
        newest={query.after ? listPath({ ...query, after: null }) : null}
        older={next ? listPath({ ...query, after: next }) : null}
      />
    </>
  );
}

function Views({ reader, shown: { query, counts } }: { reader: Reader; shown: ReturnsShown }) {
  const all = Object.values(counts).reduce((sum, held) => sum + held, 0);
  return (
    <nav class="views" aria-label={reader.t("returns.tabs")}>
      {VIEWS.map((view) => {
        const held = view === "all" ? all : counts[view];
        return (
          <a
            href={listPath({ ...query, view, after: null })}
            {...(view === query.view ? { "aria-current": "page" as const } : {})}
          >
            {reader.t(`returns.tab.${view}`)}
            <Count
              value={formatNumber(reader.language, held)}
              tone={view === "to-decide" && held > 0 ? "warning" : "neutral"}
            />
          </a>
        );
      })}
    </nav>
  );
}

function ReturnsTable({ reader, shown }: { reader: Reader; shown: ReturnsShown }) {
  const { t } = reader;
  return (
    <div class="table-box" id="returns-table" {...(shown.returns.some(isLeaving) ? readAgain(shown.query) : {})}>
      <table class="dense stack returns">
        <thead>
          <tr>
            <th scope="col">{t("orders.column.number")}</th>
            {shown.stores.length > 1 ? <th scope="col">{t("orders.column.store")}</th> : null}
            <th scope="col">{t("returns.column.made")}</th>
            <th scope="col">{t("returns.column.items")}</th>
            <th scope="col">{t("returns.column.parcel")}</th>
            <th scope="col">{t("returns.column.money")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.returns.map((record) => (
            <Row reader={reader} record={record} shown={shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isLeaving({ details: { money } }: ReturnRecord): boolean {
  return money.state === "planned" || money.state === "sending";
}

// While money is about to leave, the table reads itself again: its seconds end, or somebody else takes it back.
function readAgain(query: ReturnsQuery) {
  return {
    "hx-get": listPath(query),
    "hx-trigger": "every 5s",
    "hx-select": "#returns-table",
    "hx-swap": "outerMorph",
    "hx-status:4xx": "swap:none",
    "hx-status:5xx": "swap:none",
  };
}

function Row({ reader, record, shown }: { reader: Reader; record: ReturnRecord; shown: ReturnsShown }) {
  const { t } = reader;
  const { stores, query } = shown;
  const when = stores.find(({ id }) => id === record.storeId)?.settings.refunds.when ?? "off";
  return (
    <tr>
      <th scope="row">
        <a href={`${orderPath(record)}#returns`}>{record.number}</a>
        <small class="note muted">{record.buyerName}</small>
      </th>
      {stores.length > 1 ? <td data-label={t("orders.column.store")}>{record.storeName}</td> : null}
      <td data-label={t("returns.column.made")}>
        <Distance reader={reader} at={record.at} />
      </td>
      <td data-label={t("returns.column.items")}>
        <ReturnedItems reader={reader} record={record} />
      </td>
      <td data-label={t("returns.column.parcel")}>
        <div class="cell">
          <StageBadge reader={reader} stage={record.stage} />
          {record.trackingNumber ? <small class="note muted">{record.trackingNumber}</small> : null}
        </div>
      </td>
      <td data-label={t("returns.column.money")}>
        <div class="cell">
          <MoneyOfReturn reader={reader} record={record} when={when} />
          <Undo reader={reader} record={record} query={query} />
          {record.tab === "to-decide" && reader.mayAct ? (
            <ButtonLink href={refundPath(record)} weight="plain" icon="euro">
              {t("returns.decide")}
            </ButtonLink>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

/** What is left of the minute in which one click takes the money back; it leads back to the same list. */
function Undo({ reader, record, query }: { reader: Reader; record: ReturnRecord; query: ReturnsQuery }) {
  const { money, refundAt, refundIntentId } = record.details;
  if (money.state !== "planned" || refundAt === null || refundIntentId === null || refundAt <= reader.now) return null;
  return (
    <Countdown reader={reader} until={refundAt}>
      {reader.mayAct ? (
        <form method="post" action={`${orderPath(record)}/refunds/${encodeURIComponent(refundIntentId)}/undo`}>
          <input type="hidden" name="back" value={listPath(query)} />
          <Button weight="plain" icon="rotate-ccw">
            {reader.t("undo.button")}
          </Button>
        </form>
      ) : null}
    </Countdown>
  );
}
