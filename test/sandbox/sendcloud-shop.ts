import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { HOUR_MS, jsonOf, openDesk } from "./sendcloud-desk";

const HOOK = "https://passerelle.example/hooks/sendcloud";
export type Desk = ReturnType<typeof openDesk>;

type Fields = Record<string, unknown>;

/** A valid order of one line for an invented buyer, as a connector pushes it. */
export function pushed(orderId: string, over: Fields = {}): Fields {
  return {
    order_id: orderId,
    order_number: `N-${orderId}`,
    order_details: details(),
    payment_details: { total_price: { value: 16, currency: "EUR" }, status: { code: "paid" } },
    shipping_address: {
      name: "Łucja Żądło",
      address_line_1: "Rue des Alouettes",
      house_number: "7",
      postal_code: "44000",
      city: "Nantes",
      country_code: "FR",
      email: "lucja@courriel.example",
    },
    shipping_details: { delivery_indicator: "Standard", measurement: { weight: { value: 1.2, unit: "kg" } } },
    ...over,
  };
}

export function details(over: Fields = {}): Fields {
  return {
    integration: { id: DEMO_KEYS.integrationId },
    status: { code: "SHIPPING", message: "To be shipped" },
    order_created_at: "2026-11-23T06:00:00Z",
    order_items: [line("line-1", "Savon"), line("line-2", "Brosse")],
    ...over,
  };
}

export function line(itemId: string, name: string, over: Fields = {}): Fields {
  const price = { value: 8, currency: "EUR" };
  return { item_id: itemId, name, quantity: 1, unit_price: price, total_price: price, sku: `SKU-${itemId}`, ...over };
}

export type OrderAnswer = {
  id: string;
  order_id: string;
  order_number: string;
  shipping_address: Fields;
  order_details: { order_items: Fields[]; notes?: string };
};

/** Pushes one order, waits until it is saved, and gives Sendcloud's id of it. */
export async function pushSaved(desk: Desk, orderId: string, over: Fields = {}): Promise<number> {
  const answer = await jsonOf<{ id: number }[]>(await desk.call("POST", "/orders", [pushed(orderId, over)]));
  desk.pass(2_000);
  return answer.body.data[0]?.id ?? 0;
}

export async function orderNow(desk: Desk, id: number) {
  return jsonOf<OrderAnswer>(await desk.call("GET", `/orders/${id}`));
}

export async function openHookedDesk(): Promise<Desk> {
  const desk = openDesk();
  await desk.call("PATCH", `/integrations/${DEMO_KEYS.integrationId}`, { webhook_active: true, webhook_url: HOOK });
  return desk;
}

export type News = {
  action: string;
  data?: { id: number; order_number: string; items: Fields[] };
  parcel?: { id: number; status: { id: number }; order_number: string; external_order_id: string; is_return: boolean };
  integration?: { id: number };
};

export function newsOf(desk: Desk): News[] {
  return desk.deliveries.map(({ body }) => JSON.parse(body) as News);
}

/** Lets the clock run hour by hour, carriers and webhooks with it. */
export async function letPass(desk: Desk, hours: number, step: () => Promise<void>): Promise<void> {
  await step();
  for (let hour = 0; hour < hours; hour += 1) {
    desk.pass(HOUR_MS);
    await step();
  }
}
