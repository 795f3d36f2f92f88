import type { Waiting } from "../db/attention";
import type { AttentionKind } from "../domain/attention";
import type { Translate } from "../i18n/index";
import { cancelledWords } from "./attention-cancelled";
import { intentPath } from "./intent-words";
import { intentReason, intentWords, orderPath } from "./order-words";
import type { Reader } from "./reader";
import { refundPath } from "./return-words";
import { pauseText } from "./store-health";

export function waitingTitle(t: Translate, one: Waiting): string {
  switch (one.source) {
    case "intent":
      return intentWords(t, one.kind);
    case "item":
      return t(isLinkable(one) ? "attention.linkable" : `attention.${one.kind}`);
    case "set-aside":
      return t("attention.set-aside");
    case "pause":
      return t("attention.pause");
  }
}

// One that fits an order is offered there; one that fits none is nobody's yet.
function isLinkable(one: Extract<Waiting, { source: "item" }>): boolean {
  return one.kind === "unmatched-shipment" && one.orderId !== null;
}

/** What it means and what to do, in plain words. */
export function waitingWords(reader: Reader, one: Waiting): string {
  const { t } = reader;
  switch (one.source) {
    case "intent":
      return intentReason(t, one).ours;
    case "item":
      return (
        cancelledWords(reader, one) ?? t(isLinkable(one) ? "attention.linkable.body" : `attention.${one.kind}.body`)
      );
    case "set-aside":
      return t("attention.set-aside.body");
    case "pause":
      return `${pauseText(reader, one.reason)} ${t("attention.pause.body")}`;
  }
}

// Where each kind is settled when it concerns no order that is here.
const SETTLED_AT: Record<AttentionKind, "store" | "accounts"> = {
  "order-missing": "store",
  "key-refused": "store",
  "unmatched-shipment": "accounts",
  "unmatched-return": "accounts",
  "return-without-id": "store",
  "refund-over-cap": "store",
  "refund-by-hand": "store",
  "two-parcels": "store",
  "label-unneeded": "store",
  "telling-refused": "store",
  "integration-deleted": "accounts",
  "timeline-broken": "store",
  "order-cancelled-there": "store",
  "label-voided-there": "store",
  "many-cancelled-there": "accounts",
  "acceptance-guard": "store",
};

/** Where a person settles it. */
export function waitingLink(t: Translate, one: Waiting): { href: string; words: string } {
  if (one.source === "intent") return { href: intentPath(one.storeId, one.key), words: t("intent.evidence") };
  if (one.source === "item") {
    const { orderId, number, storeId, kind } = one;
    const { returnKey } = one.details;
    if (orderId !== null && number !== null && typeof returnKey === "string")
      return { href: refundPath({ storeId, orderId, returnKey }), words: t("attention.open.refund") };
    if (orderId !== null && number !== null)
      return { href: orderPath({ storeId, orderId }), words: t("attention.open.order") };
    if (storeId === "" || SETTLED_AT[kind] === "accounts")
      return { href: "/sendcloud-accounts", words: t("attention.open.accounts") };
  }
  return { href: `/stores/${encodeURIComponent(one.storeId)}`, words: t("attention.open.store") };
}
