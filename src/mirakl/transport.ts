import { type Http, type HttpRequest, type Reply, readReply } from "../lib/http";
import { readMiraklError } from "./read-error";

const READ_TIMEOUT_MS = 20_000;
const WRITE_TIMEOUT_MS = 60_000;

/** `baseUrl` with or without `/api`; `shopId` null leaves the choice to the key's default shop. */
export type MiraklAccess = {
  http: Http;
  now: () => number;
  random: () => number;
  baseUrl: string;
  key: string;
  shopId: number | null;
};

export type Query = Record<string, string | number>;
/** Null says that the body is not what the call promises. */
export type Parse<T> = (body: unknown) => T | null;

/** `path` begins after /api, its parts already encoded. A write without a body sends an empty one. */
export type Transport = {
  read<T>(path: string, query: Query, parse: Parse<T>): Promise<Reply<T>>;
  write<T>(method: "PUT" | "POST", path: string, body: object | null, parse: Parse<T>): Promise<Reply<T>>;
};

/** Puts address, key and shop around each call, sends it once and reads its answer. */
export function createTransport(access: MiraklAccess): Transport {
  return {
    read: (path, query, parse) => send(access, { method: "GET", path, query, timeoutMs: READ_TIMEOUT_MS }, parse),
    write: (method, path, body, parse) => send(access, { method, path, body, timeoutMs: WRITE_TIMEOUT_MS }, parse),
  };
}

type Call = { method: "GET" | "PUT" | "POST"; path: string; query?: Query; body?: object | null; timeoutMs: number };

async function send<T>(access: MiraklAccess, call: Call, parse: Parse<T>): Promise<Reply<T>> {
  const answer = await access.http(requestOf(access, call));
  return readReply(answer, { now: access.now(), random: access.random(), readError: readMiraklError, parse });
}

// A write without a body still needs `content-length: 0` (mirakl.md 3.5), which an empty text sends.
function requestOf(
  { baseUrl, key, shopId }: MiraklAccess,
  { method, path, query, body, timeoutMs }: Call,
): HttpRequest {
  const fields = { ...(shopId === null ? {} : { shop_id: shopId }), ...query };
  const search = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
  const root = baseUrl.replace(/\/+$/, "").replace(/\/api$/, "");
  const url = `${root}/api${path}${search && `?${search}`}`;
  const headers = { Authorization: key, Accept: "application/json" };
  if (method === "GET") return { method, url, headers, timeoutMs };
  if (!body) return { method, url, headers, body: "", timeoutMs };
  return {
    method,
    url,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs,
  };
}
