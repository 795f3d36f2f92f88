/** Lists that are walked page by page, without those asked by id. */
const WALKED = /^\/api\/(orders|shipments|v3\/(shipments|orders|returns|parcels))\/?$/;
const IDS = ["order_ids", "order_id", "ids", "shipment_uuids", "external_reference_id", "order_number"];
const DEFAULT_SIZE = { max: 10, page_size: 40, limit: 10 };
type SizeName = keyof typeof DEFAULT_SIZE;

export function isWalk(request: Request): boolean {
  const url = new URL(request.url);
  return request.method === "GET" && WALKED.test(url.pathname) && !IDS.some((name) => url.searchParams.has(name));
}

export function isLaterPage(request: Request): boolean {
  const { searchParams } = new URL(request.url);
  return isWalk(request) && (Number(searchParams.get("offset") ?? 0) > 0 || searchParams.has("cursor"));
}

/** Asks for half as many rows: the page is shorter than the caller wanted, and more are behind it. */
export function smallerPage(request: Request): Request {
  const url = new URL(request.url);
  const name = sizeNameOf(url);
  const size = Number(url.searchParams.get(name) ?? DEFAULT_SIZE[name]);
  url.searchParams.set(name, String(Math.max(1, Math.ceil(size / 2))));
  return new Request(url, request);
}

/** Asks for the page before; by cursor only the first one is known. */
export function pageBefore(request: Request): Request {
  const url = new URL(request.url);
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const size = Number(url.searchParams.get("max") ?? DEFAULT_SIZE.max);
  url.searchParams.set("offset", String(Math.max(0, offset - size)));
  url.searchParams.delete("cursor");
  return new Request(url, request);
}

function sizeNameOf({ pathname }: URL): SizeName {
  if (pathname.startsWith("/api/v3/")) return "page_size";
  return pathname.startsWith("/api/shipments") ? "limit" : "max";
}
