import type { reasons as french } from "../fr/reasons";

export const reasons = {
  "reason.theirWords": "Answer received: “{words}”",

  "reason.not-found": "This order is no longer here. Go back to the list of orders.",
  "reason.not-allowed-now":
    "The state of the order does not allow this now. Nothing was done: look at its state above.",
  "reason.order-changed":
    "The order changed on the marketplace just before the action. Nothing was done: read it again, and repeat if it is still right.",
  "reason.key-wrong":
    "The marketplace refuses the API key. Copy it again from your Mirakl account (My account, then API key), whole and without spaces.",
  "reason.key-without-role":
    "The key is right but gives no access to orders. Ask the marketplace for the right to use the orders API, or take another user's key.",
  "reason.host-not-allowed":
    "This is not the address of a known Mirakl marketplace. Check it; a special address is added in the variable EXTRA_MIRAKL_HOSTS.",
  "reason.host-not-mirakl":
    "This address answers, but not like a Mirakl marketplace. Give the address you see when you are signed in to Mirakl.",
  "reason.host-unreachable": "This address does not answer. Check its spelling, then try again in a moment.",
  "reason.mirakl-down": "The marketplace does not answer at the moment. Nothing is lost: try again in a few minutes.",
  "reason.mirakl-busy": "The marketplace asks us to slow down. Try again in a minute.",
  "reason.mirakl-refused": "The marketplace refused. Read its answer, correct what it asks for, then try again.",
  "reason.shop-closed": "This shop is closed or suspended on the marketplace. Reopen it there, then try again.",
  "reason.shop-not-found":
    "The key gives no access to this shop. Choose another one, or take the key of the right shop.",
  "reason.store-already-connected": "This store is connected already. Open it from the list of stores.",
  "reason.sendcloud-key-wrong":
    "Sendcloud refuses these keys. Copy the public and the secret key again from Sendcloud, Settings, Integrations.",
  "reason.sendcloud-oauth-needed":
    "Sendcloud asks for OAuth2 on this account. Create OAuth2 credentials in Sendcloud, then paste them here.",
  "reason.sendcloud-down":
    "Sendcloud does not answer at the moment. Try again in a few minutes: nothing is bought twice.",
  "reason.sendcloud-busy": "Sendcloud asks us to slow down. Try again in a minute: nothing is bought twice.",
  "reason.sendcloud-refused": "Sendcloud refused. Read its answer, correct what it asks for, then try again.",
  "reason.webhook-is-foreign":
    "Another program already receives the notifications of this Sendcloud integration. Create an integration for Passerelle alone, or confirm the replacement.",
  "reason.no-sender-address": "No sender address is chosen. Choose it in the store's settings.",
  "reason.no-shipping-option":
    "This shipping method does not fit this order, or no longer does. Choose another one of the list.",
  "reason.carrier-unmapped":
    "The marketplace does not know yet what this carrier is called there. Map it in the store's settings.",
  "reason.announcement-failed":
    "The carrier did not accept the parcel: no label was made. Correct what its answer says or choose another method, then try again.",
  "reason.label-not-cancellable": "This label can no longer be cancelled: it was used, or its time is over.",
  "reason.label-not-available": "The label file is not available yet. Try again in a few seconds.",
  "reason.too-soon": "That is too soon: the marketplace limits how often we may ask. Try again in a minute.",
  "reason.store-paused": "The store is paused: nothing is sent. Resume it on its page, then try again.",

  "reason.someone-else-acted":
    "Somebody else acted on this order at the same time. Look at it on the marketplace, then check again.",
  "reason.opposite-happened":
    "The opposite of what you asked for has happened on the marketplace already. Look at it there, then check again.",
  "reason.different-tracking-there":
    "The marketplace already holds another tracking number. We do not overwrite it: compare the two, then correct it on the marketplace.",
  "reason.not-explained":
    "We cannot know whether the action happened. We do not repeat it: look on the marketplace or in Sendcloud, then check again.",
  "reason.resends-used-up":
    "Several tries were left without a clear answer. We do not insist: wait a moment, then check again.",
  "reason.answer-does-not-match":
    "The answer does not match what we had asked for. We draw nothing from it: compare with the marketplace and Sendcloud, then check again.",
  "reason.remote": "The marketplace or Sendcloud refused. Read the answer, correct what it asks for, then try again.",
  "reason.over-resend-limit":
    "We found nothing there, but the amount is above what we send again without asking you. Look yourself, then decide.",
  "reason.already-decided":
    "This is settled already: somebody decided meanwhile, or the answer came. Nothing more was done.",
  "reason.remote-unknown": "What you chose is no longer there. Nothing was done: look again, then choose.",
  "reason.shop-differs": "This key opens another shop than the one connected here. Take the key of the right shop.",
  "reason.refund-over-rest":
    "The amount is above what is left to refund on this item. Nothing was sent: read the order again, then ask for less.",
  "reason.order-over": "The order is finished or cancelled on the marketplace: this is no longer possible.",
  "reason.currency-not-accepted":
    "Sendcloud does not accept this order's currency. Enter an exchange rate in the store's settings, or make the label here.",
  "reason.feature-off": "This feature is off for this store. Turn it on in its settings, then try again.",
} satisfies Record<keyof typeof french, string>;
