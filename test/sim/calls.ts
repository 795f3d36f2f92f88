// Reads what a request is: the vendor's operation, and the intent whose effect it carries.
import type { HttpRequest } from "../../src/lib/http";
import type { SqlRow } from "../../src/lib/ports";
import type { SimObject } from "./incarnation";
import type { Served } from "./served";

export type IntentRow = SqlRow & {
  id: string;
  business_key: string;
  order_id: string;
  kind: string;
  payload: string;
  state: string;
  epoch: string | null;
  actor: string;
  created_at: number;
};

/** A request as the simulator sees it pass. */
export type Sending = {
  object: SimObject;
  request: HttpRequest;
  api: "mirakl" | "sendcloud";
  operation: string;
  /** The kind of effect it carries out; null for a read. */
  effect: string | null;
  /** The intent it belongs to, as it stood when the request left; null when there is none. */
  intent: IntentRow | null;
  /** Orders that the request is about, where it names them. */
  orderIds: string[];
  /** A walk over OR11, from its first page. */
  walk: boolean;
  point: string;
  fault: string;
  /** Whose intents wait for this read; worked out when it is asked for. */
  served?: readonly Served[];
  departedAt: number;
  open: boolean;
};

type Route = {
  method: string;
  path: RegExp;
  operation: string;
  effect?: (body: () => Body) => string;
  find?: (part: string, body: () => Body) => { key?: string; sql?: string; values?: (string | number)[] };
};
type Body = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const first = (value: unknown): Body => (Array.isArray(value) ? ((value[0] ?? {}) as Body) : {});

function decision(body: Body): "accept" | "refuse" {
  return first(body.order_lines).accepted === true ? "accept" : "refuse";
}

const sentOf = (kind: string, field: string) => ({
  sql: `SELECT * FROM intents WHERE kind = '${kind}' AND json_extract(payload, '$.${field}') = ? ORDER BY state = 'sent' DESC, created_at DESC, id DESC LIMIT 1`,
});

