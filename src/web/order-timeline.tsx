import type { OrderEvent } from "../db/orders";
import type { Money } from "../domain/money";
import { formatClock } from "../i18n/format";
import { isMessageKey, type Translate } from "../i18n/index";
import { isoSeconds } from "../lib/time";
import { Card, type Tone } from "./components";
import { intentReason, intentWords } from "./order-words";
import { moneyText, type Reader, wordsFor } from "./reader";

const TONES: Record<string, Tone> = {
  "label-created": "success",
  "label-failed": "danger",
  "acceptance-failed": "danger",
  "label-cancel-refused": "danger",
  "tracking-failed": "danger",
  "ship-failed": "danger",
  "key-refused": "danger",
  parked: "warning",
  shipped: "success",
  accepted: "success",
};

/** What happened to an order, newest first, with who did it and when by the workspace's clock. */
export function Timeline({ reader, events }: { reader: Reader; events: readonly OrderEvent[] }) {
  return (
    <Card title={reader.t("order.timeline")}>
      {events.length === 0 ? (
        <p class="muted">{reader.t("order.timeline.empty")}</p>
      ) : (
        <ol class="timeline">
          {events.toReversed().map((event) => (
            <TimelineEntry reader={reader} event={event} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function TimelineEntry({ reader, event }: { reader: Reader; event: OrderEvent }) {
  const notes = eventNotes(reader, event);
  return (
    <li data-tone={TONES[event.kind] ?? "neutral"}>
      {eventWords(reader, event)}
      {notes.map((note) => (
        <small class="note">{note}</small>
      ))}
      <span class="when">
        <time datetime={isoSeconds(event.at)}>{formatClock(reader.language, reader.timeZone, event.at)}</time>
        {event.actor ? ` · ${event.actor}` : ""}
      </span>
    </li>
  );
}

/** One line for an event; a kind nobody knows yet shows its name. */
function eventWords({ t }: Reader, { kind, details }: Pick<OrderEvent, "kind" | "details">): string {
  const key = `event.${kind}`;
  if (!isMessageKey(key)) return t("event.other", { kind });
  const text = (name: string) => (typeof details[name] === "string" ? details[name] : "");
  const fields = Array.isArray(details.fields) ? details.fields.map(String) : [];
  return t(key, {
    from: marketplaceWords(t, text("from")),
    to: marketplaceWords(t, text("to")),
    fields: fields.map((field) => wordsFor(t, [`recipient.${field}`], field)).join(", "),
    carrier: text("carrier"),
    trackingNumber: text("trackingNumber"),
    stage: wordsFor(t, [`stage.${text("stage")}`], text("stage")),
    intent: intentWords(t, text("intent")),
  });
}

// The marketplace's own word, SHIPPING or WAITING_DEBIT, in the reader's language; a word nobody knows stays as it is.
function marketplaceWords(t: Translate, word: string): string {
  return wordsFor(t, [`marketplace.${word.toLowerCase().replaceAll("_", "-")}`], word);
}

function eventNotes(reader: Reader, { kind, details }: OrderEvent): string[] {
  const { t } = reader;
  const notes: string[] = [];
  if (isMoney(details.price)) notes.push(t("event.label-created.price", { price: moneyText(reader, details.price) }));
  if (kind === "parked" && typeof details.reason === "string")
    notes.push(intentReason(t, { kind: null, reason: details.reason }).ours);
  if (typeof details.words === "string" && details.words !== "") {
    notes.push(kind === "parcel-moved" ? details.words : t("reason.theirWords", { words: details.words }));
  }
  return notes;
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "minor" in value && "currency" in value;
}
