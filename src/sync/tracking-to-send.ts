import type { CarrierMapping } from "../domain/store";
import type { TrackingToSend } from "../mirakl/client";

/** A tracking number as the marketplace wants it: by a carrier it knows, or by name with a page to follow. */
export function trackingToSend(
  mapping: CarrierMapping,
  { trackingNumber, trackingUrl }: { trackingNumber: string; trackingUrl: string | null },
): TrackingToSend {
  if (mapping.to === "carrier") return { carrierCode: mapping.code, trackingNumber };
  const carrierUrl = mapping.urlPattern?.replace("{trackingId}", encodeURIComponent(trackingNumber)) ?? trackingUrl;
  return { carrierName: mapping.name, trackingNumber, ...(carrierUrl ? { carrierUrl } : {}) };
}
