import type { OrderRecord } from "../db/order-record";
import type { ReturnRecord } from "../db/returns";
import type { StoreRow } from "../db/stores";
import { type IntentKind, type IntentView, isOpen } from "../domain/intent";
import type { Refusal } from "../sync/stub-answers";
import { ActForm } from "./act-form";
import { Badge, Button, ButtonLink, Card, Facts, Moment, Notice, PageHead } from "./components";
import { DryRunCard } from "./dry-run-links";
import { RefusalNotice } from "./faults";
import { intentPath } from "./intent-words";
import { type LabelPanel, LabelPanelCard } from "./label-panel";
import { AnswerCard } from "./order-answer";
import { CancelOrderLink, PlannedCancellation } from "./order-cancellation";
import { CustomsCard, type GoodsTyped } from "./order-customs";
import { LinesCard } from "./order-lines";
import { ParcelsCard } from "./order-parcels";
import { PushCard } from "./order-push";
import { RecipientCard } from "./order-recipient";
import { RefundsCard } from "./order-refunds";
import { ReturnsCard } from "./order-returns";
import { LinkableCard, OtherwiseNotice, ShippingLinks, UnusedLabelNotice } from "./order-shipping";
import { Timeline } from "./order-timeline";
import { Deadline, intentReason, intentWords, orderPath, StateBadge, stateWords } from "./order-words";
import type { Reader } from "./reader";

export type OrderShown = {
  order: OrderRecord;
  store: StoreRow;
  returns?: readonly ReturnRecord[];
  /** Null when no label may be made now. */
  panel: LabelPanel | null;
  /** Why the last click did nothing; the panel shows its own. */
  refusal: Refusal | null;
  /** What was typed of its products and could not be saved. */
  goods?: GoodsTyped;
  /** True when the timeline does not begin with the newest event. */
  paged?: boolean;
};

/** What a person clicked and waits for; the marketplace is told by itself and at its own pace. */
const CLICKED: readonly IntentKind[] = ["label", "cancel-label", "accept", "refuse"];

/** The kind of what goes on by itself right now, the clicked ones first; null when nothing does. */
function underWay({ intents, state }: Pick<OrderRecord, "intents" | "state">): IntentKind | null {
  // An acceptance that waits its turn was clicked by nobody: the order still asks for its answer.
  const asks = state.name === "to_accept" && state.reason === null;
  const open = asks ? [] : intents.filter((intent) => isOpen(intent.state)).map((intent) => intent.kind);
  const clicked = CLICKED.find((kind) => open.includes(kind));
  if (clicked) return clicked;
  if (state.name === "at_sendcloud" && open.includes("unpush")) return "unpush";
  if (state.name === "labelling") return "label";
  if (state.name === "to_accept" && state.reason === "sending") return "accept";
  return state.name === "labelled" || state.reason === "cancelling" ? (open[0] ?? null) : null;
}

/** True while a person waits for their click: only then may a page without JavaScript load itself again. */
export function isAwaited(order: Pick<OrderRecord, "intents" | "state">): boolean {
  const kind = underWay(order);
  return kind !== null && (CLICKED.includes(kind) || kind === "unpush");
}

/** The whole of an order: a fragment for htmx, the main part of its page otherwise. */
export function OrderArticle({ reader, shown }: { reader: Reader; shown: OrderShown }) {
  const { t } = reader;
  const { order, store, panel, refusal, paged = false } = shown;
  return (
    <article class="order" id="order">
      <Head reader={reader} order={order} />
      {store.disconnectedAt === null ? null : (
        <Notice tone="warning" live={false}>
          <p>{t("life.disconnected.order")}</p>
        </Notice>
      )}
      <RefusalNotice t={t} refusal={refusal} />
      {store.disconnectedAt === null ? <Busy reader={reader} order={order} /> : null}
      <PlannedCancellation reader={reader} order={order} />
      <Troubles reader={reader} order={order} refused={refusal !== null || (panel?.refusal ?? null) !== null} />
      <div class="order-columns">
        <div class="first">
          <AnswerCard reader={reader} order={order} />
          <PushCard reader={reader} order={order} />
          <OtherwiseNotice reader={reader} order={order} />
          <UnusedLabelNotice reader={reader} order={order} />
          <LinkableCard reader={reader} order={order} />
          <CustomsCard reader={reader} order={order} sent={shown.goods ?? null} />
          {panel ? <LabelPanelCard reader={reader} order={order} panel={panel} /> : null}
          <ParcelsCard reader={reader} order={order} labelFormat={store.settings.labelFormat} />
          <ReturnsCard reader={reader} order={order} store={store} returns={shown.returns ?? []} />
          <RefundsCard reader={reader} order={order} />
        </div>
        <div class="aside">
          <RecipientCard reader={reader} order={order} />
          <FactsCard reader={reader} order={order} />
          <ShippingLinks reader={reader} order={order} />
          <CancelOrderLink reader={reader} order={order} />
          <DryRunCard reader={reader} order={order} />
        </div>
        <div class="rest">
          <LinesCard reader={reader} order={order} />
          <Timeline reader={reader} order={order} paged={paged} />
        </div>
      </div>
    </article>
  );
}

