import type { FailedReply } from "../lib/http";
import type { Ports } from "../lib/ports";
import { createMiraklClient, type MiraklClient } from "../mirakl/client";
import { matchAddress } from "./marketplace-address";
import { miraklRefusal, refuse, toFailure } from "./refusals";
import type { MarketplaceKey, MarketplaceProbe } from "./stub-stores";

const DAY_MS = 86_400_000;
const OPEN_STATES = ["WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING"];
const CLOSED_SHOPS = new Set(["CLOSE", "TERMINATED"]);

/**
 * Looks at a marketplace with a pasted address and key: is it Mirakl, does the key work, which shop, what would come.
 * Writes nothing anywhere.
 */
export async function probeMarketplace(
  ports: Pick<Ports, "http" | "now" | "random">,
  hosts: { extra: string[]; sandbox: boolean },
  access: MarketplaceKey,
): Promise<MarketplaceProbe> {
  const address = matchAddress(access.baseUrl, hosts);
  if (typeof address !== "string") return { result: "refused", refusal: address };
  const { http, now, random } = ports;
  const client = createMiraklClient({ http, now, random, baseUrl: address, key: access.key, shopId: access.shopId });
  const version = await client.version();
  if (version.kind !== "ok") return refused(version);
  const shop = await client.account();
  if (shop.kind !== "ok")
    return shop.kind === "rejected"
      ? { result: "refused", refusal: refuse("shop-not-found", shop.message) }
      : refused(shop);
  if (CLOSED_SHOPS.has(shop.value.state)) return { result: "refused", refusal: refuse("shop-closed", shop.value.name) };
  return lookAround(client, shop.value, address, now());
}

async function lookAround(
  client: MiraklClient,
  shop: { shopId: number; name: string; currency: string; state: string },
  baseUrl: string,
  now: number,
): Promise<MarketplaceProbe> {
  const carriers = await client.carriers();
  if (carriers.kind !== "ok") return refused(carriers);
  const types = await client.shippingTypes();
  if (types.kind !== "ok") return refused(types);
  const reasons = await client.reasons();
  if (reasons.kind !== "ok") return refused(reasons);
  const platform = await client.platform();
  if (platform.kind !== "ok") return refused(platform);
  const open = await client.ordersPage({ states: OPEN_STATES, offset: 0, max: 1 });
  if (open.kind !== "ok") return refused(open);
  return {
    result: "found",
    baseUrl,
    shop,
    carriers: carriers.value.map(({ code, label, standardCode }) => ({ code, label, standardCode })),
    cancelReasons: reasons.value
      .filter(({ type, isShopRight }) => type === "CANCELATION" && isShopRight)
      .map(({ code, label }) => ({ code, label })),
    // Without PC01 nobody knows: a free name is offered, and a marketplace that refuses it says so.
    allowsOtherCarriers: platform.value?.allowsOtherCarriers ?? true,
    counts: {
      open: open.value.totalCount,
      days30: await count(client, now, 30),
      days60: await count(client, now, 60),
      days90: await count(client, now, 90),
    },
  };
}

/** Null where the marketplace wants us to wait: the import will count by itself. */
async function count(client: MiraklClient, now: number, days: number): Promise<number | null> {
  const page = await client.ordersPage({ startUpdateDate: now - days * DAY_MS, offset: 0, max: 1 });
  return page.kind === "ok" ? page.value.totalCount : null;
}

function refused(reply: FailedReply): MarketplaceProbe {
  return { result: "refused", refusal: miraklRefusal(toFailure(reply)) };
}
