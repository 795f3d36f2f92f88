/** Sendcloud's 35 parcel statuses (sendcloud.md 3.7): the v3 code, its words, and the number that webhooks carry. */
const STATUSES = [
  ["NO_LABEL", 999, "No label"],
  ["ANNOUNCING", 1001, "Being announced"],
  ["READY_TO_SEND", 1000, "Ready to send"],
  ["ANNOUNCED", 1, "Announced"],
  ["ANNOUNCED_UNCOLLECTED", 13, "Announced: not collected"],
  ["ANNOUNCEMENT_FAILED", 1002, "Announcement failed"],
  ["PICKED_UP_BY_DRIVER", 22, "Shipment picked up by driver"],
  ["TO_SORTING", 3, "En route to sorting center"],
  ["AT_SORTING_CENTRE", 62990, "At sorting centre"],
  ["SORTING", 7, "Being sorted"],
  ["SORTED", 5, "Sorted"],
  ["UNSORTED", 6, "Not sorted"],
  ["SHIPMENT_ON_ROUTE", 91, "Parcel en route"],
  ["DRIVER_ON_ROUTE", 92, "Driver en route"],
  ["AT_CUSTOMS", 62989, "At Customs"],
  ["DELAYED", 4, "Delivery delayed"],
  ["DELIVERY_METHOD_CHANGED", 62993, "Delivery method changed"],
  ["DELIVERY_DATE_CHANGED", 62994, "Delivery date changed"],
  ["DELIVERY_ADDRESS_CHANGED", 62995, "Delivery address changed"],
  ["AWAITING_CUSTOMER_PICKUP", 12, "Awaiting customer pickup"],
  ["DELIVERED", 11, "Delivered"],
  ["COLLECTED_BY_CUSTOMER", 93, "Shipment collected by customer"],
  ["DELIVERY_FAILED", 8, "Delivery attempt failed"],
  ["UNDELIVERABLE", 80, "Unable to deliver"],
  ["COLLECT_ERROR", 15, "Error collecting"],
  ["REFUSED_BY_RECIPIENT", 62991, "Refused by recipient"],
  ["RETURNED_TO_SENDER", 62992, "Returned to sender"],
  ["CANCELLING", 1999, "Cancellation requested"],
  ["CANCELLING_UPSTREAM", 2001, "Submitting cancellation request"],
  ["CANCELLED_UPSTREAM", 1998, "Cancelled upstream"],
  ["CANCELLED", 2000, "Cancelled"],
  // Its number is published nowhere; this one is ours.
  ["CANCELLATION_FAILED", 2002, "Parcel cancellation failed."],
  ["UNKNOWN", 1337, "Unknown status"],
  ["EXCEPTION", 62996, "Exception"],
  ["ADDRESS_INVALID", 62997, "Address invalid"],
] as const;

export type StatusCode = (typeof STATUSES)[number][0];

export const STATUS_LIST = STATUSES.map(([code, , message]) => ({ code, message }));

/** The status as REST answers show it, with the number of the webhooks. */
export function statusOf(code: StatusCode): { id: number; code: StatusCode; message: string } {
  const found = STATUSES.find((status) => status[0] === code);
  if (!found) throw new Error(`no parcel status ${code}`);
  return { id: found[1], code: found[0], message: found[2] };
}

export function isStatusCode(text: string): text is StatusCode {
  return STATUSES.some((status) => status[0] === text);
}
