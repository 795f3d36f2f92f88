import type { OrderRow, Overview } from "./calls";
import { plantedFaults } from "./faults";
import { KEYS, type Key, MARKETPLACES, type MarketplaceId } from "./marketplaces";
import { requestCounts } from "./request-log";
import { DEMO_KEYS } from "./sendcloud-account";
import { sendcloudOverview } from "./sendcloud-overview";
import { readSetting } from "./settings";
import type { WireOrder } from "./wire-order";
import type { World } from "./world";

const NEWEST = 200;

/** Both worlds as the sandbox's page shows them, newest first. */
export function overviewOf(world: World): Overview {
  return {
    now: world.now(),
    offset: readSetting(world.sql, "offset"),
    paceSeconds: readSetting(world.sql, "pace-seconds"),
    marketplaces: Object.values(MARKETPLACES).map(({ id, name, host }) => ({ id, name, host })),
    keys: KEYS.map((key) => ({
      marketplace: key.marketplace,
      key: key.key,
      shopIds: key.shops.map((shop) => shop.id),
      opens: reachOf(key),
    })),
    orders: newestOrders(world),
    sendcloud: sendcloudOverview(world),
    sendcloudKeys: { publicKey: DEMO_KEYS.publicKey, secretKey: DEMO_KEYS.secretKey },
    faults: plantedFaults(world),
    counts: requestCounts(world),
  };
}

function reachOf({ roles }: Key): "all" | "orders" | "no-orders" {
  if (roles.includes("ROLE_SHOP_ADMIN")) return "all";
  return roles.includes("ROLE_PARTNER_ORDER_READ") ? "orders" : "no-orders";
}

type Row = { marketplace: MarketplaceId; shop_id: number; kind: string | null; updated_at: number; body: string };

function newestOrders(world: World): OrderRow[] {
  const rows = world.sql.all<Row>(
    `SELECT marketplace, shop_id, kind, updated_at, body FROM mirakl_orders
     ORDER BY created_at DESC, order_id DESC LIMIT ?`,
    NEWEST,
  );
  return rows.map((row) => {
    const order: WireOrder = JSON.parse(row.body);
    return {
      orderId: order.order_id,
      marketplace: row.marketplace,
      shopId: row.shop_id,
      kind: row.kind,
      state: order.order_state,
      recipient: `${order.customer.firstname} ${order.customer.lastname}`,
      carrier: order.shipping_company,
      tracking: order.shipping_tracking,
      updatedAt: row.updated_at,
    };
  });
}
