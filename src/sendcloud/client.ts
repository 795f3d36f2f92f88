import type { Reply } from "../lib/http";
import type { Access } from "./access";
import { type AccountCalls, accountCalls } from "./account-calls";
import { type DocumentCalls, documentCalls } from "./document-calls";
import { type OrderCalls, orderCalls } from "./order-calls";
import { type ReturnCalls, returnCalls } from "./return-calls";
import { type ShipmentCalls, shipmentCalls } from "./shipment-calls";
import { createTransport } from "./transport";

export type SendcloudClient = AccountCalls & ShipmentCalls & DocumentCalls & OrderCalls & ReturnCalls;

/**
 * A client of one integration's keys. Every method sends what it says once, within 20 s for reads and 60 s for writes,
 * and answers with a Reply; none throws for what the network or Sendcloud does.
 */
export function createSendcloudClient(access: Access): SendcloudClient {
  const transport = createTransport(access);
  return {
    ...accountCalls(transport),
    ...shipmentCalls(transport),
    ...documentCalls(transport),
    ...orderCalls(transport, access.now),
    ...returnCalls(transport),
  };
}

export type Identity = { integrationId: number; auth: Access["auth"] };

/**
 * Finds out how an integration wants to be spoken to: Basic first, then OAuth2 with the same keys, because the toggle
 * "Use OAuth2 authentication" makes Basic fail with a 401 (sendcloud.md 1.3). When OAuth2 says no as well, the reply is
 * Basic's `key-refused`.
 */
export async function identifyWithFallback(access: Omit<Access, "auth">): Promise<Reply<Identity>> {
  const basic = await identifyBy({ ...access, auth: "basic" });
  if (basic.kind !== "key-refused" || basic.status !== 401) return basic;
  const oauth2 = await identifyBy({ ...access, auth: "oauth2" });
  return oauth2.kind === "key-refused" ? basic : oauth2;
}

async function identifyBy(access: Access): Promise<Reply<Identity>> {
  const reply = await createSendcloudClient(access).identify();
  if (reply.kind !== "ok") return reply;
  return { ...reply, value: { ...reply.value, auth: access.auth } };
}
