import type { Http, HttpAnswer, HttpRequest } from "../../src/lib/http";
import { createMiraklClient, type MiraklClient } from "../../src/mirakl/client";
import type { MiraklAccess } from "../../src/mirakl/transport";

export const NOW = Date.UTC(2026, 10, 24, 8);

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = { "content-type": "application/json" };
  return { arrived: true, status, headers: { ...type, ...headers }, body: new TextEncoder().encode(text) };
}

/** A marketplace that answers by rule and remembers what it was asked. */
export function clientOf(
  respond: (request: HttpRequest, call: number) => HttpAnswer,
  access: Partial<MiraklAccess> = {},
): { client: MiraklClient; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    return respond(request, requests.length);
  };
  const shop = { baseUrl: "https://shop.mirakl.net", key: "k-1", shopId: 2001 };
  return { client: createMiraklClient({ http, now: () => NOW, random: () => 0.5, ...shop, ...access }), requests };
}
