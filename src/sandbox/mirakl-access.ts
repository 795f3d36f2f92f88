import { hostOf } from "./hosts";
import { isMarketplace, KEYS, type Key, MARKETPLACES, type Marketplace, type Role, type Shop } from "./marketplaces";
import type { World } from "./world";

/** Who asks, for which shop. */
export type Call = { world: World; marketplace: Marketplace; shop: Shop; key: Key; url: URL; request: Request };

/** A marketplace's error answer: `code` only on the operations that publish codes (mirakl.md 1.4). */
export function refuse(status: number, message: string, code?: string): Response {
  return Response.json(code ? { status, code, message } : { status, message }, { status });
}

/** Gives the call, or the answer that refuses it: raw key without Bearer, the role, the shop (mirakl.md 1.1, 1.3). */
export function admit(
  world: World,
  request: Request,
  marketplaceOf: (host: string) => string | null,
  role: Role,
): Call | Response {
  const url = new URL(request.url);
  const marketplace = marketplaceAt(hostOf(request), marketplaceOf);
  if (!marketplace) return refuse(404, "Not Found");
  const given = request.headers.get("authorization");
  const key = KEYS.find((known) => known.key === given && known.marketplace === marketplace.id);
  if (!key) return refuse(401, "Unauthorized");
  if (!key.roles.includes("ROLE_SHOP_ADMIN") && !key.roles.includes(role)) return refuse(403, "Forbidden");
  const shop = shopOf(key, url.searchParams.get("shop_id"));
  if (shop instanceof Response) return shop;
  return { world, marketplace, shop, key, url, request };
}

function marketplaceAt(host: string, marketplaceOf: (host: string) => string | null): Marketplace | null {
  const known = Object.values(MARKETPLACES).find((marketplace) => marketplace.host === host);
  if (known) return known;
  const id = marketplaceOf(host);
  return id !== null && isMarketplace(id) ? MARKETPLACES[id] : null;
}

function shopOf(key: Key, wanted: string | null): Shop | Response {
  if (wanted !== null && !/^\d+$/.test(wanted)) return refuse(400, "Invalid value for parameter 'shop_id'");
  const shop = wanted === null ? key.shops[0] : key.shops.find(({ id }) => id === Number(wanted));
  return shop ?? refuse(404, `Resource not available : shop ${wanted}`);
}
