import type { Waiting } from "../db/attention";
import type { AttentionKind } from "../domain/attention";
import type { Translate } from "../i18n/index";
import { intentPath } from "./intent-words";
import { intentReason, intentWords, orderPath } from "./order-words";
import type { Reader } from "./reader";
import { pauseText } from "./store-health";

export function waitingTitle(t: Translate, one: Waiting): string {
  switch (one.source) {
    case "intent":
      return intentWords(t, one.kind);
    case "item":
      return t(`attention.${one.kind}`);
    case "set-aside":
      return t("attention.set-aside");
    case "pause":
      return t("attention.pause");
  }
}

/** What it means and what to do, in plain words. */
export function waitingWords(reader: Reader, one: Waiting): string {
  const { t } = reader;
  switch (one.source) {
    case "intent":
      return intentReason(t, one).ours;
    case "item":
      return t(`attention.${one.kind}.body`);
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
  "two-parcels": "store",
  "integration-deleted": "accounts",
  "timeline-broken": "store",
};

/** Where a person settles it. */
export function waitingLink(t: Translate, one: Waiting): { href: string; words: string } {
  if (one.source === "intent") return { href: intentPath(one.storeId, one.key), words: t("intent.evidence") };
  if (one.source === "item") {
    const { orderId, number, storeId, kind } = one;
    if (orderId !== null && number !== null)
      return { href: orderPath({ storeId, orderId }), words: t("attention.open.order") };
    if (storeId === "" || SETTLED_AT[kind] === "accounts")
      return { href: "/sendcloud-accounts", words: t("attention.open.accounts") };
  }
  return { href: `/stores/${encodeURIComponent(one.storeId)}`, words: t("attention.open.store") };
}
