import type { OrderRecord } from "../db/order-record";
import type { Refusal } from "../sync/stub-answers";
import type { ShippingChoices } from "../sync/stub-orders";
import { Button, ButtonLink, PageHead } from "./components";
import { DryRunButton } from "./dry-run-links";
import { Faults, RefusalNotice } from "./faults";
import { type Choice, SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";
import { NO_CARRIER, OTHER_CARRIER } from "./shipping-form";

export type ShippingQuestion = "ship-otherwise" | "correct-tracking";

type Asked = {
  question: ShippingQuestion;
  order: OrderRecord;
  choices: ShippingChoices;
  /** The order may go without a carrier and a number. */
  isFree: boolean;
  typed: Typed;
  errors: FieldErrors;
  refusal: Refusal | null;
};

const PATHS: Record<ShippingQuestion, string> = { "ship-otherwise": "shipping", "correct-tracking": "tracking" };

/** Who carries a parcel that has no label of ours, or what is put right of one that has left. */
export function ShippingPage({ reader, asked }: { reader: Reader; asked: Asked }) {
  const { t } = reader;
  const { question, order, errors, refusal } = asked;
  const back = { href: orderPath(order), label: t("order.title", { number: order.number }) };
  return (
    <article class="narrow">
      <PageHead title={t(`shipping.${question}.title`)} lead={t(`shipping.${question}.lead`)} back={back} />
      <Faults t={t} errors={errors} />
      <RefusalNotice t={t} refusal={refusal} />
      <ShippingForm reader={reader} asked={asked} />
    </article>
  );
}

function ShippingForm({ reader, asked }: { reader: Reader; asked: Asked }) {
  const { t } = reader;
  const { question, order, choices, isFree, typed, errors } = asked;
  const text = (name: "carrierName" | "trackingUrl" | "trackingNumber") => {
    const fault = errors[name];
    return { name, label: t(`shipping.${name}`), value: typed[name] ?? "", error: fault ? t(fault) : undefined };
  };
  const carrierFault = errors.carrier;
  return (
    <form class="card" method="post" action={`${orderPath(order)}/${PATHS[question]}`} novalidate>
      <SelectField
        name="carrier"
        label={t("shipping.carrier")}
        value={typed.carrier ?? ""}
        choices={carrierChoices(reader, asked)}
        empty={isFree ? undefined : t("shipping.carrier.choose")}
        error={carrierFault ? t(carrierFault) : undefined}
        hint={choices.allowsOther ? undefined : t("shipping.carrier.onlyTheirs")}
      />
      {choices.allowsOther ? (
        <fieldset>
          <legend>{t("shipping.other")}</legend>
          <TextField {...text("carrierName")} />
          <TextField
            {...text("trackingUrl")}
            type="url"
            hint={t("shipping.trackingUrl.hint", { placeholder: "{trackingId}" })}
          />
        </fieldset>
      ) : null}
      <TextField
        {...text("trackingNumber")}
        hint={t(isFree ? "shipping.trackingNumber.free" : "shipping.trackingNumber.needed")}
      />
      <p class="muted">{t(`shipping.${question}.note`)}</p>
      <div class="form-foot">
        <Button icon="check">{t(`shipping.${question}.save`)}</Button>
        <DryRunButton reader={reader} order={order} act={question} />
        <ButtonLink href={orderPath(order)} weight="plain">
          {t("common.cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}

function carrierChoices({ t }: Reader, { choices, isFree }: Asked): Choice[] {
  return [
    ...(isFree ? [{ value: NO_CARRIER, label: t("shipping.carrier.none") }] : []),
    ...choices.carriers.map(({ code, label }) => ({ value: `code:${code}`, label })),
    ...(choices.allowsOther ? [{ value: OTHER_CARRIER, label: t("shipping.carrier.other") }] : []),
  ];
}
