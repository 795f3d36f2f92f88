import type { OrderRecord } from "../db/order-record";
import type { MessageKey } from "../i18n/index";
import type { Refusal } from "../sync/stub-answers";
import type { OptionsResult, OptionView } from "../sync/stub-orders";
import { Button, Card, Icon, Notice } from "./components";
import { DryRunLink } from "./dry-run-links";
import { RefusalNotice } from "./faults";
import { TextField } from "./fields";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

const MAX_GRAMS = 100_000;
const SHOWN_AT_ONCE = 5;

/** What the panel shows: the options found, or `null` while they are still being looked up, and what was typed. */
export type LabelPanel = {
  offered: OptionsResult | null;
  weightTyped: string | null;
  chosen: string | null;
  faults: { weight?: MessageKey; option?: MessageKey };
  refusal: Refusal | null;
};

export function freshPanel(offered: OptionsResult | null): LabelPanel {
  return { offered, weightTyped: null, chosen: null, faults: {}, refusal: null };
}

/** A weight as typed: whole grams, from 1 to 100 kg. */
export function readWeight(typed: string): number | null {
  const digits = typed.replace(/[\s\u202f]/g, "");
  const grams = Number(digits);
  return /^\d{1,6}$/.test(digits) && grams >= 1 && grams <= MAX_GRAMS ? grams : null;
}

/** An option with its contract, as the form sends it. */
function optionValue(option: Pick<OptionView, "code" | "contractId">): string {
  return `${option.contractId ?? ""}~${option.code}`;
}

export function readOption(value: string): { optionCode: string; contractId: number | null } | null {
  const [, contract = "", optionCode = ""] = /^(\d*)~(.+)$/.exec(value) ?? [];
  return optionCode === "" ? null : { optionCode, contractId: contract === "" ? null : Number(contract) };
}

/** *Create label*: weight, the options that fit with their prices, one button. */
export function LabelPanelCard({ reader, order, panel }: { reader: Reader; order: OrderRecord; panel: LabelPanel }) {
  const { t } = reader;
  const { offered } = panel;
  return (
    <Card title={t("label.title")} tone="info" id="create-label">
      <RefusalNotice t={t} refusal={panel.refusal} />
      {offered === null ? (
        <Later reader={reader} order={order} />
      ) : (
        <form
          method="post"
          action={`${orderPath(order)}/labels`}
          hx-post={`${orderPath(order)}/labels`}
          hx-target="closest article"
          hx-swap="outerHTML"
          hx-disable="find .form-foot button"
        >
          <Weight reader={reader} order={order} panel={panel} />
          <Offered reader={reader} order={order} panel={panel} offered={offered} />
        </form>
      )}
    </Card>
  );
}

