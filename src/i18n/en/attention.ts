import type { attention as french } from "../fr/attention";

/** What waits for a person. */
export const attention = {
  "attention.title": "To check",
  "attention.lead": "Here we stopped rather than guess. The oldest comes first.",
  "attention.empty": "Nothing is waiting for you",
  "attention.empty.body": "When we cannot know what happened, we stop, and it shows here with what we know.",
  "attention.next": "Next",
  "attention.first": "Back to the oldest",
  "attention.order": "Order {number}",
  "attention.stake": "{amount} at stake",
  "attention.details": "Details",
  "attention.open.order": "Open the order",
  "attention.open.store": "Open the store",
  "attention.open.accounts": "Open the Sendcloud accounts",

  "attention.order-missing": "Difference with the marketplace",
  "attention.order-missing.body":
    "An order is open on the marketplace and missing here, or the reverse, even after a second look. Compare it on the marketplace, then import from the store's page.",
  "attention.key-refused": "Key refused",
  "attention.key-refused.body":
    "Our key is no longer accepted: what needs it waits, nothing is lost. Create a new key where it is refused, then save it here.",
  "attention.unmatched-shipment": "Shipment without an order",
  "attention.unmatched-shipment.body":
    "Sendcloud knows a shipment whose order we did not find in three days. If it comes from another program, there is nothing to do. If not, look for its order and give its tracking to the marketplace.",
  "attention.unmatched-return": "Return without an order",
  "attention.unmatched-return.body":
    "Sendcloud knows a return whose order we did not find in three days. No refund was sent. Look for the order, then refund the buyer on the marketplace if it is due.",
  "attention.return-without-id": "Return that cannot be recognised",
  "attention.return-without-id.body":
    "Nothing proves that this return was not refunded already: no refund goes out by itself. Look at the order, then refund by hand if it is due.",
  "attention.two-parcels": "Two parcels for the same items",
  "attention.two-parcels.body":
    "Two valid labels cover the same items of this order. Ship only one parcel and cancel the other label.",
  "attention.label-unneeded": "Label no longer needed",
  "attention.label-unneeded.body":
    "The items of this label were refunded or cancelled, while the rest of the order still goes. Cancel the label if the parcel has not left: Sendcloud refunds it.",
  "attention.integration-deleted": "Sendcloud integration deleted",
  "attention.integration-deleted.body":
    "Passerelle's integration no longer exists in Sendcloud. Orders still arrive; labels wait. Create the integration again in Sendcloud, then save its keys here.",
  "attention.timeline-broken": "History incomplete or changed",
  "attention.timeline-broken.body":
    "This store's history no longer verifies: a line changed or vanished without Passerelle. Delete nothing, and tell whoever runs this installation.",
  "attention.set-aside": "Order we cannot read",
  "attention.set-aside.body":
    "The marketplace sends this order in a form we cannot read. It is not lost, and arrives here as soon as it can be read. Until then, handle it on the marketplace.",
  "attention.pause": "Store paused",
  "attention.pause.body":
    "Nothing is sent for this store while it is paused, and nothing is lost. Resume it on its page.",
} satisfies Record<keyof typeof french, string>;
