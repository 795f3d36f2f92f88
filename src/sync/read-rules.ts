import { keep } from "./keeping";
import { refuse } from "./refusals";
import { type MarketplaceRules, marketplaceRules, type StoreDesk } from "./store-desk";
import type { ActResult } from "./stub-answers";

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
  if (mayReadRulesAt(desk) > now) return;
  const [carriers, types, reasons, platform] = [
    await mirakl.carriers(),
    await mirakl.shippingTypes(),
    await mirakl.reasons(),
    await mirakl.platform(),
  ];
  const whole = carriers.kind === "ok" && types.kind === "ok" && reasons.kind === "ok" && platform.kind === "ok";
  const ofType = (wanted: string) =>
    reasons.kind === "ok" ? reasons.value.filter(({ type, isShopRight }) => type === wanted && isShopRight) : null;
  const rules: MarketplaceRules = {
    readAt: whole ? now : now - READ_EVERY_MS + AFTER_FAILURE_MS,
    carriers: carriers.kind === "ok" ? carriers.value : (known?.carriers ?? []),
    shippingTypes: types.kind === "ok" ? types.value : (known?.shippingTypes ?? []),
    cancelReasons: ofType("CANCELATION") ?? known?.cancelReasons ?? [],
    refundReasons: ofType("REFUND") ?? known?.refundReasons ?? [],
    platform: platform.kind === "ok" ? platform.value : (known?.platform ?? null),
  };
  keep(ports.sql, "marketplace_rules", rules);
}

/** From when on the marketplace's lists may be read again: once a day, sooner where a part of them is missing. */
export function mayReadRulesAt(desk: StoreDesk): number {
  const known = marketplaceRules(desk);
  return known?.refundReasons ? known.readAt + READ_EVERY_MS : 0;
}

/** Reads the lists now, by a person's wish; says after how many seconds it may be done where it is too soon. */
export async function refreshRules(desk: StoreDesk): Promise<ActResult> {
  const wait = mayReadRulesAt(desk) - desk.ports.now();
  if (wait > 0) return { result: "refused", refusal: refuse("too-soon", String(Math.ceil(wait / 1000))) };
  await readRules(desk);
  return { result: "done" };
}
