import { isoTime, parseTime } from "../lib/time";
import { SENDER_ADDRESSES } from "./sendcloud-account";
import { findOption } from "./sendcloud-options";
import { returnReason } from "./sendcloud-return-reasons";
import { type ReturnRow, slugOf } from "./sendcloud-return-rows";
import { isCancellable, type KeptItem } from "./sendcloud-returns";
import { trackingUrl } from "./sendcloud-shipment-view";
import { isStatusCode } from "./sendcloud-statuses";
import { SANDBOX_SENDCLOUD_HOST, type World } from "./world";

const LARGEST_PAGE = 40;
const API = `https://${SANDBOX_SENDCLOUD_HOST}/api/v3`;
const LABEL_COST = { value: 4.95, currency: "EUR" };

/** An error of the returns, which have a shape of their own (sendcloud.md 1.6). */
export type ReturnError = { field: string; code: string | number; message: string };
export type ReturnPage = { next?: string; data: object[] } | { errors: ReturnError[] };

/** One page of an integration's returns made between `from_date` and `to_date`, newest first; rows have no id. */
export function listReturns(world: World, integrationId: number, query: URLSearchParams): ReturnPage {
  const asked = readQuery(query);
  if ("errors" in asked) return asked;
  const rows = world.sql.all<ReturnRow>(
    `SELECT * FROM sc_returns WHERE integration_id = ? AND created_at BETWEEN ? AND ? AND id < ?
     AND (? IS NULL OR status = ?) ORDER BY id DESC LIMIT ?`,
    integrationId,
    asked.from,
    asked.to,
    asked.before,
    asked.status,
    asked.status,
    asked.size + 1,
  );
  const page = rows.slice(0, asked.size);
  const last = page.at(-1);
  const data = page.map(returnView);
  if (!last || rows.length <= asked.size) return { data };
  const next = new URLSearchParams(query);
  next.set("cursor", `b${last.id}`);
  return { next: `${API}/returns?${next}`, data };
}

type Asked = { from: number; to: number; before: number; status: string | null; size: number };

function readQuery(query: URLSearchParams): Asked | { errors: ReturnError[] } {
  const from = momentOf(query.get("from_date"));
  const to = momentOf(query.get("to_date"));
  const size = Number(query.get("page_size") ?? LARGEST_PAGE);
  const cursor = query.get("cursor");
  const slug = query.get("parent_parcel_status");
  const status = slug === null ? null : slug.toUpperCase().replaceAll("-", "_");
  const errors = [
    ...dateErrors("from_date", query, from),
    ...dateErrors("to_date", query, to),
    ...(size >= 1 && size <= LARGEST_PAGE ? [] : [invalid("page_size")]),
    ...(/^b\d+$/.test(cursor ?? "b0") ? [] : [invalid("cursor")]),
    ...(status === null || isStatusCode(status) ? [] : [invalid("parent_parcel_status")]),
  ];
  if (from === null || to === null || errors.length > 0) return { errors };
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : Number(cursor.slice(1));
  return { from, to, before, status, size: Math.floor(size) };
}

function momentOf(text: string | null): number | null {
  if (text === null) return null;
  return parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}

function dateErrors(field: string, query: URLSearchParams, read: number | null): ReturnError[] {
  if (!query.get(field)) return [{ field, code: "required", message: "This field is required." }];
  return read === null ? [invalid(field)] : [];
}

function invalid(field: string): ReturnError {
  return { field, code: "invalid", message: "Enter a valid value." };
}

/** A return as the answers show it. The documents give it no id and no link to the parcel that went out. */
export function returnView(row: ReturnRow) {
  const label = `${API}/parcels/${row.parcel_id}/documents/label`;
  const a4 = `${label}?paper_size=a4`;
  const { id: _, ...merchant } = SENDER_ADDRESSES[0] ?? { id: 0 };
  const history = JSON.parse(row.history) as object[];
  return {
    from_address: JSON.parse(row.from_address) as object,
    to_address: merchant,
    shipping_product: { code: findOption(row.option_code)?.product.code ?? row.option_code },
    shipping_option: { code: row.option_code },
    weight: { value: row.grams / 1000, unit: "kg" },
    collo_count: 1,
    parcel_items: (JSON.parse(row.items) as KeptItem[]).map(({ reason, ...item }) => ({
      ...item,
      return_reason: returnReason(reason),
      return_reason_id: String(reason),
      return_message: null,
    })),
    send_tracking_emails: false,
    brand_id: 1,
    label_url: label,
    label: { label_printer: label, normal_printer: [a4, a4, a4, a4] },
    label_cost: LABEL_COST,
    insurance: false,
    tracking_number: row.tracking_number,
    tracking_url: trackingUrl(row),
    is_cancellable: isCancellable(row),
    status_history: history.map((passed) => ({ ...passed, carrier_code: findOption(row.option_code)?.carrier.code })),
    parent_status: slugOf(row.status),
    created_at: isoTime(row.created_at),
    delivered_at: row.delivered_at,
    delivered_at_iso: row.delivered_at === null ? null : isoTime(row.delivered_at),
    reason: returnReason(row.reason),
    refund: { refund_type: row.refund_type, message: null },
    order_number: row.order_number,
    delivery_option: "drop_off_point",
    status: "open",
    errors: [],
  };
}
