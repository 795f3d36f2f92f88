import type { CustomsItem, NamedTaxNumber } from "../domain/customs-block";
import { decimalFromMoney, type Money } from "../domain/money";
import type { ShipmentType } from "../domain/store";

type Price = { value: string; currency: string };

/** A row of `parcel_items`; weight is a number here, and a string on its parcel (sendcloud.md 3.1). */
export type ParcelItemBody = {
  item_id: string;
  description: string;
  quantity: number;
  weight: { value: number; unit: "kg" };
  price: Price;
  hs_code: string;
  origin_country?: string;
  sku?: string;
};

/** What customs ask of a parcel. `isBusiness`: its recipient is a company. */
export type CustomsWish = {
  invoiceNumber: string;
  shipmentType: ShipmentType;
  isBusiness: boolean;
  freight: Money;
  taxNumbers: readonly NamedTaxNumber[];
};

type TaxNumberBody = { name: string; country_code: string; value: string };
export type TaxNumbersBody = {
  sender: TaxNumberBody[];
  receiver: TaxNumberBody[];
  importer_of_record: TaxNumberBody[];
};

export type CustomsBody = {
  invoice_number: string;
  export_reason: string;
  export_type: "commercial_b2b" | "commercial_b2c";
  freight_costs: Price;
  tax_numbers?: TaxNumbersBody;
};

// A parcel that leaves is no return: that word is of Sendcloud's orders alone (sendcloud.md 8).
const EXPORT_REASONS: Record<ShipmentType, string> = {
  gift: "gift",
  documents: "documents",
  "commercial-goods": "commercial_goods",
  "commercial-sample": "commercial_sample",
  "returned-goods": "commercial_goods",
};

/** The rows of a declaration as `parcel_items` of an announcement; prices are of one piece. */
export function itemsBody(items: readonly CustomsItem[]): ParcelItemBody[] {
  return items.map(({ lineId, sku, description, quantity, weightGrams, unitPrice, hsCode, origin }) => ({
    item_id: lineId,
    description,
    quantity,
    weight: { value: Math.max(1, weightGrams) / 1000, unit: "kg" },
    price: priceOf(unitPrice),
    hs_code: hsCode,
    ...(origin ? { origin_country: origin } : {}),
    ...(sku ? { sku } : {}),
  }));
}

/** `customs_information` of an announcement (S3). Without tax numbers those of the sender address count. */
export function customsBody({
  invoiceNumber,
  shipmentType,
  isBusiness,
  freight,
  taxNumbers,
}: CustomsWish): CustomsBody {
  return {
    invoice_number: invoiceNumber,
    export_reason: EXPORT_REASONS[shipmentType],
    export_type: isBusiness ? "commercial_b2b" : "commercial_b2c",
    freight_costs: priceOf(freight),
    ...taxNumbersBody(taxNumbers),
  };
}

/** The numbers of the sender; nothing at all where the store has none of its own. */
export function taxNumbersBody(numbers: readonly NamedTaxNumber[]): { tax_numbers?: TaxNumbersBody } {
  if (numbers.length === 0) return {};
  const sender = numbers.map(({ name, country, value }) => ({ name, country_code: country, value }));
  return { tax_numbers: { sender, receiver: [], importer_of_record: [] } };
}

function priceOf(money: Money): Price {
  return { value: decimalFromMoney(money), currency: money.currency };
}
