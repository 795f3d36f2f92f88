export type WireState =
  | "WAITING_ACCEPTANCE"
  | "WAITING_DEBIT"
  | "WAITING_DEBIT_PAYMENT"
  | "SHIPPING"
  | "SHIPPED"
  | "TO_COLLECT"
  | "RECEIVED"
  | "CLOSED"
  | "REFUSED"
  | "CANCELED";

export type WireAddress = {
  civility: string | null;
  company: string | null;
  company_2: string | null;
  firstname: string | null;
  lastname: string;
  street_1: string;
  street_2: string | null;
  zip_code: string | null;
  city: string;
  state: string | null;
  country: string;
  country_iso_code: string | null;
  phone: string | null;
  phone_secondary: string | null;
  additional_info: string | null;
};
export type BillingAddress = Omit<WireAddress, "additional_info">;

/** The parts of an OR11 line that change during its life; the rest is fixed when the order is placed. */
export type WireLine = {
  order_line_id: string;
  order_line_state: WireState;
  last_updated_date: string;
  debited_date: string | null;
  shipped_date: string | null;
  received_date: string | null;
  can_refund: boolean;
  product_title: string;
  offer_sku: string;
  quantity: number;
  [fixed: string]: unknown;
};

/** An order as OR11 tells it (mirakl.md, appendix A), with the addresses that a buyer gave from the start. */
export type WireOrder = {
  order_id: string;
  commercial_id: string;
  order_state: WireState;
  last_updated_date: string;
  acceptance_decision_date: string | null;
  customer_debited_date: string | null;
  transaction_date: string | null;
  can_cancel: boolean;
  can_shop_ship: boolean;
  customer: {
    firstname: string;
    lastname: string;
    shipping_address: WireAddress | null;
    billing_address: BillingAddress | null;
    [fixed: string]: unknown;
  };
  shipping_type_code: string;
  shipping_carrier_code: string | null;
  shipping_carrier_standard_code: string | null;
  shipping_company: string | null;
  shipping_tracking: string | null;
  shipping_tracking_url: string | null;
  currency_iso_code: string;
  total_price: number;
  order_lines: WireLine[];
  [fixed: string]: unknown;
};
