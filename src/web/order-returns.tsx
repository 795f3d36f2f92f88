import type { OrderRecord } from "../db/order-record";
import type { ReturnRecord } from "../db/returns";
import type { StoreRow } from "../db/stores";
import { AskFirst } from "./ask-first";
import { ButtonLink, Card, Facts, Moment } from "./components";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";
import { MoneyOfReturn, ReturnedItems, refundPath, StageBadge } from "./return-words";

type Shown = { reader: Reader; order: OrderRecord; store: StoreRow };

/** The goods of an order that come back, and what becomes of their money. */
export function ReturnsCard({ reader, order, store, returns }: Shown & { returns: readonly ReturnRecord[] }) {
  if (returns.length === 0) return null;
  return (
    <Card title={reader.t("returns.title")} id="returns">
      {returns.map((record) => (
        <ReturnBox reader={reader} order={order} store={store} record={record} />
      ))}
    </Card>
  );
}

function ReturnBox({ reader, order, store, record }: Shown & { record: ReturnRecord }) {
  const { t } = reader;
  const { details } = record;
  return (
    <div class="parcel" id={`return-${record.returnKey}`}>
      <Facts
        rows={[
          [t("returns.column.parcel"), <StageBadge reader={reader} stage={record.stage} />],
          [t("order.parcel.tracking"), record.trackingNumber],
          [t("returns.id"), details.returnId],
          [t("returns.column.made"), <Moment reader={reader} at={record.at} />],
          [t("returns.column.items"), <ReturnedItems reader={reader} record={record} />],
          [
            t("returns.column.money"),
            <MoneyOfReturn reader={reader} record={record} when={store.settings.refunds.when} />,
          ],
        ]}
      />
      {details.dismissedBy ? <p class="muted">{t("returns.dismissedBy", { name: details.dismissedBy })}</p> : null}
      <Decide reader={reader} order={order} record={record} />
    </div>
  );
}

/** Refund it, or say that nothing goes back; nothing to press once its money is on its way. */
function Decide({ reader, order, record }: { reader: Reader; order: OrderRecord; record: ReturnRecord }) {
  const { t } = reader;
  const { state } = record.details.money;
  const isSettled = state === "planned" || state === "sending" || state === "done" || state === "parked";
  const mayRefund = order.details.actions.includes("refund");
  if (!reader.mayAct || isSettled || state === "dismissed" || !(mayRefund || record.tab === "to-decide")) return null;
  return (
    <div class="answers">
      {mayRefund ? (
        <ButtonLink href={refundPath(record)} icon="euro" weight="plain">
          {t("returns.refund")}
        </ButtonLink>
      ) : null}
      <AskFirst
        path={`${orderPath(order)}/returns/${encodeURIComponent(record.returnKey)}/dismissal`}
        act={t("returns.dismiss")}
        ask={t("returns.dismiss.ask")}
        sure={t("returns.dismiss.sure")}
      />
    </div>
  );
}
