import type { OrderEvent } from "../db/order-record";
import { PARK_REASONS } from "../domain/intent";
import { formatClock } from "../i18n/format";
import { isoSeconds } from "../lib/time";
import { intentPath, stepWords } from "./intent-words";
import { intentReason, intentWords } from "./order-words";
import { type Reader, wordsFor } from "./reader";

/** The steps of one intent among an order's events, oldest first. */
export type IntentSteps = { intentId: string; steps: OrderEvent[] };

const TROUBLED: ReadonlySet<string> = new Set(["failed", "parked", "unknown", "reconciling"]);

/** One intent in the timeline: how it stands, its steps on demand, and the way to what was asked and answered. */
export function IntentStepsEntry(props: { reader: Reader; storeId: string; entry: IntentSteps }) {
  const { reader, storeId } = props;
  const { t } = reader;
  const { intentId, steps } = props.entry;
  const last = steps.at(-1);
  if (!last) return null;
  const state = textOf(last, "state");
  return (
    <li class="quiet" data-tone={state === "parked" ? "warning" : "neutral"}>
      {intentWords(t, textOf(last, "kind"))} · {stateWords(reader, last)}
      <details id={`steps-${intentId}`} open={TROUBLED.has(state)}>
        <summary>{t("event.steps", { count: steps.length })}</summary>
        <ol class="quiet-steps">
          {steps.map((step) => (
            <Step reader={reader} step={step} />
          ))}
        </ol>
      </details>{" "}
      <a href={intentPath(storeId, intentId)}>{t("event.evidence")}</a>
      <When reader={reader} event={last} />
    </li>
  );
}

function Step({ reader, step }: { reader: Reader; step: OrderEvent }) {
  const { t } = reader;
  const words = textOf(step, "words");
  const { status } = step.details;
  const notes = [
    textOf(step, "what") === "planned" ? "" : stepWords(t, textOf(step, "what")),
    typeof status === "number" ? t("event.http", { status }) : "",
    words === "" || typeof status !== "number" ? "" : t("reason.theirWords", { words }),
    reasonOf(reader, step),
  ].filter((note) => note !== "");
  return (
    <li class="quiet-step">
      {attemptWords(reader, step)}
      <When reader={reader} event={step} />
      {notes.length === 0 ? null : <small class="note">{notes.join(" · ")}</small>}
    </li>
  );
}

function When({ reader, event }: { reader: Reader; event: OrderEvent }) {
  return (
    <span class="when">
      <time datetime={isoSeconds(event.at)}>{formatClock(reader.language, reader.timeZone, event.at)}</time>
      {event.actor ? ` · ${event.actor}` : ""}
    </span>
  );
}

function stateWords({ t }: Reader, step: OrderEvent): string {
  const state = textOf(step, "state");
  return wordsFor(t, [`intent-state.${state}`], state);
}

function attemptWords({ t }: Reader, step: OrderEvent): string {
  const state = textOf(step, "state");
  const { sends } = step.details;
  return wordsFor(t, [`step.${state}`], state, { attempt: typeof sends === "number" ? sends : 1 });
}

// Only a stop has a reason that nothing else of the step says.
function reasonOf({ t }: Reader, step: OrderEvent): string {
  const reason = textOf(step, "reason");
  if (textOf(step, "state") === "skipped") return wordsFor(t, [`skip.${reason}`], "");
  return PARK_REASONS.some((known) => known === reason) ? intentReason(t, { kind: null, reason }).ours : "";
}

function textOf(event: OrderEvent, name: string): string {
  const value = event.details[name];
  return typeof value === "string" ? value : "";
}
