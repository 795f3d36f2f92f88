import { decimalFromMoney } from "../domain/money";
import type { SettingsSection } from "../domain/settings";
import type { Language } from "../i18n/index";
import type { Typed } from "./forms";
import type { Ground } from "./settings-forms";
import { typedInternational } from "./settings-international";

/** The fields of a section as a form that nobody has touched would send them. */
export function typedOf(section: SettingsSection, { store }: Pick<Ground, "store">, language: Language): Typed {
  return TYPED[section](store, language);
}

type Store = Ground["store"];
const ON = "on";

const TYPED: Record<SettingsSection, (store: Store, language: Language) => Typed> = {
  name: ({ name }) => ({ name }),
  carriers: ({ settings: { carriers } }) =>
    Object.fromEntries(
      Object.entries(carriers).flatMap(([code, to]) =>
        to.to === "carrier"
          ? [[`carrier.${code}`, `carrier:${to.code}`]]
          : [
              [`carrier.${code}`, "other"],
              [`otherName.${code}`, to.name],
              [`otherUrl.${code}`, to.urlPattern ?? ""],
            ],
      ),
    ),
  number: ({ settings: { numberField, shortenNumber, writeReference } }) => ({
    numberField: numberField.field,
    customCode: numberField.field === "custom" ? numberField.code : "",
    ...ticked("shorten", shortenNumber),
    ...ticked("writeReference", writeReference),
  }),
  cancellation: ({ settings: { cancelInMirakl, cancelReason } }) => ({
    ...ticked("cancelInMirakl", cancelInMirakl),
    cancelReason: cancelReason ?? "",
  }),
  returns({ settings: { refunds, returnReasons }, currency }, language) {
    const amount = (minor: number) => amountText({ minor, currency }, language);
    return {
      when: refunds.when,
      refundReason: refunds.reason ?? "",
      ...ticked("withShipping", refunds.withShipping),
      largest: amount(refunds.largestMinor),
      daily: amount(refunds.dailyMinor),
      resendLimit: amount(refunds.resendLimitMinor),
      ...Object.fromEntries(Object.entries(returnReasons).map(([id, code]) => [`map.${id}`, code])),
    };
  },
  international: ({ settings }) => typedInternational(settings),
  sku: ({ settings: { itemSku } }) => ({ itemSku }),
  labels: ({ settings }) => ({
    labels: settings.labels,
    sender: String(settings.senderAddressId ?? ""),
    labelFormat: settings.labelFormat,
    weight: String(settings.defaultWeightGrams),
    length: String(settings.box.lengthCm),
    width: String(settings.box.widthCm),
    height: String(settings.box.heightCm),
    tare: String(settings.box.tareGrams),
    emailWay: settings.buyerEmail === null ? "relay" : "own",
    email: settings.buyerEmail ?? "",
    shipWhen: settings.shipWhen,
  }),
  acceptance: ({ settings: { acceptance } }) => ({
    how: acceptance.how,
    mostAnHour: String(acceptance.mostAnHour),
    priceDrop: String(acceptance.priceDropPercent),
    refusesAfter: String(acceptance.refusesAfterHours ?? ""),
  }),
  rates: ({ settings: { currencyRates } }, language) =>
    Object.fromEntries(
      Object.entries(currencyRates).map(([code, { perEuro }]) => [`rate.${code}`, decimalText(perEuro, language)]),
    ),
  rhythm: ({ settings: { pollInterval } }) => ({ interval: String(pollInterval) }),
};

// An unticked box sends nothing.
function ticked(name: string, on: boolean): Typed {
  return on ? { [name]: ON } : {};
}

function amountText(money: { minor: number; currency: string }, language: Language): string {
  return decimalText(decimalFromMoney(money), language);
}

function decimalText(text: string, language: Language): string {
  return language === "fr" ? text.replace(".", ",") : text;
}
