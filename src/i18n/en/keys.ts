import type { keys as french } from "../fr/keys";

export const keys: Record<keyof typeof french, string> = {
  "storeKey.title": "Change the API key",
  "storeKey.lead":
    "Paste the new key of the shop {shop}. It is checked with Mirakl at once. Nothing that waits is lost: everything goes on as soon as the key is accepted.",
  "storeKey.button": "Check and save the key",
  "accountKey.title": "Change the Sendcloud keys",
  "accountKey.lead":
    "Paste the new keys of integration {id}. They are checked with Sendcloud at once. Nothing that waits is lost: everything goes on as soon as they are accepted.",
  "accountKey.signature": "Webhook signature key",
  "accountKey.signatureHint": "Only if Sendcloud shows one. Leave this empty to keep the one before.",
  "accountKey.button": "Check and save the keys",
  "accountKey.otherIntegration":
    "These keys open {found} (no. {foundId}), but this account is the integration {name} (no. {id}), where its orders and their numbers are kept. Use the keys of integration no. {id}. If it is gone from Sendcloud, add the other one as a new account.",
  "accountKey.otherIntegration.title": "These are not the keys of this integration",
  "accountKey.changedMeanwhile": "Somebody has just changed these keys. Check them before you try again.",
};