function Head({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const path = `${orderPath(order)}/checks`;
  return (
    <PageHead
      back={{ href: `/orders?tab=${order.tab}`, label: t(`tab.${order.tab}`) }}
      title={t("order.title", { number: order.number })}
      badge={
        <span class="badges">
          <StateBadge t={t} state={order.state} />
          {order.attention ? (
            <Badge tone="danger" icon="alert-triangle">
              {t("order.attention")}
            </Badge>
          ) : null}
        </span>
      }
      lead={order.state.name === "stopped" ? null : <NextStep reader={reader} order={order} />}
      actions={
        reader.mayAct && order.details.actions.includes("check-again") ? (
          <ActForm path={path}>
            <Button weight="plain" icon="refresh-cw">
              {t("action.check-again")}
            </Button>
          </ActForm>
        ) : null
      }
    />
  );
}

/** What comes next; where a label is wanted, one whose fate is not known comes before any other. */
function NextStep({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const { name, reason } = order.state;
  const wantsLabel = name === "ready" || reason === "part" || reason === "no-parcel";
  const parked = order.intents.find(({ kind, state }) => kind === "label" && state === "parked");
  if (!wantsLabel || !parked) return stateWords(t, "explain", order.state);
  return (
    <>
      {t("explain.label-parked")}{" "}
      <a href={intentPath(order.storeId, parked.intentId)}>{t("explain.label-parked.decide")}</a>
    </>
  );
}

// The morph keeps what is open and the label that is shown; without the element the polling ends.
function Busy({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const kind = underWay(order);
  if (!kind) return null;
  const awaited = isAwaited(order);
  return (
    <p
      class={awaited ? "busy" : "busy quiet"}
      id={`busy-${kind}`}
      role="status"
      hx-get={orderPath(order)}
      hx-trigger={awaited ? "every 1s" : "every 5s"}
      hx-target="closest article"
      hx-swap="outerMorph"
    >
      <span>
        {t(`under-way.${kind}`)} {awaited ? <small class="muted">{t("under-way.note")}</small> : null}
      </span>
    </p>
  );
}

/** What stands in the way: an order that died, words nobody knows, intents that stopped, and the last try of each kind that failed. */
function Troubles({ reader, order, refused }: { reader: Reader; order: OrderRecord; refused: boolean }) {
  const { t } = reader;
  const { flags, stateText } = order.details;
  const stuck = order.intents.filter((intent) => intent.state === "parked");
  // What was refused just now is said already.
  const failed = refused ? [] : lastOfKind(order.intents).filter((intent) => intent.state === "failed");
  return (
    <>
      {order.state.name === "stopped" && !order.details.actions.includes("undo-cancel") ? (
        <Notice tone="danger" title={stateWords(t, "state", order.state)}>
          <p>{stateWords(t, "explain", order.state)}</p>
        </Notice>
      ) : null}
      {flags.includes("unknown-state") ? (
        <Notice tone="warning" title={t("flag.unknown-state", { state: stateText })}>
          <p>{t("flag.unknown-state.body")}</p>
        </Notice>
      ) : null}
      {[...stuck, ...failed].map((intent) => (
        <Trouble reader={reader} order={order} intent={intent} />
      ))}
    </>
  );
}

// Ids are UUIDv7: they sort by the time they were made.
function lastOfKind(intents: readonly IntentView[]): IntentView[] {
  return intents.filter(
    ({ kind, intentId }) => !intents.some((other) => other.kind === kind && other.intentId > intentId),
  );
}

function Trouble({ reader, order, intent }: { reader: Reader; order: OrderRecord; intent: IntentView }) {
  const { t } = reader;
  const { ours, theirs } = intentReason(t, intent);
  const parked = intent.state === "parked";
  return (
    <Notice
      tone={parked ? "warning" : "danger"}
      title={t(parked ? "intent.parked" : "intent.failed", { intent: intentWords(t, intent.kind) })}
      actions={
        parked ? (
          <ButtonLink href={intentPath(order.storeId, intent.intentId)} weight="plain" icon="search">
            {t("intent.evidence")}
          </ButtonLink>
        ) : null
      }
    >
      <p>{ours}</p>
      {theirs ? <p class="muted">{t("reason.theirWords", { words: theirs })}</p> : null}
      <details>
        <summary>{t("intent.code")}</summary>
        <p>
          <code>{`${intent.kind} · ${intent.state} · ${intent.reason ?? ""}`}</code>{" "}
          <Moment reader={reader} at={intent.at} />
        </p>
      </details>
    </Notice>
  );
}

function FactsCard({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const { details } = order;
  const { tracking } = details;
  const known = [tracking.carrierName ?? tracking.carrierCode, tracking.number].filter(Boolean).join(", ");
  return (
    <Card title={t("order.facts")}>
      <Facts
        rows={[
          [t("order.store"), <a href={`/stores/${order.storeId}`}>{order.storeName}</a>],
          [t("order.id"), order.orderId],
          [t("order.commercialId"), order.commercialId],
          [t("order.customerReference"), details.customerReference],
          [t("order.placed"), <Moment reader={reader} at={order.createdAt} />],
          [
            t("order.deadline"),
            order.deadlineAt === null ? null : <ShipBefore reader={reader} order={order} at={order.deadlineAt} />,
          ],
          [t("order.shippingType"), details.shippingType.label],
          [t("order.pickupPoint"), details.pickupPointId],
          [t("order.tracking.marketplace"), known],
        ]}
      />
      {details.flags.includes("no-customer-reference") ? <p class="muted">{t("flag.no-customer-reference")}</p> : null}
    </Card>
  );
}

function ShipBefore({ reader, order, at }: { reader: Reader; order: OrderRecord; at: number }) {
  return (
    <>
      <Moment reader={reader} at={at} /> <Deadline reader={reader} state={order.state} at={at} />
    </>
  );
}
