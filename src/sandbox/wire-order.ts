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

/** A line lives through the order's states and two of its own (mirakl.md 2.1). */
export type WireLineState = WireState | "INCIDENT_OPEN" | "REFUNDED";

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

/** A refund as OR11 tells it: OR28 answers its `id` as `refund_id` (mirakl.md 3.7). */
export type WireRefund = {
  id: string;
  order_refund_id: string;
  amount: number;
  shipping_amount: number;
  quantity: number;
  reason_code: string;
  created_date: string;
  refund_state: "WAITING_REFUND" | "REFUNDED";
  transaction_date: string | null;
  [fixed: string]: unknown;
};

export type WireCancelation = {
  id: string;
  amount: number;
  shipping_amount: number;
  quantity: number;
  reason_code: string;
  created_date: string;
  [fixed: string]: unknown;
};

/** The parts of an OR11 line that change during its life; the rest is fixed when the order is placed. */
export type WireLine = {
  order_line_id: string;
  order_line_state: WireLineState;
  order_line_state_reason_code: string | null;
  order_line_state_reason_label: string | null;
  last_updated_date: string;
  debited_date: string | null;
  shipped_date: string | null;
  received_date: string | null;
  can_refund: boolean;
  product_title: string;
  offer_sku: string;
  quantity: number;
  price: number;
  price_unit: number;
  shipping_price: number;
  total_price: number;
  commission_fee: number;
  total_commission: number;
  refunds: WireRefund[];
  cancelations: WireCancelation[];
  [fixed: string]: unknown;
};

/** The payment workflow decides who may cancel and until when (mirakl.md 3.8). */
export type PaymentWorkflow = "PAY_ON_ACCEPTANCE" | "NO_CUSTOMER_PAYMENT_CONFIRMATION";

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
  payment_workflow: PaymentWorkflow;
  fully_refunded: boolean;
  has_incident: boolean;
  references: { order_reference_for_customer: string | null; order_reference_for_seller: string | null };
  customer_notification_email: string | null;
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
  price: number;
  shipping_price: number;
  total_price: number;
  total_commission: number;
  order_lines: WireLine[];
  [fixed: string]: unknown;
};
