import { decimalsOf, type Money, moneyFromDecimal } from "./money";
import { DEFAULT_SETTINGS, type ShipmentType, type StoreSettings } from "./store";

/** The parts of a store's settings that are saved by themselves, in the order of Sendcloud's article (design.md 7). */
export const SETTINGS_SECTIONS = [
  "name",
  "carriers",
  "number",
  "cancellation",
  "returns",
  "international",
  "sku",
  "labels",
  "acceptance",
  "rates",
  "rhythm",
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Settings as a row holds them: one that is younger than the row is missing, at the top or inside a group. */
export type StoredSettings = Partial<StoreSettings>;

/** Lays stored settings over the defaults, group by group. */
export function withDefaults(stored: StoredSettings): StoreSettings {
  return {
    ...DEFAULT_SETTINGS,
    ...stored,
    box: { ...DEFAULT_SETTINGS.box, ...stored.box },
    refunds: { ...DEFAULT_SETTINGS.refunds, ...stored.refunds },
    acceptance: { ...DEFAULT_SETTINGS.acceptance, ...stored.acceptance },
    taxNumbers: { ...DEFAULT_SETTINGS.taxNumbers, ...stored.taxNumbers },
  };
}

// A label of ours is a parcel's export_reason, a pushed order's its order's: the two enums differ (design.md 7).
const SHIPMENT_TYPES: Record<StoreSettings["labels"], readonly ShipmentType[]> = {
  here: ["commercial-goods", "gift", "documents", "commercial-sample"],
  sendcloud: ["commercial-goods", "gift", "commercial-sample", "returned-goods"],
};

/** The shipment types that customs take where the labels are made. */
export function shipmentTypesFor(place: StoreSettings["labels"]): readonly ShipmentType[] {
  return SHIPMENT_TYPES[place];
}

/** Currencies that Sendcloud's orders know: no rate is wanted for them (design.md 7). */
export const SENDCLOUD_CURRENCIES: readonly string[] = ["EUR", "GBP", "USD"];

/** An amount as people type it, "1 250,5" or "1250.50", in minor units; null for anything else, and below zero. */
export function readAmount(typed: string, currency: string): number | null {
  const text = withoutSpaces(typed);
  const decimals = decimalsOf(currency);
  const pattern = decimals === 0 ? /^\d{1,10}$/ : new RegExp(`^\\d{1,10}([.,]\\d{1,${decimals}})?$`);
  return pattern.test(text) ? (moneyFromDecimal(text.replace(",", "."), currency)?.minor ?? null) : null;
}

/** A whole number between two others; null for anything else. */
export function readWhole(typed: string, least: number, most: number): number | null {
  const text = withoutSpaces(typed);
  const value = Number(text);
  return /^\d{1,9}$/.test(text) && value >= least && value <= most ? value : null;
}

/** How much of a currency one euro is, with a point: "4,30" is "4.30"; null for anything that is no rate. */
export function readRate(typed: string): string | null {
  const text = withoutSpaces(typed).replace(",", ".");
  return /^\d{1,7}(\.\d{1,6})?$/.test(text) && Number(text) > 0 ? text : null;
}

function withoutSpaces(typed: string): string {
  return typed.replace(/[\s\u00a0\u202f]/g, "");
}

/** The name of a setting, dotted inside a group: `refunds.when`, `carriers.dpd`. */
export type SettingValue = string | number | boolean | null | Money;
export type SettingChange = { setting: string; from: SettingValue; to: SettingValue };
/** A store as its settings page may change it. */
export type NamedSettings = { name: string; settings: StoreSettings };

/** What differs between two states of a store's settings, by setting. Amounts are in the shop's currency. */
export function changedSettings(before: NamedSettings, after: NamedSettings, currency: string): SettingChange[] {
  const [old, young] = [plainSettings(before, currency), plainSettings(after, currency)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((setting) => {
    const [from, to] = [old.get(setting) ?? null, young.get(setting) ?? null];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ setting, from, to }];
  });
}

function plainSettings({ name, settings }: NamedSettings, currency: string): Map<string, SettingValue> {
  const { carriers, numberField, box, refunds, returnReasons, acceptance, currencyRates, taxNumbers, ...plain } =
    settings;
  const { largestMinor, dailyMinor, resendLimitMinor, ...refundRules } = refunds;
  const money = (minor: number): Money => ({ minor, currency });
  const carrierNames = Object.entries(carriers).map(([code, to]): [string, SettingValue] => [
    code,
    to.to === "carrier" ? to.label : [to.name, to.urlPattern ?? ""].join(" ").trim(),
  ]);
  const rates = Object.entries(currencyRates).map(([code, { perEuro }]): [string, SettingValue] => [code, perEuro]);
  const field = numberField.field === "custom" ? `custom ${numberField.code}` : numberField.field;
  return new Map<string, SettingValue>([
    ["name", name],
    ["numberField", field],
    ...Object.entries(plain),
    ...under("carriers", carrierNames),
    ...under("box", Object.entries(box)),
    ...under("refunds", Object.entries(refundRules)),
    ["refunds.largest", money(largestMinor)],
    ["refunds.daily", money(dailyMinor)],
    ["refunds.resendLimit", money(resendLimitMinor)],
    ...under("returnReasons", Object.entries(returnReasons)),
    ...under("acceptance", Object.entries(acceptance)),
    ...under("taxNumbers", Object.entries(taxNumbers)),
    ...under("currencyRates", rates),
  ]);
}

function under(group: string, entries: [string, SettingValue][]): [string, SettingValue][] {
  return entries.map(([name, value]) => [`${group}.${name}`, value]);
}

/** The settings from which an order's number follows. */
export function changesNumbers(setting: string): boolean {
  return setting === "numberField" || setting === "shortenNumber";
}

/** The settings from which it follows what the marketplace hears of a parcel. */
export function changesTelling(setting: string): boolean {
  return setting === "shipWhen" || setting.startsWith("carriers.");
}

/** Settings that change nothing about an order that is here already. */
const ABOUT_NO_ORDER =
  /^(name|pollInterval|labelFormat|cancelReason|cancelInMirakl|(returnReasons|refunds|acceptance)\..*)$/;

/** Whether open orders must be looked at again after a change of this setting. */
export function touchesOrders(setting: string): boolean {
  return !ABOUT_NO_ORDER.test(setting);
}
