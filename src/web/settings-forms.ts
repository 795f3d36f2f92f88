import type { StoreRow } from "../db/stores";
import {
  readAmount,
  readRate,
  readWhole,
  SENDCLOUD_CURRENCIES,
  type SettingsSection,
  shipmentTypesFor,
} from "../domain/settings";
import type { NumberField, PollInterval, StoreSettings } from "../domain/store";
import type { MessageKey } from "../i18n/index";
import type { MarketplaceLists, SendcloudCarrierView, SendcloudCatalogue } from "../sync/stub-stores";
import { readMapping } from "./carrier-mapping";
import { type FieldErrors, fieldsUnder, type Typed } from "./forms";
import { readInternational } from "./settings-international";

/** What a section is held against: the store as it is, and what both remotes offer. */
export type Ground = {
  store: Pick<StoreRow, "name" | "settings" | "currency">;
  lists: MarketplaceLists | null;
  catalogue: SendcloudCatalogue;
  now: number;
};
/** The settings that were typed; a field with an error keeps its saved value. */
export type Reading = { settings: StoreSettings; name: string; errors: FieldErrors };

/** Reads what was typed in one section over the settings as they are. */
export function readSection(section: SettingsSection, typed: Typed, ground: Ground): Reading {
  const { settings, name } = ground.store;
  const reader = new FormReader(typed);
  const changed = READERS[section](reader, ground);
  const { name: newName, ...change } = changed;
  return { settings: { ...settings, ...change }, name: newName ?? name, errors: reader.errors };
}

type Change = Partial<StoreSettings> & { name?: string };

/** The fields of a form and what is wrong with them. */
class FormReader {
  readonly errors: FieldErrors = {};
  constructor(readonly typed: Typed) {}

  text(name: string): string {
    return (this.typed[name] ?? "").trim();
  }

  isOn(name: string): boolean {
    return this.typed[name] !== undefined;
  }

  fail(name: string, fault: MessageKey): void {
    this.errors[name] ??= fault;
  }

  /** One of a list; a field that was not sent keeps what is saved. */
  choice<T extends string>(name: string, choices: readonly T[], saved: T, fault: MessageKey = "form.invalid"): T {
    const found = choices.find((one) => one === this.typed[name]);
    if (found === undefined) this.fail(name, fault);
    return found ?? saved;
  }

  /** What `read` makes of the text. */
  value<T>(name: string, saved: T, fault: MessageKey, read: (text: string) => T | null): T {
    const value = read(this.text(name));
    if (value === null) this.fail(name, fault);
    return value ?? saved;
  }
}

const LONGEST_NAME = 100;
const MOST_GRAMS = 100_000;
const MOST_CM = 400;
const MOST_AN_HOUR = 10_000;
const MOST_HOURS = 720;

const READERS: Record<SettingsSection, (form: FormReader, ground: Ground) => Change> = {
  name: (form, { store }) => ({
    name: form.value("name", store.name, "settings.fault.name", (text) =>
      text.length > 0 && text.length <= LONGEST_NAME ? text : null,
    ),
  }),
  carriers: readCarriers,
  number: readNumber,
  cancellation(form, { store: { settings }, lists }) {
    const cancelInMirakl = form.isOn("cancelInMirakl");
    const cancelReason = readReason(form, "cancelReason", settings.cancelReason, lists?.cancelReasons ?? []);
    if (cancelInMirakl && cancelReason === null) form.fail("cancelReason", "settings.fault.cancelReason");
    return { cancelInMirakl, cancelReason };
  },
  returns: readReturns,
  international: (form, { store: { settings } }) => ({
    shipmentType: form.choice(
      "shipmentType",
      shipmentTypesFor(settings.labels),
      settings.shipmentType,
      "settings.fault.shipmentType",
    ),
    ...readInternational(form, settings),
  }),
  sku: (form, { store: { settings } }) => ({
    itemSku: form.choice("itemSku", ["product", "offer", "shop"], settings.itemSku),
  }),
  labels: readLabels,
  acceptance: readAcceptance,
  rates: readRates,
  rhythm: (form, { store: { settings } }) => ({
    pollInterval: form.value("interval", settings.pollInterval, "form.invalid", readInterval),
  }),
};

