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
};
