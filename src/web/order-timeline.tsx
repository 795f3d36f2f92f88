import type { OrderEvent, OrderRecord } from "../db/order-record";
import { formatClock } from "../i18n/format";
import { isoSeconds } from "../lib/time";
import { ButtonLink, Card, type Tone } from "./components";
import { eventNotes, eventWords } from "./event-words";
import { type IntentSteps, IntentStepsEntry } from "./intent-steps";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

const TONES: Record<string, Tone> = {
  "label-created": "success",
  "label-failed": "danger",
  "acceptance-failed": "danger",
  "label-cancel-refused": "danger",
  "tracking-failed": "danger",
  "ship-failed": "danger",
  "refund-failed": "danger",
  "cancel-failed": "danger",
  "reference-failed": "danger",
  "shipment-failed": "danger",
  "push-failed": "danger",
  "patch-failed": "danger",
  "unpush-failed": "danger",
  "key-refused": "danger",
  parked: "warning",
  "refund-over-cap": "warning",
  difference: "warning",
  shipped: "success",
  accepted: "success",
  refunded: "success",
};

type Shown = Pick<OrderRecord, "storeId" | "orderId" | "events" | "olderThan">;

/**
 * What happened to an order, newest first, with who did it and when by the workspace's clock. What the engine did for
 * one intent stands together, quieter, where its last step is. `paged`: older events than the newest are shown.
 */
export function Timeline({ reader, order, paged }: { reader: Reader; order: Shown; paged: boolean }) {
  const { t } = reader;
  return (
    <Card title={t("order.timeline")} id="timeline">
      {order.events.length === 0 ? (
        <p class="muted">{t("order.timeline.empty")}</p>
      ) : (
        <ol class="timeline">
          {groupSteps(order.events).map((entry) =>
            "steps" in entry ? (
              <IntentStepsEntry reader={reader} storeId={order.storeId} entry={entry} />
            ) : (
              <Entry reader={reader} event={entry} />
            ),
          )}
        </ol>
      )}
      <Pager reader={reader} order={order} paged={paged} />
    </Card>
  );
}

function Entry({ reader, event }: { reader: Reader; event: OrderEvent }) {
  return (
    <li data-tone={TONES[event.kind] ?? "neutral"}>
      {eventWords(reader, event)}
      {eventNotes(reader, event).map((note) => (
        <small class="note">{note}</small>
      ))}
      <span class="when">
        <time datetime={isoSeconds(event.at)}>{formatClock(reader.language, reader.timeZone, event.at)}</time>
        {event.actor ? ` · ${event.actor}` : ""}
      </span>
    </li>
  );
}

function Pager({ reader, order, paged }: { reader: Reader; order: Shown; paged: boolean }) {
  const { t } = reader;
  const { olderThan } = order;
  if (!paged && olderThan === null) return null;
  return (
    <div class="pager">
      {paged ? (
        <ButtonLink href={`${orderPath(order)}#timeline`} weight="plain">
          {t("order.timeline.newest")}
        </ButtonLink>
      ) : (
        <span />
      )}
      {olderThan === null ? null : (
        <ButtonLink href={`${orderPath(order)}?before=${olderThan}#timeline`} weight="plain">
          {t("order.timeline.older")}
        </ButtonLink>
      )}
    </div>
  );
}

/** Newest first; the steps of one intent become one entry at the place of the newest of them, oldest step first. */
function groupSteps(events: readonly OrderEvent[]): (OrderEvent | IntentSteps)[] {
  const groups = new Map<string, IntentSteps>();
  const entries: (OrderEvent | IntentSteps)[] = [];
  for (const event of events.toReversed()) {
    const { intentId } = event.details;
    if (event.kind !== "intent" || typeof intentId !== "string") {
      entries.push(event);
      continue;
    }
    const group = groups.get(intentId);
    if (group) group.steps.unshift(event);
    else {
      const made = { intentId, steps: [event] };
      groups.set(intentId, made);
      entries.push(made);
    }
  }
  return entries;
}
