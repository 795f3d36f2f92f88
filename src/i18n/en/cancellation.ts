import type { cancellation as french } from "../fr/cancellation";

/** Calling an order off: by the merchant here, at Sendcloud, at the marketplace. */
export const cancellation = {
  "cancellation.button": "Cancel order…",
  "cancellation.title": "Cancel order {number}",
  "cancellation.what-happens": "What will happen",
  "cancellation.first-label": "The label is cancelled first, and the carrier gives you back its price.",
  "cancellation.first-pushed": "The order is taken out of Sendcloud first: nobody can pack it any more.",
  "cancellation.then-cancel": "The order is cancelled on the marketplace, which tells the buyer.",
  "cancellation.then-refund":
    "The marketplace no longer lets this order be cancelled: the cancellation becomes a refund of {amount} to the buyer.",
  "cancellation.undo-note": "Nothing leaves for 60 seconds: until then one click stops all of it.",
  "cancellation.if-refused":
    "Should the carrier refuse to cancel the label, the marketplace is told nothing and the order stays as it is.",
  "cancellation.reason.refund": "Reason for the refund",
  "cancellation.reason.cancel": "Reason for the cancellation",
  "cancellation.reason.choose": "Choose a reason",
  "cancellation.do.cancel": "Cancel the whole order",
  "cancellation.do.refund": "Cancel and refund {amount}",
  "cancellation.keep": "Keep the order",
  "cancellation.lines.title": "Cancel only a part",
  "cancellation.lines.lead":
    "Say how many pieces of each item you will not send. The rest of the order leaves as planned.",
  "cancellation.lines.quantity": "{title}: pieces to cancel, of {quantity}",
  "cancellation.lines.do": "Cancel these pieces",
  "cancellation.lines.invalid": "Give a whole number of pieces, at most what was ordered.",
  "cancellation.over-cap.owner":
    "This is more than the store refunds without asking. Check the amount before you go on.",
  "cancellation.over-cap.others":
    "This is more than the store refunds without asking: only an owner of the workspace may do it.",
  "cancellation.no-way": "This order cannot be cancelled now",
  "cancellation.no-way.not-accepted": "It is not accepted yet: refuse it instead.",
  "cancellation.no-way.not-paid":
    "Its payment is under way and the marketplace lets nobody cancel meanwhile. Try again once the order is paid.",
  "cancellation.no-way.shipped": "It is announced as shipped already: only a refund is left.",
  "cancellation.no-way.over": "It is over or cancelled already on the marketplace.",
  "cancellation.no-way.nothing-left": "All of it was refunded or cancelled already.",
  "cancellation.no-way.busy":
    "Its state does not allow it: a parcel has left, a label is being made, or a cancellation is under way.",
  "cancellation.planned": "Cancellation asked for",
  "cancellation.planned.body": "Nothing has left for the marketplace yet. Do not ship.",
  "cancellation.undo": "Do not cancel",
  "cancellation.stop": "Stop the cancellation",

  "vanished.title": "Orders deleted in Sendcloud",
  "vanished.lead":
    "{count, plural, one {# order has vanished} other {# orders have vanished}} from the account {name} without a label. Nothing was cancelled or refunded: tell us what is true.",
  "vanished.nothing": "No order waits for your answer here any more.",
  "vanished.cancel": "Cancel these {count} in Mirakl",
  "vanished.cancel.body":
    "Each order is cancelled on the marketplace, or refunded as a whole where it can no longer be cancelled, within the caps of its store. What goes over them is asked order by order. Nothing leaves for 60 seconds.",
  "vanished.cancel.sure": "Yes, cancel these {count} orders",
  "vanished.keep": "Keep them open",
  "vanished.keep.body":
    "The orders stay open on the marketplace. They do not come back to Sendcloud by themselves: their labels are made here.",
  "vanished.gone-at": "Gone",
  "vanished.order": "Order",

  "attention.order-cancelled-there": "Order deleted in Sendcloud",
  "attention.order-cancelled-there.body":
    "Somebody deleted this order in Sendcloud, without a label. It is still open on the marketplace.",
  "attention.order-cancelled-there.off":
    "Automatic cancelling is off for this store: cancel the order if it should be, or make its label here.",
  "attention.order-cancelled-there.shipped":
    "It is announced as shipped already: nothing is cancelled by itself. Refund the buyer if they are entitled to it.",
  "attention.order-cancelled-there.not-paid":
    "The marketplace does not let it be cancelled yet: come back once it is paid.",
  "attention.order-cancelled-there.not-accepted": "It is not accepted yet: refuse it if it should not be sent.",
  "attention.order-cancelled-there.failed":
    "Cancelling it by itself came to nothing: nothing is cancelled or refunded. See why on the order, then decide yourself.",
  "attention.order-cancelled-there.over-cap":
    "Cancelling it means refunding {amount}, more than your caps: decide yourself.",
  "attention.order-cancelled-there.no-reason":
    "Cancelling it means refunding {amount}, and the store's settings name no refund reason.",
  "attention.order-cancelled-there.currency":
    "Cancelling it means refunding {amount}, in another currency than the store's: decide yourself.",
  "attention.label-voided-there": "Label cancelled in Sendcloud",
  "attention.label-voided-there.body":
    "The label of this order was cancelled in Sendcloud; the order itself is still open on the marketplace. Make a new label, or cancel the order.",
  "attention.many-cancelled-there": "Many orders deleted in Sendcloud",
  "attention.many-cancelled-there.body":
    "{count, plural, one {# order has vanished} other {# orders have vanished}} from the Sendcloud account {name} within an hour. To be safe, nothing is cancelled there by itself before you answer.",
  "attention.open.cancellation": "Cancel order…",
  "attention.open.label": "New label",
  "attention.open.vanished": "Cancel these {count} in Mirakl…",

  "event.cancel-undone": "Cancellation stopped before it left",
  "skip.undone": "Stopped in time by a person.",
  "told.undone": "Stopped in time by a person",
  "reason.reason-missing": "Choose one of the marketplace's reasons: it asks for one.",
  "reason.nothing-chosen": "Nothing was chosen: give at least one piece.",
  "reason.list-changed": "The list has changed meanwhile. Nothing was done: read it again, then decide.",
  "reason.undo-too-late": "It has left or was stopped already: there is nothing to hold back any more.",
} satisfies Record<keyof typeof french, string>;
