import type { Money } from "../domain/money";
import { moneyText, type Reader, wordsFor } from "./reader";

/** What a setting is called: `refunds.when`, or for an entry of a list `carriers.dpd` with the entry's own name. */
export function settingName({ t }: Reader, setting: string): string {
  const [group = "", ...rest] = setting.split(".");
  return wordsFor(t, [`settings.setting.${setting}`, `settings.setting.${group}`], setting, { name: rest.join(".") });
}

// Where the words of a setting's values stand.
const VALUES: Record<string, string> = {
  labels: "stores.labels",
  labelFormat: "stores.labelFormat",
  shipWhen: "settings.shipWhen",
  itemSku: "stores.itemSku",
  numberField: "stores.numberField",
  shipmentType: "settings.shipmentType",
  "refunds.when": "settings.refunds",
  "acceptance.how": "settings.acceptance",
};

/** What a value means to a reader. */
export function settingValue(reader: Reader, setting: string, value: unknown): string {
  const { t } = reader;
  if (value === null || value === undefined || value === "") return t("settings.value.none");
  if (typeof value === "boolean") return t(value ? "settings.value.on" : "settings.value.off");
  if (isMoney(value)) return moneyText(reader, value);
  const text = String(value);
  if (setting === "numberField" && text.startsWith("custom "))
    return t("stores.numberField.custom", { code: text.slice("custom ".length) });
  return wordsFor(t, [`${VALUES[setting] ?? "settings.value"}.${text}`], text);
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "minor" in value && "currency" in value;
}
