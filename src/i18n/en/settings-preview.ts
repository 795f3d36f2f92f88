/** What wished settings would mean for real orders of the store. */
export const settingsPreview = {
  "settings.preview.errors": "Mend the fields that are marked: for them the preview keeps what is saved.",
  "settings.preview.none": "No recent order can show what it means.",
  "settings.preview.noneAbroad": "No recent order goes to another country.",
  "settings.preview.noneForeign": "No recent order is in another currency.",
  "settings.preview.told":
    "For order {number} the marketplace would read: {as}, tracking {trackingNumber} ({carrier} in Sendcloud).",
  "settings.preview.told.none": "For order {number} the marketplace would hear nothing: {carrier} has no match.",
  "settings.preview.numbers": "Numbers of the last orders",
  "settings.preview.full": "In full",
  "settings.preview.before": "Today",
  "settings.preview.number": "Number",
  "settings.preview.fixed": "kept",
  "settings.preview.collide":
    "{count, plural, =0 {Of the recent orders ({of}), none would have the number of another.} one {Of the recent orders ({of}), 1 would have the number of another: it gets four more characters.} other {Of the recent orders ({of}), # would have the number of another: they get four more characters.}}",
  "settings.preview.empty":
    "{count, plural, one {1 has nothing in this field: the order id stands in.} other {# have nothing in this field: the order id stands in.}}",
  "settings.preview.otherFields": "With the other fields",
  "settings.preview.cancel.off":
    "Cancelled in Sendcloud, order {number} would stay open here, with a button to cancel it.",
  "settings.preview.cancel.here":
    "Order {number} is not at Sendcloud: cancelling its label there would cancel the label alone.",
  "settings.preview.cancel.cancelled":
    "Cancelled in Sendcloud, order {number} would be cancelled at the marketplace, reason: {reason}.",
  "settings.preview.cancel.refunded":
    "Cancelled in Sendcloud, order {number} can no longer be cancelled at the marketplace: the buyer would be refunded {amount}, within your caps.",
  "settings.preview.return.off": "A return of {title} (order {number}) would refund nothing.",
  "settings.preview.return.created":
    "A return of {title} (order {number}) would refund {amount} as soon as it is created.",
  "settings.preview.return.back": "A return of {title} (order {number}) would refund {amount} when the parcel is back.",
  "settings.preview.return.by-hand": "A return of {title} (order {number}) would offer you to refund {amount}.",
  "settings.preview.return.overCap":
    "A return of {title} (order {number}) is worth {amount}, over your cap: it would wait for you.",
  "settings.preview.return.byHand":
    "A return of {title} (order {number}) would wait for you: it cannot be refunded automatically.",
  "settings.preview.abroad": "Order {number} to {country} would be declared as: {type}.",
  "settings.preview.skus": "Items of order {number}",
  "settings.preview.article": "Item",
  "settings.preview.skus.changed":
    "{count, plural, =0 {None of your {products} recent products changes its reference.} one {1 of your {products} recent products changes its reference: what is noted under the old one will no longer match it.} other {# of your {products} recent products change their reference: what is noted under the old one will no longer match them.}}",
  "settings.preview.place.here":
    "{count, plural, =0 {No open order still waits for a label without a fixed place.} one {1 open order would get its label in Passerelle.} other {# open orders would get their label in Passerelle.}}",
  "settings.preview.place.sendcloud":
    "{count, plural, =0 {No open order still waits for a label without a fixed place.} one {1 open order would go to Sendcloud once it is ready.} other {# open orders would go to Sendcloud once they are ready.}}",
  "settings.preview.atSendcloud":
    "{count, plural, one {1 order is in Sendcloud already and stays there.} other {# orders are in Sendcloud already and stay there.}}",
  "settings.preview.labelled":
    "{count, plural, one {1 order has its label already, which does not change.} other {# orders have their label already, which does not change.}}",
  "settings.preview.weight": "Order {number} ({count, plural, one {1 item} other {# items}}) would weigh {kilos} kg.",
  "settings.preview.ship.label-made":
    "Order {number}: tracking told when the label is made, “shipped” 60 seconds later, then it can no longer be cancelled, only refunded.",
  "settings.preview.ship.carrier-scan":
    "Order {number}: the marketplace hears nothing before the parcel is scanned; until then it can be cancelled.",
  "settings.preview.accept.by-hand": "Every order waits for your answer.",
  "settings.preview.accept.automatic": "Orders that arrive from now on are accepted without you.",
  "settings.preview.accept.guarded":
    "Orders that arrive from now on are accepted without you if there is stock and the price fell by {percent} % at most, up to {most} an hour.",
  "settings.preview.accept.waits": "Order {number} waits for an answer already:",
  "settings.preview.rate": "Order {number} of {amount} would go to Sendcloud as {euros}.",
  "settings.preview.rate.none": "Order {number} of {amount} cannot go to Sendcloud without a rate for its currency.",
};
