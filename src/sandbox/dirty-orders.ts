import { type Buyer, buyerFrom, localeOf } from "./buyers";
import { addressOf, type Draft } from "./order-draft";
import type { WireAddress } from "./wire-order";

/** Real orders are dirty. Each kind is one way in which they are. */
export const DIRTY_KINDS = [
  "house-number-twice",
  "phone-with-zero",
  "country-label",
  "locker",
  "no-phone",
  "long-street",
  "emoji",
  "greek",
  "polish",
  "nulls",
  "same-sku-twice",
  "business",
  "currency-pln",
  "currency-gbp",
  "currency-chf",
  "click-and-collect",
  "operator-delivery",
  "unreadable",
] as const;
export type DirtyKind = (typeof DIRTY_KINDS)[number];

export function isDirtyKind(kind: string): kind is DirtyKind {
  return (DIRTY_KINDS as readonly string[]).includes(kind);
}

const STREAM_LENGTH = 25;
// Coprime to the length: the dirty ones lie scattered among the clean ones.
const STREAM_STRIDE = 7;
const IN_THE_STREAM = DIRTY_KINDS.filter((kind) => kind !== "unreadable");

/** The kind of the n-th order of the stream: within 25 in a row each kind comes once, the rest are clean. */
export function kindInStream(turn: number): DirtyKind | null {
  return IN_THE_STREAM[(turn * STREAM_STRIDE) % STREAM_LENGTH] ?? null;
}

/** Makes a clean basket dirty in one way. */
export function soil(draft: Draft, kind: DirtyKind): Draft {
  return SOILINGS[kind](draft);
}

// Exactly 60 characters, where carriers take 35 or 50.
const LONG_STREET = "128 bis avenue du Général de Gaulle, Résidence Grands Chênes";

const SOILINGS: Record<DirtyKind, (draft: Draft) => Draft> = {
  "house-number-twice": (draft) =>
    at(from(draft, buyerFrom("FRA")), { street_1: "14 rue des Tilleuls", street_2: "14" }),
  "phone-with-zero": (draft) => at(from(draft, buyerFrom("FRA")), { phone: "+33 (0) 6 39 98 01 14" }),
  "country-label": (draft) => at(from(draft, buyerFrom("DEU")), { country: "Allemagne", country_iso_code: "DEU" }),
  locker: (draft) => ({
    ...at(from(draft, buyerFrom("POL")), { firstname: null, lastname: "WAW123M", street_1: "ul. Prosta 51" }),
    shippingType: "REL",
    customFields: [{ code: "delivery-point-name", type: "STRING", value: "WAW123M" }],
  }),
  "no-phone": (draft) => at(draft, { phone: "", phone_secondary: null }),
  "long-street": (draft) => at(draft, { street_1: LONG_STREET }),
  emoji: (draft) =>
    at(draft, { firstname: `${draft.buyer.firstName} 🌻`, additional_info: "Sonner 2 fois 🔔 merci 😊" }),
  greek: (draft) => from(draft, buyerFrom("GRC")),
  polish: (draft) => from(draft, buyerFrom("POL")),
  nulls: (draft) => ({
    ...at(from(draft, buyerFrom("FRA")), { firstname: null, phone: null, phone_secondary: null, state: null }),
    locale: null,
  }),
  "same-sku-twice": (draft) => ({ ...draft, lines: draft.lines.slice(0, 1).flatMap((line) => [line, line]) }),
  business: (draft) => ({
    ...at(draft, { company: "Menuiserie Verdier SARL", company_2: "Service achats" }),
    customerReference: "BC-2026/0417",
  }),
  "currency-pln": (draft) => ({ ...from(draft, buyerFrom("POL")), currency: "PLN" }),
  "currency-gbp": (draft) => ({ ...from(draft, buyerFrom("GBR")), currency: "GBP" }),
  "currency-chf": (draft) => ({ ...from(draft, buyerFrom("CHE")), currency: "CHF" }),
  "click-and-collect": (draft) => ({ ...draft, shippingType: "CLC" }),
  "operator-delivery": (draft) => ({ ...draft, shippingType: "OPE" }),
  unreadable: (draft) => draft,
};

function at(draft: Draft, change: Partial<WireAddress>): Draft {
  return { ...draft, address: { ...draft.address, ...change } };
}

function from(draft: Draft, buyer: Buyer): Draft {
  return { ...draft, buyer, locale: localeOf(buyer), address: addressOf(buyer) };
}
