import type { Http, HttpAnswer, HttpRequest } from "../../src/lib/http";
import type { Access } from "../../src/sendcloud/access";

/** The shipment of the published example, with an invented tracking address. */
export function shipmentBody(fields: object = {}, parcel: object = {}) {
  return {
    id: "87e18823-016b-479b-b9e0-c5c0c4065452",
    external_reference_id: "mk1-abc",
    order_number: "10042-A",
    carrier: { code: "postnl", name: "PostNL" },
    ship_with: {
      type: "shipping_option_code",
      properties: { shipping_option_code: "postnl:standard", contract_id: 517 },
    },
    parcels: [
      {
        id: 383707309,
        status: { code: "READY_TO_SEND", message: "Ready to send" },
        documents: [
          { type: "label", size: "a6", link: "https://panel.sendcloud.sc/api/v3/parcels/383707309/documents/label" },
        ],
        tracking_number: "3SYZXG8498635",
        tracking_url: "https://tracking.example.org/3SYZXG8498635",
        updated_at: "2024-06-06T17:11:14.648081Z",
        label_file: "JVBERi0xLjQ=",
        ...parcel,
      },
    ],
    errors: [],
    ...fields,
  };
}

/** An answer with a JSON body, or with text as it is. */
export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return { arrived: true, status, headers, body: new TextEncoder().encode(text) };
}

/** Answers in the given order and keeps what was asked; asking once too often is a failure of the test. */
export function fakeSendcloud(...answers: HttpAnswer[]) {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    const next = answers[requests.length - 1];
    if (!next) throw new Error(`nothing left to answer ${request.method} ${request.url}`);
    return next;
  };
  return { requests, http };
}

export const NOW = Date.UTC(2026, 10, 24, 8);

export function access(http: Http, fields: Partial<Access> = {}): Access {
  return {
    http,
    now: () => NOW,
    random: () => 0.5,
    baseUrl: "https://panel.sendcloud.test",
    tokenUrl: "https://account.sendcloud.test/oauth2/token",
    keys: { publicKey: "public", secretKey: "secret" },
    auth: "basic",
    ...fields,
  };
}

export const BASIC = `Basic ${btoa("public:secret")}`;
