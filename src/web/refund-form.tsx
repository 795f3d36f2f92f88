import type { OrderRecord } from "../db/order-record";
import type { Refusal } from "../sync/stub-answers";
import type { RefundOffer } from "../sync/stub-orders";
import { Button, ButtonLink, Notice, PageHead } from "./components";
import { Faults, RefusalNotice } from "./faults";
import { CheckField, SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

export type RefundAsked = {
  order: OrderRecord;
  offer: RefundOffer;
  typed: Typed;
  errors: FieldErrors;
  refusal: Refusal | null;
  nonce: string;
  /** Whether the reader may refund more than the caps. */
  mayExceed: boolean;
};

/** Which lines of an order give money back, how much and why. */
export function RefundPage({ reader, asked }: { reader: Reader; asked: RefundAsked }) {
  const { t } = reader;
  const { order, offer, errors, refusal } = asked;
  const back = { href: `${orderPath(order)}#refunds`, label: t("order.title", { number: order.number }) };
  const isOverCap = refusal?.code === "refund-over-cap";
  return (
    <article class="narrow">
      <PageHead title={t("refund.title")} lead={t("refund.lead")} back={back} />
      <Faults t={t} errors={errors} />
      {isOverCap ? null : <RefusalNotice t={t} refusal={refusal} />}
      {offer.ofReturn && !offer.ofReturn.isMatched ? (
        <Notice tone="warning">
          <p>{t("refund.unmatched")}</p>
        </Notice>
      ) : null}
      {offer.ofReturn?.isPaid ? (
        <Notice tone="warning">
          <p>{t("reason.already-decided")}</p>
        </Notice>
      ) : null}
      <form method="post" action={`${orderPath(order)}/refund`}>
        <input type="hidden" name="nonce" value={asked.nonce} />
        <input type="hidden" name="return" value={offer.ofReturn?.returnKey ?? ""} />
        {offer.lines.map((line) => (
          <LineFields reader={reader} asked={asked} line={line} />
        ))}
        {offer.taxesOnTop ? <p class="muted">{t("refund.taxes")}</p> : null}
        <SelectField
          label={t("refunds.reason")}
          name="reason"
          value={asked.typed.reason ?? ""}
          choices={offer.reasons.map(({ code, label }) => ({ value: code, label }))}
          empty={t("refund.reason.choose")}
          hint={t("refund.reason.hint")}
          error={errors.reason ? t(errors.reason) : undefined}
        />
        <p class="muted">{t("refund.undoNote")}</p>
        {isOverCap ? <OverCap reader={reader} asked={asked} /> : <Button icon="euro">{t("refund.submit")}</Button>}
      </form>
    </article>
  );
}

function LineFields({
  reader,
  asked: { typed, errors },
  line,
}: {
  reader: Reader;
  asked: RefundAsked;
  line: RefundOffer["lines"][number];
}) {
  const { t } = reader;
  const { lineId, title, sku, why } = line;
  if (why !== null) {
    return (
      <fieldset class="refund-line">
        <legend>{title}</legend>
        <p class="muted">{t(`reason.${why}`)}</p>
      </fieldset>
    );
  }
  const field = (name: string) => {
    const error = errors[`${name}.${lineId}`];
    return { name: `${name}.${lineId}`, value: typed[`${name}.${lineId}`] ?? "", error: error ? t(error) : undefined };
  };
  const { value: _, ...take } = field("take");
  return (
    <fieldset class="refund-line">
      <legend>{title}</legend>
      <CheckField
        {...take}
        label={t("refund.take")}
        hint={t("refund.rest", { sku, amount: moneyText(reader, line.amount) })}
        checked={typed[`take.${lineId}`] !== undefined}
      />
      <input type="hidden" name={`proposed.${lineId}`} value={typed[`proposed.${lineId}`] ?? ""} />
      <div class="fields">
        <TextField
          {...field("quantity")}
          label={t("order.line.quantity")}
          type="number"
          inputmode="numeric"
          min={0}
          max={Math.max(0, line.quantity)}
        />
        <TextField
          {...field("amount")}
          label={t("refund.amount", { currency: line.amount.currency })}
          inputmode="decimal"
        />
        {line.shipping.minor > 0 ? (
          <TextField
            {...field("shipping")}
            label={t("refund.shipping", { currency: line.shipping.currency })}
            hint={t("refund.shipping.rest", { amount: moneyText(reader, line.shipping) })}
            inputmode="decimal"
          />
        ) : null}
      </div>
    </fieldset>
  );
}

/** More than the store refunds without asking: an owner says so once more. */
function OverCap({ reader, asked: { offer, order, mayExceed } }: { reader: Reader; asked: RefundAsked }) {
  const { t } = reader;
  const { largest, leftToday } = offer.caps;
  return (
    <Notice
      tone="warning"
      title={t("reason.refund-over-cap")}
      actions={
        mayExceed ? (
          <Button weight="danger" name="sure" value="1">
            {t("refund.sure")}
          </Button>
        ) : (
          <ButtonLink href={orderPath(order)} weight="plain">
            {t("refund.back")}
          </ButtonLink>
        )
      }
    >
      <p>{t("refund.caps", { largest: moneyText(reader, largest), left: moneyText(reader, leftToday) })}</p>
      <p>{t(mayExceed ? "refund.sure.owner" : "refund.sure.others")}</p>
    </Notice>
  );
}
