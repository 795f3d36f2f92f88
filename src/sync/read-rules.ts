import { keep } from "./keeping";
import { type MarketplaceRules, marketplaceRules, type StoreDesk } from "./store-desk";

/** SH12, SH21 and RE01 may be read once a day (mirakl.md 1.5). */
const READ_EVERY_MS = 24 * 3_600_000;
const AFTER_FAILURE_MS = 3_600_000;

/**
 * Reads what the marketplace allows, once a day: carriers, shipping types, reasons, configuration. A call that fails
 * leaves yesterday's answer and is tried again in an hour.
 */
export async function readRules(desk: StoreDesk): Promise<void> {
  const { ports, mirakl } = desk;
  const known = marketplaceRules(desk);
  const now = ports.now();
  if (known && now - known.readAt < READ_EVERY_MS) return;
  const [carriers, types, reasons, platform] = [
    await mirakl.carriers(),
    await mirakl.shippingTypes(),
    await mirakl.reasons(),
    await mirakl.platform(),
  ];
  const whole = carriers.kind === "ok" && types.kind === "ok" && reasons.kind === "ok" && platform.kind === "ok";
  const rules: MarketplaceRules = {
    readAt: whole ? now : now - READ_EVERY_MS + AFTER_FAILURE_MS,
    carriers: carriers.kind === "ok" ? carriers.value : (known?.carriers ?? []),
    shippingTypes: types.kind === "ok" ? types.value : (known?.shippingTypes ?? []),
    cancelReasons:
      reasons.kind === "ok"
        ? reasons.value.filter(({ type, isShopRight }) => type === "CANCELATION" && isShopRight)
        : (known?.cancelReasons ?? []),
    platform: platform.kind === "ok" ? platform.value : (known?.platform ?? null),
  };
  keep(ports.sql, "marketplace_rules", rules);
}