/** The carriers to show: those of the account, those mapped already, and those of the form itself. */
export function carriersToMap(
  ground: Ground,
  typed: Typed,
  wanted: SendcloudCarrierView | null,
): SendcloudCarrierView[] {
  const names = new Map(ground.catalogue.carriers.map(({ code, name }) => [code, name]));
  const others = [...Object.keys(ground.store.settings.carriers), ...Object.keys(fieldsUnder(typed, "carrier"))];
  for (const code of others) if (/^[\w-]{1,60}$/.test(code) && !names.has(code)) names.set(code, code);
  if (wanted && !names.has(wanted.code)) names.set(wanted.code, wanted.name);
  return [...names].map(([code, name]) => ({ code, name: name === code ? spelt(code) : name }));
}

// A contract names its carrier by code alone: "mondial_relay" is Mondial Relay, "dpd" is DPD.
function spelt(code: string): string {
  const words = code.split(/[_-]+/).filter((word) => word !== "");
  return words
    .map((word) => (word.length < 4 ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(" ");
}

function readCarriers(form: FormReader, ground: Ground): Change {
  const { lists, store } = ground;
  // Without the marketplace's list there is nothing to choose from.
  if (!lists) return {};
  const { mapping, errors } = readMapping(form.typed, carriersToMap(ground, form.typed, null), lists);
  for (const [name, fault] of Object.entries(errors)) {
    if (fault) form.fail(name, fault === "form.invalid" ? "settings.fault.carrierGone" : fault);
  }
  return { carriers: Object.keys(errors).length > 0 ? store.settings.carriers : mapping };
}

const FIELDS = ["order-id", "commercial-id", "customer-reference", "seller-reference", "custom"] as const;
const LONGEST_CODE = 100;

function readNumber(form: FormReader, { store: { settings } }: Ground): Change {
  const field = form.choice("numberField", FIELDS, settings.numberField.field);
  const code = form.text("customCode");
  if (field === "custom" && (code === "" || code.length > LONGEST_CODE)) form.fail("customCode", "settings.fault.code");
  const numberField: NumberField = field === "custom" ? { field, code } : { field };
  const writeReference = form.isOn("writeReference");
  // Writing it would change the very field that the number comes from.
  if (writeReference && field === "seller-reference") form.fail("writeReference", "settings.fault.ownReference");
  const failed = Object.keys(form.errors).length > 0;
  return {
    numberField: failed ? settings.numberField : numberField,
    shortenNumber: form.isOn("shorten"),
    writeReference: failed ? settings.writeReference : writeReference,
  };
}

function readReason(
  form: FormReader,
  name: string,
  saved: string | null,
  reasons: readonly { code: string }[],
): string | null {
  const code = form.text(name);
  if (code === "") return null;
  // One that the marketplace took away since may stay until another is chosen.
  if (code === saved || reasons.some((reason) => reason.code === code)) return code;
  form.fail(name, "settings.fault.reason");
  return saved;
}

function readReturns(form: FormReader, { store: { settings, currency }, lists }: Ground): Change {
  const { refunds, returnReasons } = settings;
  const reasons = lists?.refundReasons ?? [];
  const amount = (name: string, saved: number) =>
    form.value(name, saved, "settings.fault.amount", (text) => readAmount(text, currency));
  const when = form.choice("when", ["off", "created", "back", "by-hand"], refunds.when);
  const reason = readReason(form, "refundReason", refunds.reason, reasons);
  const pays = when === "created" || when === "back";
  if (pays && reason === null) form.fail("refundReason", "settings.fault.refundReason");
  const [largestMinor, dailyMinor] = [amount("largest", refunds.largestMinor), amount("daily", refunds.dailyMinor)];
  if (dailyMinor < largestMinor) form.fail("daily", "settings.fault.daily");
  const mapped = Object.keys(fieldsUnder(form.typed, "map")).map((id): [string, string | null] => [
    id,
    readReason(form, `map.${id}`, returnReasons[id] ?? null, reasons),
  ]);
  return {
    refunds: {
      when,
      reason,
      withShipping: form.isOn("withShipping"),
      largestMinor,
      dailyMinor,
      resendLimitMinor: amount("resendLimit", refunds.resendLimitMinor),
    },
    returnReasons: Object.fromEntries(mapped.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}

function readLabels(form: FormReader, { store: { settings }, catalogue }: Ground): Change {
  const grams = (name: string, saved: number, least: number) =>
    form.value(name, saved, "settings.fault.grams", (text) => readWhole(text, least, MOST_GRAMS));
  const centimetres = (name: string, saved: number) =>
    form.value(name, saved, "settings.fault.centimetres", (text) => readWhole(text, 1, MOST_CM));
  const { box } = settings;
  const labels = form.choice("labels", ["here", "sendcloud"], settings.labels);
  return {
    labels,
    senderAddressId: readSender(form, settings.senderAddressId, catalogue),
    labelFormat: form.choice("labelFormat", ["pdf-a6", "pdf-a4", "zpl-203", "zpl-300"], settings.labelFormat),
    defaultWeightGrams: grams("weight", settings.defaultWeightGrams, 1),
    box: {
      lengthCm: centimetres("length", box.lengthCm),
      widthCm: centimetres("width", box.widthCm),
      heightCm: centimetres("height", box.heightCm),
      tareGrams: grams("tare", box.tareGrams, 0),
    },
    buyerEmail: readEmail(form, settings.buyerEmail),
    shipWhen: form.choice("shipWhen", ["label-made", "carrier-scan"], settings.shipWhen),
    shipmentType: readPlaceType(form, settings, labels),
  };
}

// Customs take other types where labels are made elsewhere: a switch of place asks again (design.md 7).
function readPlaceType(form: FormReader, settings: StoreSettings, labels: StoreSettings["labels"]) {
  const legal = shipmentTypesFor(labels);
  if (legal.includes(settings.shipmentType)) return settings.shipmentType;
  return form.choice("placeShipmentType", legal, settings.shipmentType, "settings.fault.placeShipmentType");
}

function readSender(form: FormReader, saved: number | null, { senderAddresses }: SendcloudCatalogue): number | null {
  const text = form.text("sender");
  const found = senderAddresses.find(({ id }) => String(id) === text);
  if (found) return found.id;
  if (text === String(saved ?? "")) return saved;
  form.fail("sender", "settings.fault.sender");
  return saved;
}

function readEmail(form: FormReader, saved: string | null): string | null {
  if (form.typed.emailWay !== "own") return null;
  const text = form.text("email");
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254) return text;
  form.fail("email", "settings.fault.email");
  return saved;
}

function readAcceptance(form: FormReader, { store: { settings } }: Ground): Change {
  const { acceptance } = settings;
  const hours = form.text("refusesAfter");
  return {
    acceptance: {
      how: form.choice("how", ["by-hand", "automatic", "guarded"], acceptance.how),
      mostAnHour: form.value("mostAnHour", acceptance.mostAnHour, "settings.fault.mostAnHour", (text) =>
        readWhole(text, 1, MOST_AN_HOUR),
      ),
      priceDropPercent: form.value("priceDrop", acceptance.priceDropPercent, "settings.fault.priceDrop", (text) =>
        readWhole(text, 0, 100),
      ),
      refusesAfterHours:
        hours === ""
          ? null
          : form.value("refusesAfter", acceptance.refusesAfterHours, "settings.fault.hours", (text) =>
              readWhole(text, 1, MOST_HOURS),
            ),
    },
  };
}

function readRates(form: FormReader, { store: { settings }, now }: Ground): Change {
  const currencyRates: StoreSettings["currencyRates"] = {};
  const take = (currency: string, name: string) => {
    const perEuro = form.value(name, "", "settings.fault.rate", readRate);
    const saved = settings.currencyRates[currency];
    if (perEuro !== "") currencyRates[currency] = saved?.perEuro === perEuro ? saved : { perEuro, setAt: now };
    else if (saved) currencyRates[currency] = saved;
  };
  for (const currency of Object.keys(settings.currencyRates))
    if (form.text(`rate.${currency}`) !== "") take(currency, `rate.${currency}`);
  const fresh = form.text("newCurrency").toUpperCase();
  if (fresh === "" && form.text("newRate") !== "") form.fail("newCurrency", "settings.fault.currency");
  if (fresh === "") return { currencyRates };
  if (SENDCLOUD_CURRENCIES.includes(fresh)) form.fail("newCurrency", "settings.fault.knownCurrency");
  else if (!/^[A-Z]{3}$/.test(fresh)) form.fail("newCurrency", "settings.fault.currency");
  else take(fresh, "newRate");
  return { currencyRates };
}

function readInterval(text: string): PollInterval | null {
  const minutes = ([1, 5, 15] as const).find((one) => String(one) === text);
  return minutes ?? (text === "auto" ? text : null);
}
