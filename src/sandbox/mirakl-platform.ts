import { isoSeconds } from "../lib/time";
import type { Call } from "./mirakl-access";

const OPENED_AT = 1_704_096_000_000;

/** A01: the shop of the key (mirakl.md 3.10). */
export function account({ world, marketplace, shop }: Call): Response {
  const [counted] = world.sql.all<{ orders: number }>(
    "SELECT count(*) AS orders FROM mirakl_orders WHERE marketplace = ? AND shop_id = ?",
    marketplace.id,
    shop.id,
  );
  return Response.json({
    shop_id: shop.id,
    shop_name: shop.name,
    shop_state: "OPEN",
    currency_iso_code: "EUR",
    model: "MARKETPLACE",
    is_professional: true,
    premium: false,
    free_shipping: false,
    payment_method_mandatory: false,
    shipping_country: "FRA",
    shipping: { lead_time_to_ship: 2 },
    channels: [],
    domains: ["PRODUCT"],
    offers_count: 15,
    orders_count: counted?.orders ?? 0,
    evaluations_count: 0,
    date_created: isoSeconds(OPENED_AT),
    last_updated_date: isoSeconds(OPENED_AT),
    contact_informations: contact(marketplace.host),
    default_billing_information: billing(shop.id),
    payment_details: { paid_balance: 0, payable_balance: 0, pending_balance: 0 },
    shop_additional_fields: [],
  });
}

function contact(host: string) {
  return {
    civility: null,
    firstname: "Dominique",
    lastname: "Sablier",
    email: `boutique@${host}`,
    phone: "0199000123",
    street1: "2 rue de l'Exemple",
    street2: null,
    zip_code: "75011",
    city: "Paris",
    state: null,
    country: "FRA",
  };
}

function billing(shopId: number) {
  return {
    id: `billing-${shopId}`,
    default_language: "fr_FR",
    registration_address: {
      street_1: "2 rue de l'Exemple",
      street_2: null,
      zip_code: "75011",
      city: "Paris",
      state: null,
      country_iso_code: "FRA",
    },
  };
}

/** PC01: what the operator switched on (mirakl.md 3.10). */
export function platformConfiguration({ marketplace }: Call): Response {
  return Response.json({
    platform_name: marketplace.name,
    tenant_name: marketplace.id,
    timezone: "Europe/Paris",
    platform_configuration: {
      customer_model: { b2b: true, b2c: true },
      platform_model: { drop_ship: false, marketplace: true, one_creditor: false },
    },
    modules: {
      mirakl_catalog_integrator: true,
      mirakl_catalog_manager: true,
      mirakl_catalog_transformer: false,
      mirakl_platform_services: false,
      offer_management: true,
      offer_management_mode: "MARKETPLACE",
      order_management: true,
      order_management_mode: "MARKETPLACE",
      promotions: false,
      quotes: false,
    },
    features: {
      ...commerce(),
      disable_seller_alternative_carrier: !marketplace.allowsOtherCarriers,
      order_workflows: {
        order_acceptance: marketplace.acceptsByItself ? "AUTOMATIC" : "NOT_AUTOMATIC",
        no_customer_payment_confirmation: marketplace.paymentWorkflow === "NO_CUSTOMER_PAYMENT_CONFIRMATION",
        pause_debit_workflow: false,
        pay_on_due_date: false,
        pay_on_shipment: false,
        sellers_edit_shipping_origin: false,
        shipping_and_billing_details_before_acceptance: false,
      },
      shipment: { multi_shipment: marketplace.multiShipment, multi_part_item_shipment: false },
      direct_payment_customer_store: { activated: false, refund_cancel_authorized: false },
    },
  });
}

function commerce() {
  const optional = { mandatory: false, validation_regex: null };
  return {
    catalog: {
      allow_shop_contribution_to_all_channels: false,
      exclude_invalid_products: true,
      list_of_multiple_values_separator: "|",
      product_acceptance_by_channel: false,
      product_data_validation_by_channel: false,
      product_import_only_on_leaf: true,
    },
    circular_economy_data_collection: false,
    competitive_pricing_tool: false,
    lead_time_to_ship_by_sellers_enabled: "NO",
    multi_currency: true,
    no_reply_needed: false,
    offer_prices_decimals: "2",
    operator_csv_delimiter: "SEMICOLON",
    order_conditions: { maximum_order_quantity: false, minimum_order_quantity: false, package_order_quantity: false },
    order_tax_mode: "TAX_INCLUDED",
    pricing: { channel_pricing: "DISABLED", scheduled_pricing: false, volume_discount: false, volume_pricing: false },
    shop_tax_options: { tax_identification_number: optional },
    tax_collection: { activated: "NO", product_tax_code_mandatory: false, tax_collection_by_operator: false },
    tax_id_number: optional,
    warehouses: { geolocation: false, restricted_countries: [] },
  };
}