function Later({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const path = `${orderPath(order)}/options`;
  return (
    <div hx-get={path} hx-trigger="load" hx-target="closest section" hx-swap="outerHTML">
      <p class="muted">{t("label.options.loading")}</p>
      <a class="button outline" href={path}>
        {t("label.options.choose")}
      </a>
    </div>
  );
}

function Weight({ reader, order, panel }: { reader: Reader; order: OrderRecord; panel: LabelPanel }) {
  const { t } = reader;
  const known = panel.offered?.result === "options" ? String(panel.offered.weightGrams) : "";
  const path = `${orderPath(order)}/options`;
  const fault = panel.faults.weight;
  return (
    <div class="weigh">
      <TextField
        label={t("label.weight")}
        name="weight"
        inputmode="numeric"
        maxlength={7}
        value={panel.weightTyped ?? known}
        error={fault ? t(fault) : undefined}
      />
      <button
        type="submit"
        class="outline"
        formmethod="get"
        formaction={path}
        hx-get={path}
        hx-include="closest form"
        hx-target="closest section"
        hx-swap="outerHTML"
      >
        <Icon name="refresh-cw" />
        {t("label.recalculate")}
      </button>
    </div>
  );
}

function Offered(props: { reader: Reader; order: OrderRecord; panel: LabelPanel; offered: OptionsResult }) {
  const { reader, order, panel, offered } = props;
  const { t } = reader;
  const nothingFits =
    offered.result === "refused" ? offered.refusal.code === "no-shipping-option" : offered.options.length === 0;
  if (nothingFits) {
    return (
      <Notice tone="warning">
        <p>{t("label.options.none")}</p>
      </Notice>
    );
  }
  if (offered.result === "refused") return <RefusalNotice t={t} refusal={offered.refusal} />;
  return <Options reader={reader} order={order} panel={panel} options={offered.options} />;
}

function Options(props: { reader: Reader; order: OrderRecord; panel: LabelPanel; options: OptionView[] }) {
  const { reader, order, panel, options } = props;
  const { t } = reader;
  const usable = options.filter((option) => option.needs.length === 0);
  const chosen = usable.find((option) => optionValue(option) === panel.chosen) ?? usable[0];
  const ordered = [...usable, ...options.filter((option) => option.needs.length > 0)];
  const [first, more] = [ordered.slice(0, SHOWN_AT_ONCE), ordered.slice(SHOWN_AT_ONCE)];
  const choice = (option: OptionView) => (
    <Option reader={reader} order={order} option={option} chosen={option === chosen} />
  );
  const fault = panel.faults.option;
  return (
    <>
      <fieldset
        class="options"
        {...(fault ? { "aria-invalid": "true" as const, "aria-describedby": "option-error" } : {})}
      >
        <legend>{t("label.option")}</legend>
        {first.map(choice)}
        {more.length > 0 ? (
          <details open={chosen !== undefined && more.includes(chosen)}>
            <summary>{t("label.options.more", { count: more.length })}</summary>
            <div>{more.map(choice)}</div>
          </details>
        ) : null}
      </fieldset>
      {fault ? (
        <p class="field-problem" id="option-error">
          {t(fault)}
        </p>
      ) : null}
      <div class="form-foot">
        <Button icon="tag" disabled={usable.length === 0}>
          {t("action.create-label")}
        </Button>
        <small class="muted">{t("label.note")}</small>
      </div>
      {chosen ? <DryRunLink reader={reader} order={order} act="label" fields={dryFields(panel, chosen)} /> : null}
    </>
  );
}

/** The option and weight that the form stands at. */
function dryFields({ weightTyped, offered }: LabelPanel, chosen: OptionView): Record<string, string> {
  const known = offered?.result === "options" ? String(offered.weightGrams) : "";
  return { option: optionValue(chosen), weight: weightTyped ?? known };
}

function Option(props: { reader: Reader; order: OrderRecord; option: OptionView; chosen: boolean }) {
  const { reader, order, option, chosen } = props;
  const { t } = reader;
  const missing = option.needs.length > 0;
  return (
    <>
      <label class="option">
        <input type="radio" name="option" value={optionValue(option)} checked={chosen} disabled={missing} />
        <span>
          {option.name}
          <small>{option.carrierName}</small>
        </span>
        <span class="price">{option.price ? moneyText(reader, option.price) : t("label.price.contract")}</span>
      </label>
      {missing ? <Needs reader={reader} order={order} option={option} /> : null}
    </>
  );
}

function Needs({ reader, order, option }: { reader: Reader; order: OrderRecord; option: OptionView }) {
  const { t } = reader;
  const words = new Intl.ListFormat(reader.language).format(option.needs.map((need) => t(`label.needs.${need}`)));
  const wantsRecipient = option.needs.includes("email") || option.needs.includes("phone");
  const wantsStore = option.needs.includes("dimensions");
  return (
    <p class="option-needs">
      {t("label.needs")} {words}.{" "}
      {wantsRecipient ? <a href={`${orderPath(order)}/recipient`}>{t("label.cure.recipient")}</a> : null}{" "}
      {option.needs.includes("carrier-mapping") ? (
        <a href={mappingPath(order, option)}>{t("label.cure.carrier")}</a>
      ) : null}{" "}
      {option.needs.includes("customs") ? (
        <a href={order.details.customs ? `${orderPath(order)}#customs` : "/products"}>{t("label.cure.customs")}</a>
      ) : null}{" "}
      {wantsStore ? <a href={`/stores/${order.storeId}/settings#labels`}>{t("label.cure.store")}</a> : null}
    </p>
  );
}

/** Where the carrier gets its match, and from where one comes back to this order. */
function mappingPath(order: OrderRecord, { carrierCode, carrierName }: OptionView): string {
  const query = new URLSearchParams({ carrier: carrierCode, carrierName, back: `${orderPath(order)}/options` });
  return `/stores/${order.storeId}/settings?${query}#field-carrier.${carrierCode}`;
}
