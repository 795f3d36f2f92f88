import type { shipping as french } from "../fr/shipping";

/** Orders that travel without a label of ours, and parcels that others made. */
export const shipping = {
  "shipping.ship-otherwise.button": "Shipped by other means…",
  "shipping.ship-otherwise.title": "Shipped by other means",
  "shipping.ship-otherwise.lead": "You send this order without a Sendcloud label. Tell the marketplace who carries it.",
  "shipping.ship-otherwise.note":
    "Carrier and tracking leave at once; the order is declared shipped a minute later. Until then you may take it back. After that it can no longer be cancelled, only refunded.",
  "shipping.ship-otherwise.save": "Declare shipped",
  "shipping.correct-tracking.button": "Correct tracking…",
  "shipping.correct-tracking.title": "Correct tracking",
  "shipping.correct-tracking.lead":
    "The carrier and number that you enter replace those that the marketplace knows. The label and the parcel stay as they are.",
  "shipping.correct-tracking.note":
    "Only the tracking at the marketplace changes. A label made later for this order will replace it.",
  "shipping.correct-tracking.save": "Replace tracking",
  "shipping.carrier": "Carrier",
  "shipping.carrier.choose": "Choose a carrier.",
  "shipping.carrier.none": "No carrier, no tracking",
  "shipping.carrier.other": "Another carrier",
  "shipping.carrier.onlyTheirs": "This marketplace accepts only carriers of its own.",
  "shipping.carrier.withNumber": "A tracking number needs its carrier. Choose it, or delete the number.",
  "shipping.other": "Only for another carrier",
  "shipping.carrierName": "Name of the carrier",
  "shipping.carrierName.missing": "Enter the name of the carrier.",
  "shipping.trackingUrl": "Address of its tracking page",
  "shipping.trackingUrl.hint": "Optional. Write {placeholder} in place of the number, or the whole address.",
  "shipping.trackingUrl.invalid": "Enter an address that begins with https://.",
  "shipping.trackingNumber": "Tracking number",
  "shipping.trackingNumber.free": "Optional for this shipping type.",
  "shipping.trackingNumber.needed": "Required for this order.",
  "shipping.tooLong": "This is too long: 100 characters at most.",
  "shipping.otherwise": "Shipped without a Sendcloud label",
  "shipping.otherwise.none": "Without carrier and tracking.",
  "shipping.otherwise.undo": "Take it back",
  "shipping.unused": "Declared shipped by someone else",
  "shipping.unused.body":
    "The marketplace holds this order as shipped, but it was not us who said so, and our label has not been used yet. If the parcel left another way, cancel the label below: Sendcloud refunds it. Otherwise stick it on and ship.",
  "shipping.unneeded": "The items of this parcel are refunded or cancelled",
  "shipping.unneeded.body":
    "Do not send this parcel: cancel its label below, Sendcloud refunds it. The rest of the order still goes.",
  "shipping.linkable": "A parcel at Sendcloud looks like this order's",
  "shipping.linkable.body":
    "Someone made a label at Sendcloud with this order number, this name and this postcode. We do not link it by ourselves. If it is this order's parcel, its tracking goes to the marketplace.",
  "shipping.linkable.stage": "State",
  "shipping.linkable.yes": "It is its parcel",
  "shipping.linkable.no": "It is not",
  "state.labelled.other-means": "Shipped by other means",
  "explain.labelled.other-means":
    "This order leaves without a Sendcloud label. The marketplace is being told; do not make a label.",
  "event.shipped-otherwise": "Shipped by other means: {carrier} {trackingNumber}",
  "event.otherwise-undone": "Shipping without a label taken back before it was told",
  "event.tracking-corrected": "Tracking corrected: {carrier}, {trackingNumber}",
  "event.parcel-offered": "A parcel made at Sendcloud looks like this order's: {carrier}, {trackingNumber}",
  "event.parcel-linked": "Parcel linked to the order: {carrier}, {trackingNumber}",
  "event.parcel-refused": "Parcel set aside: it is not this order's",
  "attention.linkable": "A parcel to link?",
  "attention.linkable.body":
    "A parcel made at Sendcloud bears this order's number, name and postcode. Open the order and say whether it is its own: then its tracking goes to the marketplace.",
  "reason.tracking-needed": "The tracking number is required for this order or this carrier. Enter it, then try again.",
  "reason.carrier-unknown": "This carrier is not on the marketplace's list. Choose another.",
  "reason.carrier-not-allowed": "This marketplace accepts only carriers of its own. Choose one from the list.",
  "reason.replaced": "Another tracking was entered meanwhile: this one is not to be sent any more.",
} satisfies Record<keyof typeof french, string>;
