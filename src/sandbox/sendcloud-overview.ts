import { ACCOUNT_NAME, integrationRows } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import { type PanelOrder, panelOrders } from "./sendcloud-panel";
import type { LedgerEntry, ParcelRow } from "./sendcloud-parcels";
import { statusOf } from "./sendcloud-statuses";
import type { World } from "./world";

const NEWEST = 200;

export type SendcloudOverview = {
  /** The incoming orders of the panel. */
  incoming: PanelOrder[];
  accountName: string;
  integrations: { id: number; name: string; webhookActive: boolean; webhookUrl: string | null; oauthOnly: boolean }[];
  /** What the labels cost so far, credits taken off, in minor units. */
  chargedMinor: number;
  currency: string;
  parcels: {
    id: number;
    shipmentId: string;
    orderNumber: string;
    carrierName: string;
    optionName: string;
    trackingNumber: string;
    status: string;
    statusText: string;
    createdAt: number;
    updatedAt: number;
  }[];
};

/** The account as the sandbox's page shows it: newest parcels first. */
export function sendcloudOverview(world: World): SendcloudOverview {
  const rows = world.sql.all<ParcelRow & { order_number: string | null; option_code: string }>(
    `SELECT p.*, s.order_number, s.option_code FROM sc_parcels p JOIN sc_shipments s ON s.id = p.shipment_id
     ORDER BY p.id DESC LIMIT ?`,
    NEWEST,
  );
  return {
    incoming: panelOrders(world),
    accountName: ACCOUNT_NAME,
    integrations: integrationRows(world.sql).map((row) => ({
      id: row.id,
      name: row.shop_name,
      webhookActive: row.webhook_active === 1,
      webhookUrl: row.webhook_url,
      oauthOnly: row.oauth_only === 1,
    })),
    chargedMinor: sendcloudLedger(world).reduce((sum, entry) => sum + entry.amount_minor, 0),
    currency: "EUR",
    parcels: rows.map((row) => ({
      id: row.id,
      shipmentId: row.shipment_id,
      orderNumber: row.order_number ?? "",
      carrierName: findOption(row.option_code)?.carrier.name ?? "",
      optionName: findOption(row.option_code)?.name ?? "",
      trackingNumber: row.tracking_number,
      status: row.status,
      statusText: statusOf(row.status).message,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    })),
  };
}

/** Every charge and credit, oldest first: one `label` for each label bought, one `credit` for each cancelled. */
export function sendcloudLedger(world: World): LedgerEntry[] {
  return world.sql.all<LedgerEntry>("SELECT * FROM sc_ledger ORDER BY at, parcel_id, kind DESC");
}
