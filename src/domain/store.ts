/** Where a label is asked for, and how the file comes. */
export type LabelFormat = "pdf-a6" | "pdf-a4" | "zpl-203" | "zpl-300";
export type NumberField =
  | { field: "order-id" | "commercial-id" | "customer-reference" | "seller-reference" }
  | { field: "custom"; code: string };
export type PollInterval = "auto" | 1 | 5 | 15;

/** One Sendcloud carrier as the marketplace knows it: a carrier of SH21, or a free name where it allows that. */
export type CarrierMapping =
  | { to: "carrier"; code: string; label: string; standardCode: string | null }
  | { to: "other"; name: string; urlPattern: string | null };

export type Box = { lengthCm: number; widthCm: number; heightCm: number; tareGrams: number };

/**
 * When a return gives the buyer's money back, and how far that goes by itself. Amounts are minor units of the shop's
 * currency; `resendLimitMinor` is the largest refund that may be sent a second time after an unexplained silence.
 */
export type RefundSettings = {
  when: "off" | "created" | "back" | "by-hand";
  reason: string | null;
  withShipping: boolean;
  largestMinor: number;
  dailyMinor: number;
  resendLimitMinor: number;
};

/**
 * Who accepts orders. `guarded`: by itself while the offer has the stock, its price fell by no more than
 * `priceDropPercent` and at most `mostAnHour` were accepted within the hour. `refusesAfterHours`: when this marketplace
 * refuses by itself; null until it is known.
 */
export type AcceptanceSettings = {
  how: "by-hand" | "automatic" | "guarded";
  mostAnHour: number;
  priceDropPercent: number;
  refusesAfterHours: number | null;
};

/** What a parcel is for customs; which are legal depends on the place of its label (design.md 7). */
export type ShipmentType = "gift" | "documents" | "commercial-goods" | "commercial-sample" | "returned-goods";

/** The sender's tax numbers for customs; null where the sender address at Sendcloud has its own, or there is none. */
export type TaxNumbers = { eori: string | null; ioss: string | null; vat: string | null };

/** How much of a currency one euro is, as typed: `1 EUR = 4.30 PLN`. */
export type CurrencyRate = { perEuro: string; setAt: number };

/** The settings of a connected store, with design.md 7's defaults. Keys of `carriers` are Sendcloud carrier codes. */
export type StoreSettings = {
  labels: "here" | "sendcloud";
  carriers: Record<string, CarrierMapping>;
  numberField: NumberField;
  shortenNumber: boolean;
  cancelReason: string | null;
  itemSku: "product" | "offer" | "shop";
  defaultWeightGrams: number;
  box: Box;
  shipWhen: "label-made" | "carrier-scan";
  senderAddressId: number | null;
  labelFormat: LabelFormat;
  pollInterval: PollInterval;
  refunds: RefundSettings;
  /** Sendcloud's return reason to the marketplace's refund reason; one that is not here takes `refunds.reason`. */
  returnReasons: Record<string, string>;
  acceptance: AcceptanceSettings;
  /** An order cancelled at Sendcloud is cancelled at the marketplace by itself. */
  cancelInMirakl: boolean;
  shipmentType: ShipmentType;
  /** For products without their own; `defaultOrigin` is ISO-2. */
  defaultHsCode: string | null;
  defaultOrigin: string | null;
  taxNumbers: TaxNumbers;
  /** By ISO code, for orders pushed to Sendcloud in a currency that it does not know. */
  currencyRates: Record<string, CurrencyRate>;
  /** An e-mail of the shop in place of the buyer's relay address; null for the relay. */
  buyerEmail: string | null;
  /** The order's number is written to the marketplace as the seller's reference (OR04). */
  writeReference: boolean;
};

export const DEFAULT_SETTINGS: StoreSettings = {
  labels: "here",
  carriers: {},
  numberField: { field: "order-id" },
  shortenNumber: false,
  cancelReason: null,
  itemSku: "product",
  defaultWeightGrams: 500,
  box: { lengthCm: 30, widthCm: 20, heightCm: 15, tareGrams: 0 },
  shipWhen: "label-made",
  senderAddressId: null,
  labelFormat: "pdf-a6",
  pollInterval: "auto",
  refunds: {
    when: "off",
    reason: null,
    withShipping: false,
    largestMinor: 10_000,
    dailyMinor: 50_000,
    resendLimitMinor: 5_000,
  },
  returnReasons: {},
  acceptance: { how: "by-hand", mostAnHour: 30, priceDropPercent: 20, refusesAfterHours: null },
  cancelInMirakl: false,
  shipmentType: "commercial-goods",
  defaultHsCode: null,
  defaultOrigin: null,
  taxNumbers: { eori: null, ioss: null, vat: null },
  currencyRates: {},
  buyerEmail: null,
  writeReference: false,
};
