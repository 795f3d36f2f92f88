/** A carrier of SH21 by its code, or another one by name, with its tracking page where there is one. */
export type TrackingToSend = {
  carrierCode?: string;
  carrierName?: string;
  carrierUrl?: string;
  trackingNumber: string;
};

/** The tracking as OR23 wants it. */
export function orderTracking({ carrierUrl, ...tracking }: TrackingToSend): object {
  return { ...carrierAndNumber(tracking), carrier_url: carrierUrl };
}

/** The tracking as ST01 wants it: the address of the tracking page has another name there (mirakl.md 3.4). */
export function shipmentTracking({ carrierUrl, ...tracking }: TrackingToSend): object {
  return { ...carrierAndNumber(tracking), tracking_url: carrierUrl };
}

function carrierAndNumber({ carrierCode, carrierName, trackingNumber }: TrackingToSend): object {
  // A carrier may go without a number where the marketplace wants none (mirakl.md 3.4).
  return { carrier_code: carrierCode, carrier_name: carrierName, tracking_number: trackingNumber || undefined };
}
