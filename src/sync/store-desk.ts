import type { AccountRow } from "../db/accounts";
import type { StoreRow } from "../db/stores";
import type { ShippingTypeFlags } from "../domain/order";
import type { Http } from "../lib/http";
import type { Ports } from "../lib/ports";
import type { MiraklClient } from "../mirakl/client";
import type { Carrier, Platform, Reason, ShippingType } from "../mirakl/translate";
import type { SendcloudClient } from "../sendcloud/client";
import type { ShippingOption } from "../sendcloud/translate";
import { recall } from "./keeping";

/** What a store asks of its Sendcloud account's object. */
export type AccountPort = {
  /** Leave to write now, or how long to wait before asking again. A label names its reference, so that news of it finds its order. */
  permit(claim: PermitClaim): Promise<Permit>;
  /** Sendcloud said 429: nothing for so long, for all stores of the account. */
  holdFor(milliseconds: number): Promise<void>;
  /** Prices and options, asked of Sendcloud once a day for the same question. */
  options(question: OptionsQuestion): Promise<OptionsAnswer>;
  /** The sender address of that id; with null the only one there is. */
  sender(id: number | null): Promise<Sender | null>;
};
/** Where labels start from. */
export type Sender = { id: number; country: string; zip: string };
export type PermitClaim = {
  urgency: "label" | "push" | "rest";
  label: { reference: string; storeId: string; orderId: string } | null;
};
export type Permit = { granted: true } | { granted: false; waitMs: number };
export type OptionsQuestion = {
  fromCountry: string;
  fromZip: string;
  toCountry: string;
  toZip: string;
  weightGrams: number;
  servicePointId: string | null;
};
export type OptionsAnswer = { result: "options"; options: ShippingOption[] } | { result: "failed"; failure: Failure };
/** Why a remote call brought nothing, in the shape of lib/http's replies. */
export type Failure =
  | { kind: "rejected"; words: string }
  | { kind: "key-refused"; status: 401 | 403; words: string }
  | { kind: "wait"; until: number }
  | { kind: "unknown"; why: string };

/** The two remotes as one store may call them. */
export type Clients = { mirakl: MiraklClient; sendcloud: SendcloudClient };

/** All that the engine of one store stands on. */
export type StoreDesk = Clients & {
  ports: Ports;
  store: StoreRow;
  /** The clock of the workspace, an IANA time zone: a cap a day counts by it. */
  timeZone: string;
  account: AccountRow;
  /** Names the Sendcloud integration whose order numbers must differ. */
  integration: string;
  /** The same clients over another way out, which may write down what passes. */
  clientsOver(http: Http): Clients;
  accountObject: AccountPort;
  /** Drawn anew in each incarnation of the object: a `sent` intent of another one belongs to a dead process. */
  epoch: string;
};

/** What the marketplace allows, read once a day. */
export type MarketplaceRules = {
  readAt: number;
  carriers: Carrier[];
  shippingTypes: ShippingType[];
  cancelReasons: Reason[];
  /** Left out by a reading older than this list. */
  refundReasons?: Reason[];
  platform: Platform | null;
};

const NO_FLAGS: ShippingTypeFlags = { clickAndCollect: false, deliveryByOperator: false, mandatoryTracking: false };

export function marketplaceRules(desk: Pick<StoreDesk, "ports">): MarketplaceRules | null {
  return recall<MarketplaceRules>(desk.ports.sql, "marketplace_rules");
}

/** SH12's flags of a shipping type: by code, or by label where an old marketplace sends that. */
export function shippingFlags(
  rules: MarketplaceRules | null,
  type: { code: string; label: string },
): ShippingTypeFlags {
  const found = rules?.shippingTypes.find(({ code, label }) => code === type.code || label === type.label);
  return found?.flags ?? NO_FLAGS;
}
