import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { sendcloudApp } from "../../src/sandbox/sendcloud-app";
import { createSendcloudTables } from "../../src/sandbox/sendcloud-parcels";
import type { World } from "../../src/sandbox/world";
import { sqlTwin } from "../twins";

export const MONDAY_8AM = Date.UTC(2026, 10, 23, 7);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

type Delivery = { url: string; headers: Record<string, string>; body: string };

/** A simulated Sendcloud with a clock that only the test moves, and a list of the webhooks it sent. */
export function openDesk() {
  let now = MONDAY_8AM;
  let seed = 7;
  const deliveries: Delivery[] = [];
  const desk = { answerWebhooksWith: 204 };
  const world: World = {
    sql: sqlTwin(),
    now: () => now,
    random: () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    },
    deliver: async (url, headers, body) => {
      deliveries.push({ url, headers, body });
      return desk.answerWebhooksWith;
    },
  };
  createSendcloudTables(world.sql);
  const app = sendcloudApp(world);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    Promise.resolve(
      app.request(`https://panel.sendcloud.test/api/v3${path}`, {
        method,
        headers: { authorization: basic(DEMO_KEYS), "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return Object.assign(desk, {
    world,
    app,
    deliveries,
    call,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    announce: async (over: Record<string, unknown> = {}) =>
      jsonOf(await call("POST", "/shipments/announce", announcement(over))),
  });
}

export function basic(keys: { publicKey: string; secretKey: string }): string {
  return `Basic ${btoa(`${keys.publicKey}:${keys.secretKey}`)}`;
}

/** A valid request to announce one parcel to an invented buyer in France. */
export function announcement(over: Record<string, unknown> = {}) {
  return {
    from_address: { sender_address_id: 30001 },
    to_address: {
      name: "Łucja Żądło",
      address_line_1: "Rue des Alouettes",
      house_number: "7",
      postal_code: "44000",
      city: "Nantes",
      country_code: "FR",
      email: "lucja@courriel.example",
      phone_number: "+33199005678",
    },
    ship_with: { type: "shipping_option_code", properties: { shipping_option_code: "colissimo:home" } },
    parcels: [{ weight: { value: "1.200", unit: "kg" } }],
    order_number: "CMD-1",
    ...over,
  };
}

export function shipWith(code: string, contractId?: number) {
  return { type: "shipping_option_code", properties: { shipping_option_code: code, contract_id: contractId } };
}

export type ShipmentAnswer = {
  id: string;
  parcels: {
    id: number;
    status: { code: string };
    tracking_number: string;
    label_file?: string;
    documents: { link: string }[];
  }[];
  errors: { detail: string; code: string }[];
};
export type Answer<T> = {
  status: number;
  headers: Headers;
  body: { data: T; errors: { code: string; detail: string; source?: { pointer: string } }[] };
};

export async function jsonOf<T = ShipmentAnswer>(response: Response): Promise<Answer<T>> {
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer<T>["body"] };
}

export function isoAt(moment: number): string {
  return new Date(moment).toISOString();
}
