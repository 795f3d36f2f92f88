/** Method, path and operationId of the published documents, for what the sandbox answers. */
const OPERATIONS: readonly (readonly [string, RegExp, string])[] = [
  ["POST", /^\/oauth2\/token\/?$/, "OAuth2TokenExchange"],
  ["GET", /^\/api\/v3\/user\/auth\/metadata$/, "sc-public-v3-scp-get-user_auth_metadata"],
  ["GET", /^\/api\/v3\/integrations$/, "sc-public-v3-integrations-get-list_integrations"],
  ["GET", /^\/api\/v3\/integrations\/\d+$/, "sc-public-v3-integrations-get-retrieve_integration"],
  ["PATCH", /^\/api\/v3\/integrations\/\d+$/, "sc-public-v3-integrations-patch-update_integration"],
  ["POST", /^\/api\/v3\/shipping-options$/, "sc-public-v3-scp-post-shipping_options"],
  ["GET", /^\/api\/v3\/addresses\/sender-addresses$/, "sc-public-v3-addresses-get-all_sender_addresses"],
  ["GET", /^\/api\/v3\/contracts$/, "sc-public-v3-scp-get-all_contracts"],
  ["GET", /^\/api\/v3\/parcels\/statuses$/, "sc-public-v3-scp-get-all_parcel_statuses"],
  ["POST", /^\/api\/v3\/shipments\/announce$/, "sc-public-v3-scp-post-announce_shipment"],
  ["GET", /^\/api\/v3\/shipments$/, "sc-public-v3-scp-get-all_shipments"],
  ["GET", /^\/api\/v3\/shipments\/[^/]+$/, "sc-public-v3-scp-get-shipment_by_id"],
  ["POST", /^\/api\/v3\/shipments\/[^/]+\/cancel$/, "sc-public-v3-scp-post-cancel_shipment"],
  ["GET", /^\/api\/v3\/parcels\/[^/]+\/documents\/[^/]+$/, "sc-public-v3-scp-get-retrieve_parcel_documents"],
  ["GET", /^\/api\/v3\/parcel-documents\/[^/]+$/, "sc-public-v3-scp-get-retrieve_parcel_documents_bulk"],
  ["POST", /^\/api\/v3\/orders$/, "sc-public-v3-orders-post-create_orders"],
  ["GET", /^\/api\/v3\/orders$/, "sc-public-v3-orders-get-list_orders"],
  ["GET", /^\/api\/v3\/orders\/\d+$/, "sc-public-v3-orders-get-retrieve_order"],
  ["PATCH", /^\/api\/v3\/orders\/\d+$/, "sc-public-v3-orders-patch-partial_update_order"],
  ["DELETE", /^\/api\/v3\/orders\/\d+$/, "sc-public-v3-orders-delete-delete_order"],
  ["GET", /^\/api\/v3\/returns$/, "sc-public-v3-scp-get-returns_get_returns"],
  ["GET", /^\/api\/v3\/returns\/\d+$/, "sc-public-v3-scp-get-returns_get_details"],
  ["PATCH", /^\/api\/v3\/returns\/\d+\/cancel$/, "sc-public-v3-scp-patch-returns_cancel"],
];

/** The operationId of a request, or `unknown`. */
export function operationOf(request: Request): string {
  const { pathname } = new URL(request.url);
  const found = OPERATIONS.find(([method, path]) => method === request.method && path.test(pathname));
  return found?.[2] ?? "unknown";
}
