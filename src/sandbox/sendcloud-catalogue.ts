import type { Zone } from "./sendcloud-zones";

export type RequiredField = "to_email" | "to_telephone" | "length" | "width" | "height";

/** A shipping option with the rules of its carrier. Prices are cents: for the parcel, and for each kilogram begun. */
export type ShippingOption = {
  code: string;
  name: string;
  carrier: { code: string; name: string };
  product: { code: string; name: string };
  contractId: number;
  isOwnContract: boolean;
  prices: Partial<Record<Zone, readonly [number, number]>>;
  /** Only these countries of the priced zones. */
  countries?: readonly string[];
  /** Matched against `FR-20000`: places the carrier does not go to. */
  notPostalCodes?: RegExp;
  maxGrams: number;
  maxSideCm: number;
  fields: readonly RequiredField[];
  /** The carrier wants the house number in its own field, 8 characters at most (sendcloud.md 9). */
  wantsHouseNumber: boolean;
  leadHours: number;
  functionalities: Functionalities;
  /** The carrier's tracking numbers: `#` is a digit. */
  trackingPattern: string;
};

type Functionalities = {
  b2b: boolean;
  b2c: boolean;
  tracked: boolean;
  signature: boolean;
  multicollo: boolean;
  returns: boolean;
  form_factor: "letter" | "parcel";
  first_mile: "pickup" | "dropoff" | "pickup_dropoff";
  last_mile: "home_delivery" | "service_point" | "mailbox";
  priority: "economical" | "standard" | "express";
};

const SENDCLOUD_RATES = 2101;
const OWN_CHRONOPOST = 2102;
const ISLANDS = /^(FR-20|ES-(07|35|38|51|52)|PT-9)/;
const DIMENSIONS = ["length", "width", "height"] as const;

const PARCEL: Functionalities = {
  b2b: true,
  b2c: true,
  tracked: true,
  signature: false,
  multicollo: false,
  returns: false,
  form_factor: "parcel",
  first_mile: "pickup_dropoff",
  last_mile: "home_delivery",
  priority: "standard",
};

type Draft = Partial<Omit<ShippingOption, "functionalities">> &
  Pick<ShippingOption, "carrier" | "prices" | "trackingPattern">;

function option(
  code: string,
  name: string,
  draft: Draft,
  functionalities: Partial<Functionalities> = {},
): ShippingOption {
  const product = code.split("/")[0] ?? code;
  return {
    code,
    name,
    product: { code: product, name },
    contractId: SENDCLOUD_RATES,
    isOwnContract: false,
    maxGrams: 30_000,
    maxSideCm: 120,
    fields: [],
    wantsHouseNumber: false,
    leadHours: 48,
    ...draft,
    functionalities: { ...PARCEL, ...functionalities },
  };
}

const COLISSIMO = { code: "colissimo", name: "Colissimo" };
const CHRONOPOST = { code: "chronopost", name: "Chronopost" };
const UPS = { code: "ups", name: "UPS" };
const DHL = { code: "dhl", name: "DHL" };

