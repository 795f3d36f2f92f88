import type { OrderRecord } from "../db/order-record";
import type { Refusal } from "../sync/stub-answers";
import type { CancellationView } from "../sync/stub-orders";
import type { ReasonView } from "../sync/stub-stores";
import { Button, ButtonLink, Card, Notice, PageHead } from "./components";
import { DryRunButton } from "./dry-run-links";
import { RefusalNotice } from "./faults";
import { SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import { cancellationPath } from "./order-cancellation";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

export type AskedCancellation = {
  order: OrderRecord;
  view: CancellationView;
  typed: Typed;
  errors: FieldErrors;
  refusal: Refusal | null;
  nonce: string;
  isOwner: boolean;
};
type Asked = { reader: Reader; asked: AskedCancellation };

/** The question before an order is called off: what goes first, what the marketplace hears, and what it costs. */
export function CancellationPage({ reader, asked }: Asked) {
  const { t } = reader;
  const { order, view, refusal } = asked;
  const back = { href: orderPath(order), label: t("order.title", { number: order.number }) };
  return (
    <article class="narrow" id="cancellation">
      <PageHead title={t("cancellation.title", { number: order.number })} back={back} />
      <RefusalNotice t={t} refusal={refusal} />
      {view.way === "none" || !view.allowed ? (
        <NoWay reader={reader} asked={asked} />
      ) : (
        <>
          <WholeOrder reader={reader} asked={asked} />
          <PartOfOrder reader={reader} asked={asked} />
        </>
      )}
    </article>
  );
}

function NoWay({ reader, asked: { order, view } }: Asked) {
  const { t } = reader;
  return (
    <Notice
      tone="warning"
      title={t("cancellation.no-way")}
      actions={
        <ButtonLink href={orderPath(order)} weight="plain">
          {t("attention.open.order")}
        </ButtonLink>
      }
    >
      <p>{t(`cancellation.no-way.${view.why ?? "busy"}`)}</p>
    </Notice>
  );
}

function WholeOrder({ reader, asked }: Asked) {
  const { t } = reader;
  const { order, view, isOwner, nonce, typed, errors } = asked;
  const amount = view.total ? moneyText(reader, view.total) : "";
  const isRefund = view.way === "refund";
  const isBarred = view.isOverCap && !isOwner;
  return (
    <Card title={t("cancellation.what-happens")} id="whole">
      <ol class="steps-to-come">
        {view.hasLabel ? <li>{t("cancellation.first-label")}</li> : null}
        {view.isPushed ? <li>{t("cancellation.first-pushed")}</li> : null}
        <li>{isRefund ? t("cancellation.then-refund", { amount }) : t("cancellation.then-cancel")}</li>
      </ol>
      <p class="muted">{t("cancellation.undo-note")}</p>
      {view.hasLabel ? <p class="muted">{t("cancellation.if-refused")}</p> : null}
      {view.isOverCap ? (
        <Notice tone="warning">
          <p>{t(isOwner ? "cancellation.over-cap.owner" : "cancellation.over-cap.others")}</p>
        </Notice>
      ) : null}
      {isBarred ? null : (
        <form method="post" action={cancellationPath(order)}>
          <input type="hidden" name="what" value="whole" />
          <input type="hidden" name="expects" value={view.way} />
          <input type="hidden" name="nonce" value={nonce} />
          {isRefund ? (
            <ReasonField
              reader={reader}
              name="reason"
              label={t("cancellation.reason.refund")}
              reasons={view.refundReasons}
              value={typed.reason ?? view.refundReason}
              error={errors.reason}
            />
          ) : null}
          <div class="form-foot">
            <Button weight="danger" icon="x">
              {isRefund ? t("cancellation.do.refund", { amount }) : t("cancellation.do.cancel")}
            </Button>
            <ButtonLink href={orderPath(order)} weight="plain">
              {t("cancellation.keep")}
            </ButtonLink>
          </div>
        </form>
      )}
    </Card>
  );
}

/** Pieces of lines, where there is more than one piece to keep some of. */
function PartOfOrder({ reader, asked }: Asked) {
  const { t } = reader;
  const { order, view, nonce, typed, errors } = asked;
  const pieces = view.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces < 2) return null;
  return (
    <Card title={t("cancellation.lines.title")} id="part">
      <p>{t("cancellation.lines.lead")}</p>
      <form method="post" action={cancellationPath(order)}>
        <input type="hidden" name="what" value="lines" />
        <input type="hidden" name="nonce" value={nonce} />
        {view.lines.map(({ lineId, title, quantity }) => (
          <TextField
            label={t("cancellation.lines.quantity", { title, quantity })}
            name={`line.${lineId}`}
            inputmode="numeric"
            maxlength={5}
            value={typed[`line.${lineId}`] ?? "0"}
            error={errors[`line.${lineId}`] ? t(errors[`line.${lineId}`] ?? "form.invalid") : undefined}
          />
        ))}
        <ReasonField
          reader={reader}
          name="lineReason"
          label={t("cancellation.reason.cancel")}
          reasons={view.cancelReasons}
          value={typed.lineReason ?? view.cancelReason}
          error={errors.lineReason}
        />
        <div class="form-foot">
          <Button weight="danger" icon="x">
            {t("cancellation.lines.do")}
          </Button>
          <DryRunButton reader={reader} order={order} act="cancel-lines" />
        </div>
      </form>
    </Card>
  );
}

function ReasonField(props: {
  reader: Reader;
  name: string;
  label: string;
  reasons: readonly ReasonView[];
  value: string | null;
  error: FieldErrors[string];
}) {
  const { reader, name, label, reasons, value, error } = props;
  return (
    <SelectField
      label={label}
      name={name}
      value={value ?? ""}
      empty={reader.t("cancellation.reason.choose")}
      choices={reasons.map((reason) => ({ value: reason.code, label: reason.label }))}
      error={error ? reader.t(error) : undefined}
    />
  );
}
