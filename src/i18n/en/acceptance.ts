import type { acceptance as french } from "../fr/acceptance";

/** Orders that wait to be accepted, by a person or by themselves. */
export const acceptance = {
  "acceptance.anyway": "Accept anyway",
  "acceptance.before": "Accept before",
  "acceptance.refuses.typed":
    "By your settings, this marketplace refuses by itself after {hours, plural, one {# hour} other {# hours}}.",
  "acceptance.refuses.learnt":
    "This marketplace refuses by itself after about {hours, plural, one {# hour} other {# hours}}, learnt on",
  "acceptance.waits":
    "This order will be accepted by itself in its turn: your settings limit how many are accepted an hour. You may also answer now.",
  "acceptance.age": "The order was placed",
  "acceptance.guard-stock": "Not accepted by itself: the offer's stock does not suffice",
  "acceptance.guard-stock.seen":
    "{title} ({sku}): {ordered, plural, one {# piece} other {# pieces}} ordered, {offered} in stock in your offer.",
  "acceptance.guard-stock.do":
    "Check your stock. If you have the goods, accept; otherwise refuse, before the buyer is debited.",
  "acceptance.guard-price": "Not accepted by itself: the price fell too far",
  "acceptance.guard-price.seen": "{title} ({sku}): the buyer pays {price} a piece, your offer is at {offered} today.",
  "acceptance.guard-price.do":
    "Compare with your offer on the marketplace: a promotion explains the gap, a wrong price does not. Accept at this price, or refuse.",
  "acceptance.cannot-check": "To accept by hand: the offer could not be checked",
  "acceptance.cannot-check.seen": "{title} ({sku}): the marketplace did not show the stock and price of this offer.",
  "acceptance.cannot-check.do":
    "Accept or refuse yourself. For it to go by itself, give the user of the key the right to read offers, and check that the offer still exists.",
  "event.held-back": "Order not accepted by itself",
  "event.refusal-learnt": "Learnt: this marketplace refuses by itself an order that nobody answered",
  "attention.acceptance-guard": "Order to accept yourself",
  "attention.acceptance-guard.body":
    "Your guards held this order back: the offer's stock does not suffice, or the price fell too far. Open it, then accept or refuse it before the marketplace refuses by itself.",
  "reason.guard-stock": "The offer's stock does not suffice: accept or refuse the order yourself.",
  "reason.guard-price": "The price fell too far below the offer's: accept or refuse the order yourself.",
  "reason.cannot-check": "The offer could not be checked: accept or refuse the order yourself.",
  "reason.by-hand": "This store's orders are accepted by hand: accept or refuse this one yourself.",
} satisfies Record<keyof typeof french, string>;
