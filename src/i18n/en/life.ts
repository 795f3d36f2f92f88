export const life = {
  "life.card": "Pause and disconnection",
  "life.pause.title": "Pause the store",
  "life.pause.lead":
    "Nothing is sent or imported while it is paused, and nothing is lost: everything goes on where it stood.",
  "life.pause.reason": "Reason",
  "life.pause.reasonHint": "Your colleagues will see it, with your name.",
  "life.pause.button": "Pause",
  "life.paused.by": "Paused by {name},",
  "life.resume.button": "Resume",
  "life.refused": "That could not be done",

  "life.disconnect.title": "Disconnect the store",
  "life.disconnect.lead":
    "Passerelle stops everything for this store and destroys its key. Its history stays readable.",
  "life.disconnect.open": "What is still open",
  "life.disconnect.idle": "Nothing: no order waits, no label is under way.",
  "life.open.toAccept": "Orders to accept",
  "life.open.toShip": "Orders to ship",
  "life.open.labels": "Labels under way",
  "life.open.parked": "Actions that wait for a decision",
  "life.open.refunds": "Refunds planned",
  "life.disconnect.finish": "Finish first",
  "life.disconnect.finish.lead": "Settle what is open, then come back here.",
  "life.export": "Take the orders along",
  "life.export.lead":
    "A CSV file of all orders of this store. It holds the names and addresses of buyers: keep it in a safe place.",
  "life.export.button": "Download the CSV",
  "life.disconnect.leave": "Leave it as it is and disconnect",
  "life.disconnect.leave.stops": "No more imports, nothing is sent any more.",
  "life.disconnect.leave.money":
    "Labels, cancellations and refunds that are planned and have not left are dropped. What left without an answer will be checked when you connect the store again.",
  "life.disconnect.leave.key":
    "The API key is destroyed. The Sendcloud webhook is removed unless another store uses it.",
  "life.disconnect.leave.history":
    "Orders and their history stay readable. Connecting the same shop again continues them, under the same numbers.",
  "life.disconnect.button": "Disconnect",
  "life.disconnect.ask": "Disconnect “{name}” and destroy its key?",
  "life.disconnect.sure": "Yes, disconnect",

  "life.disconnected": "Store disconnected",
  "life.disconnected.badge": "Disconnected",
  "life.disconnected.since": "Since",
  "life.disconnected.lead":
    "Nothing is imported or sent. Its orders stay readable. To continue it, connect the same shop with an API key.",
  "life.disconnected.order": "Its store is disconnected: this order can only be read.",
  "life.webhookLeft": "The webhook is still at Sendcloud",
  "life.webhookLeft.lead":
    "Sendcloud did not let it be removed. It does no harm; you can remove it in Sendcloud, on the page of the integration.",
  "life.reconnect.button": "Connect again",
  "life.reconnect.shop": "This shop was connected before: its history, tag and numbers go on.",

  "life.delete.link": "Delete",
  "life.delete.title": "Delete the store",
  "life.delete.lead":
    "All that Passerelle holds of “{name}” is erased: orders, labels, numbers, history. Nothing changes at Mirakl or Sendcloud.",
  "life.delete.forEver": "This is final",
  "life.delete.exportFirst": "Download its orders first if you want to keep a record.",
  "life.delete.name": "To confirm, type the name of the store: {name}",
  "life.delete.otherName": "This is not the name of the store.",
  "life.delete.button": "Delete everything",
  "life.deleting": "Being deleted",
  "life.deleting.lead": "The data of this store are being erased. It will vanish from the list.",

  "life.csv.number": "Number",
  "life.csv.state": "State",
  "life.csv.buyer": "Buyer",
  "life.csv.zip": "Postcode",
  "life.csv.city": "City",
  "life.csv.country": "Country",
  "life.csv.items": "Items",
  "life.csv.currency": "Currency",

  "storeKey.otherShop":
    "This key opens the shop {found}. The one connected here is {shop} (no. {id}). Use the key of that shop.",
  "storeKey.otherShop.unnamed":
    "This key does not open the shop {shop} (no. {id}), which is connected here. Use the key of that shop.",

  "event.paused": "Store paused",
  "event.paused.reason": "Reason: {reason}",
  "event.resumed": "Pause ended",
  "event.disconnected": "Store disconnected, key destroyed",
  "event.reconnected": "Store connected again",
  "skip.store-disconnected": "The store had been disconnected before.",
  "reason.store-disconnected":
    "This store is disconnected: nothing can be sent any more. Connect it again from its page, then try again.",
  "reason.account-differs":
    "This shop was connected with another Sendcloud account, where its order numbers are reserved. Choose that account in the Sendcloud step.",

  "accountAdd.title": "Add a Sendcloud account",
  "accountAdd.lead":
    "Paste the keys of a Sendcloud API integration. They are checked at once, and nothing is changed there. A store can use it afterwards.",
  "accountAdd.twin":
    "This integration is here already: it is the account {name}. To change its keys, open it in the list.",
  "accountAdd.button": "Check and add",
  "accounts.stores": "Stores",
  "accounts.stores.none": "none so far",
  "accounts.works": "The keys work",
  "accounts.test": "Test",
  "accounts.senders": "Sender addresses",
  "accounts.budget": "Writes of the last minute",
  "accounts.budget.used": "{used} of {most}",
  "accounts.budget.held": "Sendcloud asks us to wait: nothing leaves before {moment}.",
  "accounts.trouble.integration-deleted":
    "The integration was deleted at Sendcloud: its stores send nothing any more. Make it again there and add it as a new account, or give keys here that still open it.",
  "accounts.trouble.key-refused":
    "Sendcloud refuses these keys: its stores send nothing any more. Change them to go on.",
  "accounts.previous": "Previous key",
  "accounts.previous.until": "taken for webhooks until {moment}",
};