// One row for each call that the engine makes; the first that fits wins.
const MIRAKL: Route[] = [
  {
    method: "PUT",
    path: /^\/api\/orders\/([^/]+)\/accept$/,
    operation: "OR21",
    effect: (body) => decision(body()),
    // The answer that a person gave, and the acceptance that nobody clicked.
    find: (order, body) => ({
      sql: "SELECT * FROM intents WHERE kind = ? AND order_id = ? ORDER BY state = 'sent' DESC, created_at DESC LIMIT 1",
      values: [decision(body()), order],
    }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders\/([^/]+)\/tracking$/,
    operation: "OR23",
    effect: () => "tracking",
    find: (order, body) => ({
      sql: `SELECT * FROM intents WHERE kind = 'tracking' AND order_id = ? AND json_extract(payload, '$.trackingNumber') = ?
        ORDER BY state = 'sent' DESC, created_at DESC, id DESC LIMIT 1`,
      values: [order, text(body().tracking_number)],
    }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders\/([^/]+)\/ship$/,
    operation: "OR24",
    effect: () => "ship",
    find: (order) => ({ key: `ship:${order}` }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders\/refund$/,
    operation: "OR28",
    effect: () => "refund",
    find: (_, body) => ({ ...sentOf("refund", "lineId"), values: [text(first(body().refunds).order_line_id)] }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders\/cancel$/,
    operation: "OR30",
    effect: () => "cancel-line",
    find: (_, body) => ({
      ...sentOf("cancel-line", "lineId"),
      values: [text(first(body().cancelations).order_line_id)],
    }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders\/([^/]+)\/cancel$/,
    operation: "OR29",
    effect: () => "cancel",
    find: (order) => ({ key: `cancel:${order}` }),
  },
  {
    method: "PUT",
    path: /^\/api\/orders$/,
    operation: "OR04",
    effect: () => "reference",
    find: (_, body) => ({
      sql: "SELECT * FROM intents WHERE kind = 'reference' AND order_id = ? ORDER BY state = 'sent' DESC LIMIT 1",
      values: [text(first(body().orders).order_id)],
    }),
  },
  {
    method: "POST",
    path: /^\/api\/shipments$/,
    operation: "ST01",
    effect: () => "shipment",
    find: (_, body) => ({
      sql: "SELECT * FROM intents WHERE kind = 'shipment' AND order_id = ? ORDER BY state = 'sent' DESC LIMIT 1",
      values: [text(first(body().shipments).order_id)],
    }),
  },
  { method: "GET", path: /^\/api\/orders$/, operation: "OR11" },
  { method: "GET", path: /^\/api\/shipments$/, operation: "ST11" },
];

const SENDCLOUD: Route[] = [
  {
    method: "POST",
    path: /^\/api\/v3\/shipments\/announce$/,
    operation: "announce",
    effect: () => "label",
    find: (_, body) => ({ ...sentOf("label", "reference"), values: [text(body().external_reference_id)] }),
  },
  {
    method: "POST",
    path: /^\/api\/v3\/shipments\/([^/]+)\/cancel$/,
    operation: "cancel-shipment",
    effect: () => "cancel-label",
    find: (shipment) => ({ key: `cancel-label:${shipment}` }),
  },
  { method: "POST", path: /^\/api\/v3\/shipping-options$/, operation: "options" },
  { method: "GET", path: /^\/api\/v3\/shipments$/, operation: "list-shipments" },
  { method: "GET", path: /^\/api\/v3\/shipments\/([^/]+)$/, operation: "get-shipment" },
  {
    method: "POST",
    path: /^\/api\/v3\/orders$/,
    operation: "push-order",
    effect: () => "push",
    find: (_, body) => ({ ...sentOf("push", "externalId"), values: [text(first(body()).order_id)] }),
  },
  {
    method: "PATCH",
    path: /^\/api\/v3\/orders\/([^/]+)$/,
    operation: "patch-order",
    effect: () => "patch",
    find: (id) => ({ ...sentOf("patch", "sendcloudId"), values: [Number(id)] }),
  },
  {
    method: "DELETE",
    path: /^\/api\/v3\/orders\/([^/]+)$/,
    operation: "delete-order",
    effect: () => "unpush",
    // A push that landed late made the order anew, under an id that no intent knows.
    find: (id) => ({
      sql: `SELECT * FROM intents WHERE kind = 'unpush' AND (state = 'sent' OR json_extract(payload, '$.sendcloudId') = ?)
        ORDER BY json_extract(payload, '$.sendcloudId') = ? DESC, state = 'sent' DESC LIMIT 1`,
      values: [Number(id), Number(id)],
    }),
  },
  { method: "GET", path: /^\/api\/v3\/orders$/, operation: "find-order" },
  { method: "GET", path: /^\/api\/v3\/orders\/([^/]+)$/, operation: "get-order" },
  { method: "GET", path: /^\/api\/v3\/returns$/, operation: "returns" },
  { method: "GET", path: /^\/api\/v3\/returns\/[^/]+$/, operation: "get-return" },
];

/** What this request is, before it leaves. */
export function readSending(object: SimObject, request: HttpRequest, now: number): Sending {
  const [, host = "", path = "", query = ""] = /^https:\/\/([^/]+)(\/[^?]*)\??(.*)$/.exec(request.url) ?? [];
  const api = host.endsWith(".mirakl.test") ? "mirakl" : "sendcloud";
  let part = "";
  const route = (api === "mirakl" ? MIRAKL : SENDCLOUD).find((one) => {
    const match = one.method === request.method ? one.path.exec(path) : null;
    part = decodeURIComponent(match?.[1] ?? "");
    return match !== null;
  });
  let parsed: Body | null = null;
  const body = () => {
    parsed ??= JSON.parse(request.body || "{}") as Body;
    return parsed;
  };
  const effect = route?.effect?.(body) ?? null;
  const ids = /(?:^|&)order_ids=([^&]+)/.exec(query)?.[1];
  const operation = route?.operation ?? path.split("/").at(-1) ?? "other";
  return {
    object,
    request,
    api,
    operation,
    effect,
    intent: effect === null ? null : findIntent(object, route?.find?.(part, body)),
    orderIds: ids ? decodeURIComponent(ids).split(",") : [],
    walk: operation === "OR11" && !ids && /(?:^|&)offset=0(?:&|$)/.test(query),
    point: `http ${effect ?? operation}`,
    fault: "none",
    departedAt: now,
    open: true,
  };
}

function findIntent(object: SimObject, how: ReturnType<NonNullable<Route["find"]>> | undefined): IntentRow | null {
  if (!how) return null;
  const { key, sql = "SELECT * FROM intents WHERE business_key = ?", values = [key ?? ""] } = how;
  return object.sql.all<IntentRow>(sql, ...values)[0] ?? null;
}