export const OPTIONS: readonly ShippingOption[] = [
  option(
    "sendcloud:letter",
    "Unstamped letter",
    {
      carrier: { code: "sendcloud", name: "Sendcloud" },
      prices: { france: [0, 0], near: [0, 0], europe: [0, 0], outside: [0, 0], overseas: [0, 0], world: [0, 0] },
      maxGrams: 2_000,
      maxSideCm: 60,
      leadHours: 72,
      trackingPattern: "SCL##########",
    },
    { tracked: false, form_factor: "letter", last_mile: "mailbox", priority: "economical" },
  ),
  option("colissimo:home", "Colissimo Domicile", {
    carrier: COLISSIMO,
    prices: {
      france: [495, 60],
      near: [1090, 110],
      europe: [1390, 140],
      outside: [1790, 190],
      overseas: [1290, 420],
      world: [2290, 620],
    },
    trackingPattern: "6A###########",
  }),
  option(
    "colissimo:home/signature",
    "Colissimo Domicile avec signature",
    {
      carrier: COLISSIMO,
      prices: {
        france: [615, 60],
        near: [1240, 110],
        europe: [1540, 140],
        outside: [1940, 190],
        overseas: [1440, 420],
        world: [2490, 620],
      },
      trackingPattern: "8R###########",
    },
    { signature: true },
  ),
  option(
    "chronopost:chrono13",
    "Chrono 13",
    {
      carrier: CHRONOPOST,
      prices: { france: [1150, 95] },
      notPostalCodes: ISLANDS,
      fields: ["to_telephone"],
      leadHours: 24,
      trackingPattern: "XS#########FR",
    },
    { signature: true, priority: "express", multicollo: true },
  ),
  option(
    "chronopost:chrono18",
    "Chrono 18",
    {
      carrier: CHRONOPOST,
      prices: { france: [890, 80] },
      contractId: OWN_CHRONOPOST,
      isOwnContract: true,
      leadHours: 24,
      trackingPattern: "XR#########FR",
    },
    { priority: "express", multicollo: true },
  ),
  option(
    "mondial_relay:point_relais",
    "Mondial Relay Point Relais",
    {
      carrier: { code: "mondial_relay", name: "Mondial Relay" },
      prices: { france: [345, 45], near: [545, 75] },
      countries: ["FR", "BE", "LU", "NL", "ES", "PT", "IT"],
      fields: ["to_email"],
      wantsHouseNumber: true,
      leadHours: 96,
      trackingPattern: "########",
    },
    { last_mile: "service_point", priority: "economical", first_mile: "dropoff" },
  ),
  option(
    "dpd:predict",
    "DPD Predict",
    {
      carrier: { code: "dpd", name: "DPD" },
      prices: { france: [540, 55], near: [920, 85], europe: [1190, 120] },
      notPostalCodes: ISLANDS,
      fields: ["to_email", "to_telephone"],
      trackingPattern: "2505##########",
    },
    { multicollo: true },
  ),
  option(
    "gls:business_parcel",
    "GLS Business Parcel",
    {
      carrier: { code: "gls", name: "GLS" },
      prices: { france: [570, 50], near: [880, 80], europe: [1150, 115] },
      notPostalCodes: ISLANDS,
      fields: ["to_telephone"],
      trackingPattern: "00HR######",
    },
    { multicollo: true },
  ),
  option(
    "ups:standard",
    "UPS Standard",
    {
      carrier: UPS,
      prices: { france: [820, 70], near: [1180, 95], europe: [1490, 130], outside: [1890, 170] },
      fields: [...DIMENSIONS, "to_telephone"],
      trackingPattern: "1ZA4F7##########",
    },
    { multicollo: true },
  ),
  option(
    "ups:express_saver",
    "UPS Express Saver",
    {
      carrier: UPS,
      prices: { near: [2890, 180], europe: [3290, 230], outside: [3690, 280], world: [4490, 690] },
      fields: [...DIMENSIONS, "to_telephone"],
      leadHours: 24,
      trackingPattern: "1ZA4F7##########",
    },
    { multicollo: true, signature: true, priority: "express" },
  ),
  option("postnl:standard", "PostNL Standard", {
    carrier: { code: "postnl", name: "PostNL" },
    prices: { near: [895, 80] },
    countries: ["NL", "BE"],
    maxGrams: 23_000,
    trackingPattern: "3SYZXG#######",
  }),
  option("dhl:parcel_connect", "DHL Parcel Connect", {
    carrier: DHL,
    prices: { near: [930, 85], europe: [1210, 115] },
    notPostalCodes: ISLANDS,
    fields: ["to_email"],
    trackingPattern: "JJD00##########",
  }),
  option(
    "dhl:worldwide/incoterm=dap",
    "DHL Worldwide",
    {
      carrier: DHL,
      prices: { outside: [3390, 260], overseas: [3890, 480], world: [4190, 640] },
      fields: ["to_telephone"],
      trackingPattern: "JD01##########",
    },
    { multicollo: true, signature: true, priority: "express" },
  ),
  option("correos:paq_estandar", "Correos Paq Estándar", {
    carrier: { code: "correos", name: "Correos" },
    prices: { near: [860, 75] },
    countries: ["ES", "PT", "AD"],
    fields: ["to_email"],
    leadHours: 72,
    trackingPattern: "PQ######9900ES",
  }),
  option(
    "inpost:locker",
    "InPost Locker",
    {
      carrier: { code: "inpost", name: "InPost" },
      prices: { near: [590, 70], europe: [650, 80] },
      countries: ["IT", "ES", "PL"],
      fields: ["to_email", "to_telephone"],
      wantsHouseNumber: true,
      maxGrams: 25_000,
      maxSideCm: 64,
      leadHours: 72,
      trackingPattern: "6200##########",
    },
    { last_mile: "service_point", priority: "economical", first_mile: "dropoff" },
  ),
];
