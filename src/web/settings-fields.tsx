import type { Child } from "hono/jsx";
import { SENDCLOUD_CURRENCIES, type SettingsSection } from "../domain/settings";
import { Notice } from "./components";
import { TextField } from "./fields";
import { momentText } from "./reader";
import { CarrierFields } from "./settings-carriers";
import { Check, Choices, Radios, Reasons, type Shown, Text } from "./settings-inputs";
import { InternationalFields } from "./settings-international";
import { LabelFields } from "./settings-labels";
import { ReturnFields } from "./settings-returns";

/** The fields of one section. */
export function SectionFields({ section, shown }: { section: SettingsSection; shown: Shown }) {
  return <>{FIELDS[section](shown)}</>;
}

const FIELDS: Record<SettingsSection, (shown: Shown) => Child> = {
  name: (shown) => <Text shown={shown} name="name" label="settings.name" hint="settings.name.hint" maxlength={100} />,
  carriers: (shown) => <CarrierFields shown={shown} />,
  number: NumberFields,
  cancellation: CancellationFields,
  returns: ReturnFields,
  international: InternationalFields,
  sku: (shown) => (
    <Radios
      shown={shown}
      name="itemSku"
      label="stores.itemSku"
      choices={[
        ["product", "stores.itemSku.product", "settings.sku.product"],
        ["offer", "stores.itemSku.offer", "settings.sku.offer"],
        ["shop", "stores.itemSku.shop", "settings.sku.shop"],
      ]}
    />
  ),
  labels: LabelFields,
  acceptance: AcceptanceFields,
  rates: RateFields,
  rhythm: (shown) => (
    <Radios
      shown={shown}
      name="interval"
      label="stores.interval"
      choices={[
        ["auto", "stores.interval.auto"],
        ["1", "settings.interval.1"],
        ["5", "settings.interval.5"],
        ["15", "settings.interval.15"],
      ]}
    />
  ),
};

function NumberFields(shown: Shown) {
  const codes = shown.customCodes.join(", ");
  const seen = codes === "" ? null : <small>{shown.reader.t("settings.customCode.seen", { codes })}</small>;
  return (
    <>
      <Choices
        shown={shown}
        name="numberField"
        label="settings.numberField"
        hint="settings.numberField.hint"
        choices={[
          ["order-id", "stores.numberField.order-id"],
          ["commercial-id", "stores.numberField.commercial-id"],
          ["customer-reference", "stores.numberField.customer-reference"],
          ["seller-reference", "stores.numberField.seller-reference"],
          ["custom", "settings.numberField.custom"],
        ]}
      />
      <Text
        shown={shown}
        name="customCode"
        label="settings.customCode"
        hint="settings.customCode.hint"
        maxlength={100}
        extra={seen}
      />
      <Check shown={shown} name="shorten" label="settings.shorten" hint="settings.shorten.hint" />
      <Check shown={shown} name="writeReference" label="settings.writeReference" hint="settings.writeReference.hint" />
    </>
  );
}

function CancellationFields(shown: Shown) {
  const { lists, store } = shown.ground;
  return (
    <>
      <Check
        shown={shown}
        name="cancelInMirakl"
        label="settings.cancelInMirakl"
        hint={`settings.cancelInMirakl.${store.settings.labels}`}
      />
      <Reasons
        shown={shown}
        name="cancelReason"
        label="stores.cancelReason"
        hint="wizard.carriers.reasonHint"
        reasons={lists?.cancelReasons ?? []}
        empty="wizard.choose"
      />
    </>
  );
}

function AcceptanceFields(shown: Shown) {
  return (
    <>
      <Radios
        shown={shown}
        name="how"
        label="settings.acceptance"
        choices={[
          ["by-hand", "settings.acceptance.by-hand"],
          ["automatic", "settings.acceptance.automatic", "settings.acceptance.automatic.note"],
          ["guarded", "settings.acceptance.guarded", "settings.acceptance.guarded.note"],
        ]}
      />
      <div class="field-grid">
        <Text shown={shown} name="mostAnHour" label="settings.mostAnHour" inputmode="numeric" maxlength={5} />
        <Text shown={shown} name="priceDrop" label="settings.priceDrop" inputmode="numeric" maxlength={3} />
        <Text
          shown={shown}
          name="refusesAfter"
          label="settings.refusesAfter"
          hint="settings.refusesAfter.hint"
          inputmode="numeric"
          maxlength={3}
        />
      </div>
    </>
  );
}

function RateFields(shown: Shown) {
  const { reader, ground, typed, errors } = shown;
  const { t } = reader;
  return (
    <>
      {Object.entries(ground.store.settings.currencyRates).map(([code, { setAt }]) => (
        <TextField
          name={`rate.${code}`}
          label={t("settings.rate", { code })}
          hint={t("settings.rate.since", { moment: momentText(reader, setAt) })}
          error={errors[`rate.${code}`] && t(errors[`rate.${code}`] ?? "form.invalid")}
          value={typed[`rate.${code}`] ?? ""}
          inputmode="decimal"
          maxlength={15}
        />
      ))}
      <div class="field-grid">
        <Text
          shown={shown}
          name="newCurrency"
          label="settings.newCurrency"
          hint="settings.newCurrency.hint"
          maxlength={3}
        />
        <Text
          shown={shown}
          name="newRate"
          label="settings.newRate"
          hint="settings.newRate.hint"
          inputmode="decimal"
          maxlength={15}
        />
      </div>
      <Notice tone="neutral">{t("settings.rates.known", { currencies: SENDCLOUD_CURRENCIES.join(", ") })}</Notice>
    </>
  );
}
