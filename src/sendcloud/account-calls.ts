import type * as z from "zod";
import type { ParcelStage } from "../domain/parcel";
import type { Box } from "../domain/store";
import type { Reply } from "../lib/http";
import { dimensionsOf, weightOf } from "./announce";
import { readList, readOne } from "./envelope";
import { type Page, walkPages } from "./paging";
import { stageOf } from "./statuses";
import * as translate from "./translate";
import { READ_TIMEOUT_MS, type Transport, WRITE_TIMEOUT_MS } from "./transport";
import * as wire from "./wire";

/** What the options and their prices depend on. Without both countries there are no prices. */
export type OptionsQuery = {
  from: { country: string; zip: string };
  to: { country: string; zip: string };
  weightGrams: number;
  box: Box | null;
  servicePointId: string | null;
};

export type AccountCalls = {
  /** The integration that owns the keys (sendcloud.md 1.3): the test of a connection. */
  identify(): Promise<Reply<{ integrationId: number }>>;
  integration(id: number): Promise<Reply<translate.Integration>>;
  integrations(): Promise<Reply<translate.Integration[]>>;
  /** Replaces the integration's only webhook address: look first whose it is (sendcloud.md 6.1). */
  installWebhook(id: number, url: string): Promise<Reply<{ url: string }>>;
  /** Ends the integration's webhook and forgets its address. */
  removeWebhook(id: number): Promise<Reply<"done">>;
  shippingOptions(query: OptionsQuery): Promise<Reply<translate.ShippingOption[]>>;
  senderAddresses(): Promise<Reply<Page<translate.SenderAddress>>>;
  contracts(): Promise<Reply<Page<translate.Contract>>>;
  statuses(): Promise<Reply<{ code: string; words: string; stage: ParcelStage }[]>>;
};

const PAGE_SIZE = "100";
const LONGEST_ZIP = 12;

/** The calls about an account: who it is, what it may send with, and where it knocks. */
export function accountCalls(transport: Transport): AccountCalls {
  const list = <S extends z.ZodType, T>(path: string, schema: S, row: (wire: z.infer<S>) => T) =>
    transport.ask(get(path), (body) => readList(schema, body)?.rows.map(row) ?? null);
  const walk = <S extends z.ZodType, T>(path: string, schema: S, row: (wire: z.infer<S>) => T) =>
    walkPages(transport, { path, query: { page_size: PAGE_SIZE }, schema, translate: row });
  return {
    identify: () =>
      transport.ask(get("/user/auth/metadata"), (body) => {
        const owner = readOne(wire.authMetadata, body);
        return owner && { integrationId: owner.integration_id };
      }),
    integration: (id) =>
      transport.ask(get(`/integrations/${id}`), (body) => {
        const found = readOne(wire.integration, body);
        return found?.id === id ? translate.toIntegration(found) : null;
      }),
    integrations: () => list("/integrations", wire.integration, translate.toIntegration),
    installWebhook: (id, url) =>
      transport.ask(
        {
          method: "PATCH",
          path: `/integrations/${id}`,
          body: { webhook_active: true, webhook_url: url, feedback_type: "eager" },
          timeoutMs: WRITE_TIMEOUT_MS,
        },
        () => ({ url }),
      ),
    removeWebhook: (id) =>
      transport.ask(
        {
          method: "PATCH",
          path: `/integrations/${id}`,
          body: { webhook_active: false, webhook_url: null },
          timeoutMs: WRITE_TIMEOUT_MS,
        },
        () => "done" as const,
      ),
    shippingOptions: (query) =>
      transport.ask(
        { method: "POST", path: "/shipping-options", body: optionsBody(query), timeoutMs: READ_TIMEOUT_MS },
        (body) => readList(wire.shippingOption, body)?.rows.map(translate.toShippingOption) ?? null,
      ),
    senderAddresses: () => walk("/addresses/sender-addresses", wire.senderAddress, translate.toSenderAddress),
    contracts: () => walk("/contracts", wire.contract, translate.toContract),
    statuses: () =>
      list("/parcels/statuses", wire.parcelStatus, ({ code, message }) => ({
        code,
        words: message ?? code,
        stage: stageOf(code),
      })),
  };
}

function get(path: string) {
  return { method: "GET", path, timeoutMs: READ_TIMEOUT_MS } as const;
}

function optionsBody({ from, to, weightGrams, box, servicePointId }: OptionsQuery) {
  const servicePoint = servicePointId !== null && /^\d+$/.test(servicePointId) ? Number(servicePointId) : null;
  return {
    from_country_code: from.country,
    to_country_code: to.country,
    ...(from.zip && { from_postal_code: from.zip.slice(0, LONGEST_ZIP) }),
    ...(to.zip && { to_postal_code: to.zip.slice(0, LONGEST_ZIP) }),
    ...(servicePoint !== null && { to_service_point_id: servicePoint }),
    parcels: [{ weight: weightOf(weightGrams), ...(box && { dimensions: dimensionsOf(box) }) }],
    calculate_quotes: true,
  };
}
