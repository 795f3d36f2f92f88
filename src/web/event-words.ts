import type { OrderEvent } from "../db/order-record";
import type { Money } from "../domain/money";
import { isMessageKey, type MessageKey, type Translate } from "../i18n/index";
import { intentReason, intentWords } from "./order-words";
import { moneyText, type Reader, wordsFor } from "./reader";
import { settingName, settingValue } from "./setting-words";

type Told = Pick<OrderEvent, "kind" | "details">;

/** One line for an event; a kind nobody knows yet shows its name. */
export function eventWords(reader: Reader, { kind, details }: Told): string {
  const { t } = reader;
  const key = `event.${kind}`;
  if (!isMessageKey(key)) return t("event.other", { kind });
  const text = (name: string) => textOf(details[name]);
  const fields = Array.isArray(details.fields) ? details.fields.map(String) : [];
  return t(key, {
    from: marketplaceWords(t, text("from")),
    to: marketplaceWords(t, text("to")),
    fields: fields.map((field) => wordsFor(t, [`recipient.${field}`], field)).join(", "),
    carrier: text("carrier"),
    trackingNumber: text("trackingNumber"),
    number: text("number"),
    stage: wordsFor(t, [`${kind === "return-seen" ? "return" : "stage"}.${text("stage")}`], text("stage")),
    intent: intentWords(t, text(kind === "decided" ? "kind" : "intent")),
    choice: wordsFor(t, [`decided.${text("choice")}`], text("choice")),
    quantity: typeof details.quantity === "number" ? details.quantity : 1,
    amount: isMoney(details.amount) ? moneyText(reader, details.amount) : "",
  });
}

/** What else an event says, below its line. */
export function eventNotes(reader: Reader, { kind, details }: Told): string[] {
  const { t } = reader;
  const { price, shipping, refundId, items, missing, why, cap, reason, words } = details;
  const notes = [
    moneyNote(reader, "event.label-created.price", "price", price),
    moneyNote(reader, "event.refunded.shipping", "amount", shipping),
    textOf(refundId) === "" ? "" : t("event.refunded.id", { id: textOf(refundId) }),
    kind === "return-seen" ? itemsNote(t, items) : "",
    kind === "settings-changed" ? settingNote(reader, details) : "",
    kind === "difference" ? codeWords(t, "difference", missing) : "",
    kind === "held-back" ? codeWords(t, "acceptance", why) : "",
    kind === "refund-by-hand" ? codeWords(t, "by-hand", why) : "",
    kind === "refund-over-cap" ? codeWords(t, "by-hand", cap) : "",
    kind === "paused"
      ? t("event.paused.reason", { reason: wordsFor(t, [`reason.${textOf(reason)}`], textOf(reason)) })
      : "",
    kind === "parked" ? intentReason(t, { kind: null, reason: textOf(reason) }).ours : "",
    wordsNote(t, kind, textOf(words)),
  ];
  return notes.filter((note) => note !== "");
}

// The marketplace's own word, SHIPPING or WAITING_DEBIT, in the reader's language; a word nobody knows stays as it is.
function marketplaceWords(t: Translate, word: string): string {
  return wordsFor(t, [`marketplace.${word.toLowerCase().replaceAll("_", "-")}`], word);
}

function moneyNote(reader: Reader, key: MessageKey, name: string, value: unknown): string {
  return isMoney(value) && value.minor > 0 ? reader.t(key, { [name]: moneyText(reader, value) }) : "";
}

function settingNote(reader: Reader, { setting, from, to }: Record<string, unknown>): string {
  const name = textOf(setting);
  if (name === "") return "";
  const values = { from: settingValue(reader, name, from), to: settingValue(reader, name, to) };
  return reader.t("event.settings-changed.what", { name: settingName(reader, name), ...values });
}

function itemsNote(t: Translate, items: unknown): string {
  const count = Array.isArray(items) ? items.length : items;
  return typeof count === "number" && count > 0 ? t("event.return-seen.items", { count }) : "";
}

function codeWords(t: Translate, about: string, code: unknown): string {
  return wordsFor(t, [`${about}.${textOf(code)}`], textOf(code));
}

function wordsNote(t: Translate, kind: string, words: string): string {
  if (words === "" || kind === "parcel-moved") return words;
  return t("reason.theirWords", { words });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isMoney(value: unknown): value is Money {
  return (
    typeof value === "object" &&
    value !== null &&
    "minor" in value &&
    "currency" in value &&
    typeof value.minor === "number" &&
    typeof value.currency === "string"
  );
}
