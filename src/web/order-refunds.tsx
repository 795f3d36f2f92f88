import type { OrderRecord } from "../db/order-record";
import type { RefundReceipt } from "../db/returns";
import { Badge, Button, ButtonLink, Card, Facts, Moment, type Tone } from "./components";
import { Countdown } from "./countdown";
import { intentPath } from "./intent-words";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

const TONES: Record<RefundReceipt["state"], Tone> = {
  planned: "info",
  sending: "info",
  done: "success",
  parked: "warning",
  failed: "danger",
  undone: "neutral",
};

type Shown = { reader: Reader; order: OrderRecord };

/** The refunds of an order, each with its receipt, and the button for one more. */
export function RefundsCard({ reader, order }: Shown) {
  const { t } = reader;
  const receipts = order.details.refunds ?? [];
  const mayRefund = reader.mayAct && order.details.actions.includes("refund");
  if (receipts.length === 0 && !mayRefund) return null;
  return (
    <Card
      title={t("refunds.title")}
      id="refunds"
      actions={
        mayRefund ? (
          <ButtonLink href={`${orderPath(order)}/refund`} weight="plain" icon="euro">
            {t("refunds.button")}
          </ButtonLink>
        ) : null
      }
    >
      {receipts.length === 0 ? <p class="muted">{t("refunds.none")}</p> : null}
      <Undo reader={reader} order={order} receipts={receipts} />
      {receipts.map((receipt) => (
        <Receipt reader={reader} order={order} receipt={receipt} />
      ))}
    </Card>
  );
}

// What was planned together is taken back together: one countdown for all of it. The card reads itself again meanwhile.
function Undo({ reader, order, receipts }: Shown & { receipts: readonly RefundReceipt[] }) {
  const { t, now } = reader;
  const open = receipts.filter(({ state }) => state === "planned" || state === "sending");
  if (open.length === 0) return null;
  const acts = new Map(
    open.flatMap(({ undoUntil, intentId }) =>
      undoUntil !== null && intentId !== null && undoUntil > now ? [[undoUntil, intentId]] : [],
    ),
  );
  return (
    <div
      id="refund-under-way"
      role="status"
      hx-get={orderPath(order)}
      hx-trigger="every 5s"
      hx-target="closest article"
      hx-swap="outerMorph"
    >
      {[...acts].map(([until, intentId]) => (
        <Countdown reader={reader} until={until}>
          {reader.mayAct ? (
            <form method="post" action={`${orderPath(order)}/refunds/${encodeURIComponent(intentId)}/undo`}>
              <Button weight="plain" icon="rotate-ccw">
                {t("undo.button")}
              </Button>
            </form>
          ) : null}
        </Countdown>
      ))}
    </div>
  );
}

function Receipt({ reader, order, receipt }: Shown & { receipt: RefundReceipt }) {
  const { t } = reader;
  const { amount, shipping, taxes, intentId } = receipt;
  return (
    <div class="parcel">
      <Facts
        rows={[
          [t("refunds.line"), receipt.quantity > 0 ? `${receipt.quantity} × ${receipt.title}` : receipt.title],
          [
            t("refunds.amount"),
            <>
              <strong class="num">{moneyText(reader, amount)}</strong>{" "}
              <Badge tone={TONES[receipt.state]}>{t(`refunds.state.${receipt.state}`)}</Badge>
            </>,
          ],
          [t("refunds.shipping"), shipping.minor > 0 ? moneyText(reader, shipping) : null],
          [t("refunds.taxes"), taxes ? moneyText(reader, taxes) : null],
          [t("refunds.reason"), receipt.reason],
          [t("refunds.id"), receipt.refundId],
          [t("refunds.when"), receipt.at === null ? null : <Moment reader={reader} at={receipt.at} />],
          [t("refunds.by"), receipt.by ?? t("refunds.by.others")],
          [t("refunds.answer"), answerWords(reader, receipt)],
        ]}
      />
      {intentId === null ? null : <a href={intentPath(order.storeId, intentId)}>{t("refunds.evidence")}</a>}
    </div>
  );
}

function answerWords({ t }: Reader, { state, answer }: RefundReceipt): string | null {
  if (state === "planned" || state === "undone" || !answer) return null;
  const words = t(`refunds.answer.${state}`);
  return answer.status === null ? words : `${words} · ${t("event.http", { status: answer.status })}`;
}
