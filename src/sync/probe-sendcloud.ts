import type { Http } from "../lib/http";
import { createSendcloudClient, identifyWithFallback } from "../sendcloud/client";
import type { Contract } from "../sendcloud/translate";
import { refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { SendcloudCarrierView, SendcloudKeys, SendcloudProbe } from "./stub-stores";

export type SendcloudPlace = {
  http: Http;
  now: () => number;
  random: () => number;
  baseUrl: string;
  tokenUrl: string;
};

/** Looks at a Sendcloud account with a pasted key pair: which integration, which senders and carriers, whose webhook. */
export async function probeSendcloud(
  place: SendcloudPlace,
  keys: SendcloudKeys,
  ourWebhookUrl: string,
): Promise<SendcloudProbe> {
  const identity = await identifyWithFallback({ ...place, keys });
  if (identity.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(identity)) };
  const { integrationId, auth } = identity.value;
  const client = createSendcloudClient({ ...place, keys, auth });
  const integration = await client.integration(integrationId);
  if (integration.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(integration)) };
  const senders = await client.senderAddresses();
  if (senders.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(senders)) };
  if (senders.value.rows.length === 0) return { result: "refused", refusal: refuse("no-sender-address") };
  const contracts = await client.contracts();
  if (contracts.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(contracts)) };
  const { name, webhookUrl, webhookActive } = integration.value;
  return {
    result: "found",
    integrationId,
    integrationName: name,
    auth,
    senderAddresses: senders.value.rows.map(({ id, label, country }) => ({ id, label, country })),
    carriers: await carriersOf(client, contracts.value.rows, senders.value.rows[0]?.country ?? "FR"),
    webhook: { installed: whose(webhookActive ? webhookUrl : null, ourWebhookUrl), url: webhookUrl },
  };
}

function whose(url: string | null, ours: string): "ours" | "none" | "foreign" {
  if (!url) return "none";
  return url === ours ? "ours" : "foreign";
}

// The carriers of the account's contracts, and those that the options of a domestic parcel name.
async function carriersOf(
  client: ReturnType<typeof createSendcloudClient>,
  contracts: Contract[],
  country: string,
): Promise<SendcloudCarrierView[]> {
  const known = new Map<string, string>();
  for (const { carrierCode, carrierName } of contracts) known.set(carrierCode, carrierName);
  const place = { country, zip: "" };
  const options = await client.shippingOptions({
    from: place,
    to: place,
    weightGrams: 1000,
    box: null,
    servicePointId: null,
  });
  for (const option of options.kind === "ok" ? options.value : []) known.set(option.carrierCode, option.carrierName);
  return [...known]
    .filter(([code]) => code !== "")
    .map(([code, name]) => ({ code, name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
