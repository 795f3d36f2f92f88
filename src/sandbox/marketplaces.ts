import type { PaymentWorkflow } from "./wire-order";
import { SANDBOX_MIRAKL_SUFFIX } from "./world";

export type Role =
  | "ROLE_SHOP_ADMIN"
  | "ROLE_PARTNER_ORDER_READ"
  | "ROLE_PARTNER_ORDER_ACCEPT"
  | "ROLE_PARTNER_ORDER_TRACKING_WRITE"
  | "ROLE_PARTNER_ORDER_SHIP"
  | "ROLE_PARTNER_ORDER_REFUND"
  | "ROLE_PARTNER_ORDER_CANCEL"
  | "ROLE_PARTNER_ORDER_EDIT"
  | "ROLE_PARTNER_ORDER_SETTINGS_READ"
  | "ROLE_PARTNER_SHIPPING_SETTINGS_READ"
  | "ROLE_PARTNER_OFFER_READ"
  | "ROLE_PARTNER_SHOP_READ";

export type MarketplaceId = "brico" | "sport";
export type Shop = { id: number; name: string };
export type Carrier = { code: string; label: string; standard_code: string | null; tracking_url: string | null };

export type Marketplace = {
  id: MarketplaceId;
  host: string;
  name: string;
  /** The start of every commercial id. */
  idPrefix: string;
  acceptsByItself: boolean;
  allowsOtherCarriers: boolean;
  paymentWorkflow: PaymentWorkflow;
  /** OR30: "shop partial cancelation", which Mirakl enables (mirakl.md 3.8). */
  partialCancelation: boolean;
  /** ST01 and ST11; without it they answer 404 (mirakl.md 3.6). */
  multiShipment: boolean;
  shops: [Shop, ...Shop[]];
  carriers: Carrier[];
};

export const MARKETPLACES: Record<MarketplaceId, Marketplace> = {
  brico: {
    id: "brico",
    host: `brico${SANDBOX_MIRAKL_SUFFIX}`,
    name: "Brico Maison",
    idPrefix: "BM4817",
    acceptsByItself: false,
    allowsOtherCarriers: true,
    paymentWorkflow: "PAY_ON_ACCEPTANCE",
    partialCancelation: false,
    multiShipment: false,
    shops: [{ id: 2041, name: "L'Atelier du Bricoleur" }],
    carriers: [
      carrier("COLISSIMO", "Colissimo", "colissimo", "https://track.test/colissimo/{trackingId}"),
      carrier("CHRONO", "Chronopost", "chronopost", "https://track.test/chronopost/{trackingId}"),
      carrier("MR", "Mondial Relay", "mondial-relay", "https://track.test/mondial-relay/{trackingId}"),
      carrier("dpd", "DPD", "dpd", "https://track.test/dpd/{trackingId}"),
      carrier("UPS", "UPS", "ups", "https://track.test/ups/{trackingId}"),
      carrier("TRANSPORTEUR_LOCAL", "Transporteur local", null, null),
    ],
  },
  sport: {
    id: "sport",
    host: `sport${SANDBOX_MIRAKL_SUFFIX}`,
    name: "Sport Plein Air",
    idPrefix: "SPA",
    acceptsByItself: true,
    allowsOtherCarriers: false,
    paymentWorkflow: "NO_CUSTOMER_PAYMENT_CONFIRMATION",
    partialCancelation: true,
    multiShipment: true,
    shops: [
      { id: 3101, name: "Cimes & Sentiers" },
      { id: 3102, name: "Cimes & Sentiers Déstockage" },
    ],
    carriers: [
      carrier("colissimo_fr", "La Poste Colissimo", "colissimo", "https://track.test/colissimo/{trackingId}"),
      carrier("chronopost_fr", "Chronopost", "chronopost", "https://track.test/chronopost/{trackingId}"),
      carrier("mondialrelay", "Mondial Relay", null, "https://track.test/mondial-relay/{trackingId}"),
      carrier("postnl", "PostNL", "postnl", "https://track.test/postnl/{trackingId}"),
      carrier("DHL_PARCEL", "DHL", "dhl", "https://track.test/dhl/{trackingId}"),
    ],
  },
};

const PARTNER_ROLES: Role[] = [
  "ROLE_PARTNER_ORDER_READ",
  "ROLE_PARTNER_ORDER_ACCEPT",
  "ROLE_PARTNER_ORDER_TRACKING_WRITE",
  "ROLE_PARTNER_ORDER_SHIP",
  "ROLE_PARTNER_ORDER_REFUND",
  "ROLE_PARTNER_ORDER_CANCEL",
  "ROLE_PARTNER_ORDER_EDIT",
  "ROLE_PARTNER_ORDER_SETTINGS_READ",
  "ROLE_PARTNER_SHIPPING_SETTINGS_READ",
  "ROLE_PARTNER_SHOP_READ",
];

/** A key belongs to a user and carries that user's roles and shops; the first shop is the default (mirakl.md 1.1). */
export type Key = { key: string; marketplace: MarketplaceId; shops: Shop[]; roles: Role[] };

export const BRICO_KEY = "demo-brico-0000-4000-shop-admin";
export const BRICO_PARTNER_KEY = "demo-brico-0000-4000-partner-roles";
/** Reads the shop but no orders. */
export const BRICO_KEY_WITHOUT_ORDERS = "demo-brico-0000-4000-without-orders";
/** Opens both shops of Sport Plein Air. */
export const SPORT_KEY = "demo-sport-0000-4000-two-shops";
const SPORT_KEY_OF_SECOND_SHOP = "demo-sport-0000-4000-second-shop";

export const KEYS: Key[] = [
  { key: BRICO_KEY, marketplace: "brico", shops: MARKETPLACES.brico.shops, roles: ["ROLE_SHOP_ADMIN"] },
  { key: BRICO_PARTNER_KEY, marketplace: "brico", shops: MARKETPLACES.brico.shops, roles: PARTNER_ROLES },
  {
    key: BRICO_KEY_WITHOUT_ORDERS,
    marketplace: "brico",
    shops: MARKETPLACES.brico.shops,
    roles: ["ROLE_PARTNER_SHOP_READ"],
  },
  { key: SPORT_KEY, marketplace: "sport", shops: MARKETPLACES.sport.shops, roles: ["ROLE_SHOP_ADMIN"] },
  {
    key: SPORT_KEY_OF_SECOND_SHOP,
    marketplace: "sport",
    shops: MARKETPLACES.sport.shops.slice(1),
    roles: ["ROLE_SHOP_ADMIN"],
  },
];

export function isMarketplace(id: string): id is MarketplaceId {
  return id === "brico" || id === "sport";
}

function carrier(code: string, label: string, standardCode: string | null, trackingUrl: string | null): Carrier {
  return { code, label, standard_code: standardCode, tracking_url: trackingUrl };
}
