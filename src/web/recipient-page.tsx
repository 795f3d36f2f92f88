import type { OrderRecord } from "../db/order-record";
import { type CorrectableField, fieldOf, type Recipient } from "../domain/address";
import { formatCountry } from "../i18n/format";
import type { StoreCalls } from "../sync/stub";
import type { Actor, Refusal } from "../sync/stub-answers";
import { Button, ButtonLink, PageHead } from "./components";
import type { AppContext } from "./context";
import { Faults, RefusalNotice } from "./faults";
import { RadioField, SelectField, TextField } from "./fields";
import { type FieldErrors, readTyped, type Typed } from "./forms";
import { page } from "./layout";
import { orderPath } from "./order-words";
import { type Reader, readerOf } from "./reader";
import { checkRecipient, countryChoices, startFields } from "./recipient-form";

type Asked = { order: OrderRecord; recipient: Recipient; typed: Typed; errors: FieldErrors; refusal: Refusal | null };

/** The pencil: a form of everything a person may correct. */
export function askRecipient(c: AppContext, order: OrderRecord): Response | Promise<Response> {
  const { recipient, problems } = order.details;
  if (!recipient) return c.redirect(orderPath(order), 303);
  const errors: FieldErrors = {};
  for (const { code, field } of problems) {
    if (field && code !== "changed-after-correction") errors[field] = `problem.${code}`;
  }
  return showForm(c, { order, recipient, typed: {}, errors, refusal: null }, 200);
}

/** Saves what was typed, or shows it again with what is wrong beside each field. */
export async function saveRecipient(
  c: AppContext,
  order: OrderRecord,
  store: StoreCalls,
  actor: Actor,
): Promise<Response> {
  const { recipient } = order.details;
  if (!recipient) return c.redirect(orderPath(order), 303);
  const typed = await readTyped(c);
  const checked = checkRecipient(recipient, order.details, typed);
  if (!checked.ok) return showForm(c, { order, recipient, typed, errors: checked.errors, refusal: null }, 422);
  if (Object.keys(checked.changed).length === 0) return c.redirect(orderPath(order), 303);
  const outcome = await store.correct(order.orderId, checked.changed, actor);
  if (outcome.result === "refused") {
    return showForm(c, { order, recipient, typed, errors: {}, refusal: outcome.refusal }, 422);
  }
  return c.redirect(orderPath(order), 303);
}

function showForm(c: AppContext, asked: Asked, status: 200 | 422): Promise<Response> {
  const reader = readerOf(c);
  const { t } = reader;
  const { order, errors, refusal } = asked;
  const back = { href: orderPath(order), label: t("order.title", { number: order.number }) };
  const body = (
    <article class="narrow">
      <PageHead title={t("recipient.title")} lead={t("recipient.lead")} back={back} />
      {status === 422 ? <Faults t={t} errors={errors} /> : null}
      <RefusalNotice t={t} refusal={refusal} />
      <RecipientForm reader={reader} asked={asked} />
    </article>
  );
  return page(c, t("recipient.title"), body, status);
}

function RecipientForm({ reader, asked }: { reader: Reader; asked: Asked }) {
  const { t } = reader;
  const path = `${orderPath(asked.order)}/recipient`;
  const start = startFields(asked.recipient, asked.order.details);
  const field = (name: CorrectableField) => (
    <CorrectableInput reader={reader} asked={asked} name={name} value={start[name]} />
  );
  return (
    <form class="card" method="post" action={path} novalidate>
      <div class="field-grid">
        {field("firstName")}
        {field("lastName")}
      </div>
      {field("company")}
      {field("street1")}
      {field("street2")}
      <div class="field-grid">
        {field("zip")}
        {field("city")}
      </div>
      <div class="field-grid">
        {field("state")}
        {field("country")}
      </div>
      <div class="field-grid">
        {field("phone")}
        {field("email")}
      </div>
      {field("note")}
      <div class="form-foot">
        <Button icon="check">{t("recipient.save")}</Button>
        <ButtonLink href={orderPath(asked.order)} weight="plain">
          {t("common.cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}

type InputProps = { reader: Reader; asked: Asked; name: CorrectableField; value: string };

function CorrectableInput({ reader, asked, name, value }: InputProps) {
  const { t } = reader;
  const { typed, errors } = asked;
  const fault = errors[name];
  const frame = {
    name,
    label: t(`recipient.${name}`),
    value: typed[name] ?? value,
    error: fault ? t(fault) : undefined,
    extra: <Original reader={reader} asked={asked} name={name} />,
  };
  return (
    <div class="correctable">
      <input type="hidden" name={`was.${name}`} value={typed[`was.${name}`] ?? value} />
      <Conflict reader={reader} asked={asked} name={name} value={value} />
      {name === "country" ? (
        <SelectField {...frame} choices={countryChoices(reader.language)} empty={t("recipient.country.choose")} />
      ) : (
        <TextField
          {...frame}
          {...(name === "phone" ? { type: "tel" } : {})}
          {...(name === "email" ? { type: "email" } : {})}
        />
      )}
    </div>
  );
}

// What the marketplace gave, under each field that a person corrected.
function Original({ reader, asked, name }: Omit<InputProps, "value">) {
  const { t } = reader;
  if (!asked.order.details.corrections[name]) return null;
  const received = spoken(reader, name, fieldOf(asked.recipient, name));
  return (
    <small class="original">
      {received
        ? `${t("recipient.original", { value: received })} ${t("recipient.restore")}`
        : t("recipient.original.empty")}
    </small>
  );
}

// The marketplace changed the same field since: both values stand side by side, and a person decides.
function Conflict({ reader, asked, name, value }: InputProps) {
  const { t } = reader;
  const theirs = asked.order.details.corrections[name]?.theirs ?? null;
  if (theirs === null) return null;
  const words = (text: string) => spoken(reader, name, text) || t("order.recipient.empty");
  return (
    <RadioField
      label={t("recipient.conflict", { field: t(`recipient.${name}`) })}
      name={`choice.${name}`}
      value={asked.typed[`choice.${name}`] ?? "mine"}
      choices={[
        { value: "mine", label: t("recipient.keepMine", { value: words(value) }) },
        { value: "theirs", label: t("recipient.takeTheirs", { value: words(theirs) }) },
      ]}
    />
  );
}

function spoken({ language }: Reader, name: CorrectableField, text: string): string {
  return name === "country" && text !== "" ? formatCountry(language, text) : text;
}
