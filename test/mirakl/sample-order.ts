type Json = Record<string, unknown>;

/** An address of OR11 with every field that may be null filled in; the person is invented. */
export function sampleAddress(changes: Json = {}): Json {
  return {
    firstname: "Odile",
    lastname: "Marchetto",
    company: "Atelier Brume",
    company_2: "Accueil B",
    civility: "Mme",
    street_1: "12 rue des Essais",
    street_2: "Bât. C",
    additional_info: "Code 4242",
    zip_code: "35000",
    city: "Rennes",
    state: "Bretagne",
    country: "France",
    country_iso_code: "FRA",
    phone: "+33 2 00 00 00 01",
    phone_secondary: "+33 6 00 00 00 02",
    ...changes,
  };
}

export function sampleLine(changes: Json = {}): Json {
  return {
    order_line_id: "T-1001-A-1",
    order_line_index: 1,
    order_line_state: "SHIPPING",
    offer_id: 77,
    offer_sku: "LAMP-BLUE",
    offer_state_code: "11",
    product_sku: "MKP-5001",
    product_shop_sku: "SHOP-9",
    product_title: "Blue lamp",
    quantity: 2,
    price_unit: 12.5,
    price: 25,
    shipping_price: 4.9,
    total_price: 29.9,
    refunds: [],
    cancelations: [],
    order_line_additional_fields: [],
    ...changes,
  };
}

/** An order of OR11, in SHIPPING, with two units of one article. */
export function sampleOrder(changes: Json = {}): Json {
  return {
    order_id: "T-1001-A",
    commercial_id: "T-1001",
    references: { order_reference_for_customer: "PO-7", order_reference_for_seller: "S-7" },
    order_additional_fields: [{ code: "floor", type: "STRING", value: "3" }],
    order_state: "SHIPPING",
    created_date: "2026-11-20T08:00:00Z",
    last_updated_date: "2026-11-20T09:30:00.250Z",
    shipping_deadline: "2026-11-23T22:59:59.999Z",
    can_shop_ship: true,
    can_cancel: false,
    has_incident: false,
    fully_refunded: false,
    fulfillment: { center: { code: "DEFAULT" } },
    shipping_type_code: "STD",
    shipping_type_label: "Standard",
    shipping_pudo_id: null,
    shipping_carrier_code: null,
    shipping_company: null,
    shipping_tracking: null,
    shipping_tracking_url: null,
    customer: {
      customer_id: "c-1",
      firstname: "Odile",
      lastname: "Marchetto",
      locale: "fr_FR",
      shipping_address: sampleAddress(),
      billing_address: sampleAddress(),
    },
    customer_notification_email: "relay-1@buyers.example",
    currency_iso_code: "EUR",
    price: 25,
    shipping_price: 4.9,
    total_price: 29.9,
    total_commission: 3,
    order_tax_mode: "TAX_INCLUDED",
    order_lines: [sampleLine()],
    ...changes,
  };
}

/** A copy of `value` with the field at `path` set, or taken out when `change` is undefined. */
export function withField(value: Json, path: string, change: unknown): Json {
  const copy = structuredClone(value);
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place: Json = copy;
  for (const name of names) place = place[name] as Json;
  if (change === undefined) delete place[last];
  else place[last] = change;
  return copy;
}
