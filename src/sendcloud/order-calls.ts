import type { Reply } from "../lib/http";
import { isoTime } from "../lib/time";
import { readList, readOne } from "./envelope";
import { type Page, walkPages } from "./paging";
import { type PatchFields, type PushBody, type PushedOrder, patchBody, toPushedOrder } from "./push";
import { isStillProcessing } from "./push-answers";
import { READ_TIMEOUT_MS, type Transport, WRITE_TIMEOUT_MS } from "./transport";
import * as wire from "./wire-orders";

export type OrderCalls = {
  /**
   * POST /orders with one order: an upsert by order id and integration (sendcloud.md 1.7). `ok` means accepted; it can be
   * read a moment later. While Sendcloud still works on the same order nothing is done: `wait`.
   */
  pushOrder(body: PushBody): Promise<Reply<{ id: number }>>;
  /**
   * POST /orders with 1 to 100 orders, all or none of which are taken: `answersOf` says what the reply means for each.
   * `ok` holds how many ids came back.
   */
  pushOrders(bodies: readonly PushBody[]): Promise<Reply<number>>;
  /**
   * The newest orders of the integration, at most 4,000, until all that are `wanted` by our ids are among them: one that is
   * not may still be there.
   */
  newestOrders(integrationId: number, wanted: ReadonlySet<string>): Promise<Reply<PushedOrder[]>>;
  /**
   * The order of this external id, null when there is none. Rows of other orders alone show an ignored filter, and so
   * prove no absence: `unknown`.
   */
  findOrder(externalOrderId: string, integrationId: number): Promise<Reply<PushedOrder | null>>;
  /**
   * The orders of the integration since a day (UTC) as Incoming orders shows them, at most 4,000 a call: go on with
   * `cursor`. `order` is null where only its ids could be read. One that is not among them may still be there: ask by its id.
   */
  listOrders(
    query: { integrationId: number; createdSince: number },
    cursor?: string,
  ): Promise<Reply<Page<{ id: number; order: PushedOrder | null }>>>;
  /** An order by Sendcloud's id; null for a 404, which also stands for one that is not saved yet. */
  order(id: number): Promise<Reply<PushedOrder | null>>;
  /** PATCH: changes these fields alone. The answer holds only ids: read again to see (sendcloud.md 2.2). */
  patchOrder(id: number, fields: PatchFields): Promise<Reply<"done">>;
  /** DELETE; an order that is gone already is as good. */
  deleteOrder(id: number): Promise<Reply<"deleted" | "gone">>;
};

const LARGEST_PAGE = "200";
const ISO_DAY = "2026-11-24".length;
/** How long an order may still be saved before it takes another push (sendcloud.md 2.1). */
export const PROCESSING_WAIT_MS = 5_000;

/** The calls about Incoming orders. `now` in epoch milliseconds. */
export function orderCalls(transport: Transport, now: () => number): OrderCalls {
  return {
    pushOrder: (body) => push(transport, now, body),
    pushOrders: (bodies) =>
      transport.ask({ method: "POST", path: "/orders", body: bodies, timeoutMs: WRITE_TIMEOUT_MS }, (answer) => {
        const saved = readList(wire.orderIds, answer);
        return saved && saved.rows.length > 0 ? saved.rows.length : null;
      }),
    newestOrders: (integrationId, wanted) => newest(transport, integrationId, wanted),
    findOrder: (externalOrderId, integrationId) => find(transport, externalOrderId, integrationId),
    listOrders: ({ integrationId, createdSince }, cursor) =>
      walkPages(transport, {
        path: "/orders",
        query: {
          integration: String(integrationId),
          order_created_at_min: isoTime(createdSince).slice(0, ISO_DAY),
          page_size: LARGEST_PAGE,
        },
        schema: wire.orderIds,
        translate: (row) => {
          const whole = wire.order.safeParse(row);
          return { id: row.id, order: whole.success ? toPushedOrder(whole.data) : null };
        },
        ...(cursor === undefined ? {} : { cursor }),
      }),
    order: async (id) => {
      const reply = await transport.ask(
        { method: "GET", path: `/orders/${id}`, timeoutMs: READ_TIMEOUT_MS },
        (body) => {
          const found = readOne(wire.order, body);
          return found?.id === id ? toPushedOrder(found) : null;
        },
      );
      return insteadOf404(reply, null);
    },
    patchOrder: (id, fields) => {
      const call = {
        method: "PATCH",
        path: `/orders/${id}`,
        body: patchBody(fields),
        timeoutMs: WRITE_TIMEOUT_MS,
      } as const;
      return transport.ask(call, (body) => (readOne(wire.orderIds, body)?.id === id ? "done" : null));
    },
    deleteOrder: async (id) => {
      const call = { method: "DELETE", path: `/orders/${id}`, timeoutMs: WRITE_TIMEOUT_MS } as const;
      return insteadOf404(await transport.ask(call, () => "deleted" as const), "gone" as const);
    },
  };
}

async function push(transport: Transport, now: () => number, body: PushBody): Promise<Reply<{ id: number }>> {
  const call = { method: "POST", path: "/orders", body: [body], timeoutMs: WRITE_TIMEOUT_MS } as const;
  const reply = await transport.ask(call, (answer) => {
    const saved = readOne(wire.orderIds, answer);
    return saved?.order_id === body.order_id ? { id: saved.id } : null;
  });
  return isStillProcessing(reply) ? { kind: "wait", until: now() + PROCESSING_WAIT_MS, alone: true } : reply;
}

async function newest(
  transport: Transport,
  integrationId: number,
  wanted: ReadonlySet<string>,
): Promise<Reply<PushedOrder[]>> {
  const found = new Set<string>();
  const reply = await walkPages(transport, {
    path: "/orders",
    query: { integration: String(integrationId), sort: "-pk", page_size: LARGEST_PAGE },
    schema: wire.order,
    translate: (row) => ({ order: toPushedOrder(row), integrationId: row.order_details.integration?.id }),
    isEnough: (rows) => {
      for (const { order } of rows.slice(-Number(LARGEST_PAGE))) found.add(order.externalOrderId);
      return [...wanted].every((id) => found.has(id));
    },
  });
  if (reply.kind !== "ok") return reply;
  const ours = reply.value.rows.filter((row) => row.integrationId === integrationId);
  return { ...reply, value: ours.map(({ order }) => order) };
}

async function find(
  transport: Transport,
  externalOrderId: string,
  integrationId: number,
): Promise<Reply<PushedOrder | null>> {
  const query = { order_id: externalOrderId, integration: String(integrationId) };
  const call = { method: "GET", path: "/orders", query, timeoutMs: READ_TIMEOUT_MS } as const;
  const reply = await transport.ask(call, (body) => {
    const list = readList(wire.order, body);
    if (!list) return null;
    const { rows, unreadable } = list;
    if (rows.length === 0 && unreadable === 0) return { found: null };
    const [row, ...more] = rows.filter(({ order_id, order_details }) => {
      return order_id === externalOrderId && (order_details.integration?.id ?? integrationId) === integrationId;
    });
    return row && more.length === 0 ? { found: toPushedOrder(row) } : null;
  });
  return reply.kind === "ok" ? { ...reply, value: reply.value.found } : reply;
}

function insteadOf404<T, U>(reply: Reply<T>, value: U): Reply<T | U> {
  if (reply.kind !== "rejected" || reply.status !== 404) return reply;
  return { kind: "ok", value, status: 404, headers: {} };
}
