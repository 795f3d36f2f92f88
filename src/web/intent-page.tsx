import { isUnderWay } from "../domain/intent";
import type { IntentEvidence, RecordedExchange } from "../sync/stub-orders";
import { Badge, Card, Distance, Facts, Moment, Notice, PageHead, type Tone } from "./components";
import { RefusalNotice } from "./faults";
import { ChoicesCard, type ShownIntent, ThereCard } from "./intent-choices";
import { stepWords } from "./intent-words";
import { intentReason, intentWords, orderPath } from "./order-words";
import { moneyText, type Reader, wordsFor } from "./reader";

const TONES: Partial<Record<IntentEvidence["state"], Tone>> = {
  parked: "warning",
  failed: "danger",
  done: "success",
  sent: "info",
  unknown: "info",
  reconciling: "info",
};

/** All that is known of one intent, what is not, what the remote holds, and what a person may decide. */
export function IntentArticle({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const { evidence, store, number, refusal, unfinished } = asked;
  const order = t("order.title", { number: number ?? evidence.orderId });
  const back = { href: orderPath({ storeId: store.id, orderId: evidence.orderId }), label: order };
  return (
    <article class="narrow" id="intent">
      <PageHead
        title={intentWords(t, evidence.kind)}
        back={number === null ? { href: "/attention", label: t("attention.title") } : back}
        badge={<Badge tone={TONES[evidence.state] ?? "neutral"}>{t(`intent-state.${evidence.state}`)}</Badge>}
        lead={endedBecause(reader, evidence)}
      />
      <RefusalNotice t={t} refusal={refusal} />
      {unfinished === null ? null : (
        <Notice tone="warning">
          <p>{t(unfinished)}</p>
        </Notice>
      )}
      <KnownCard reader={reader} asked={asked} />
      <DoubtCard reader={reader} evidence={evidence} />
      <ThereCard reader={reader} asked={asked} />
      <ChoicesCard reader={reader} asked={asked} />
      <ExchangesCard reader={reader} exchanges={evidence.exchanges} />
    </article>
  );
}

/** Why it stopped or ended, where a reason says it. */
function endedBecause({ t }: Reader, { kind, state, reason }: IntentEvidence): string | null {
  if (reason === null) return null;
  if (state === "skipped") return wordsFor(t, [`skip.${reason}`, `reason.${reason}`], reason);
  return state === "parked" || state === "failed" ? intentReason(t, { kind, reason }).ours : null;
}

function KnownCard({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const { evidence, store, number } = asked;
  const { money, attempts, sentAt, lastLook, steps, orderId } = evidence;
  const path = orderPath({ storeId: store.id, orderId });
  return (
    <Card title={t("evidence.known")}>
      <Facts
        rows={[
          [t("evidence.order"), number === null ? orderId : <a href={path}>{number}</a>],
          [t("evidence.store"), <a href={`/stores/${store.id}`}>{store.name}</a>],
          [t("evidence.money"), money ? moneyText(reader, money) : t("evidence.money.none")],
          [t("evidence.sends"), String(attempts)],
          [t("evidence.sentAt"), sentAt === null ? null : <Moment reader={reader} at={sentAt} />],
          [
            t("evidence.lastLook"),
            lastLook === null ? (
              t("evidence.lastLook.never")
            ) : (
              <>
                <Distance reader={reader} at={lastLook.at} /> · {stepWords(t, lastLook.words)}
              </>
            ),
          ],
        ]}
      />
      <h3 class="known-steps">{t("evidence.steps")}</h3>
      {steps.length === 0 ? (
        <p class="muted">{t("evidence.steps.none")}</p>
      ) : (
        <ol class="timeline">
          {steps.map((step) => (
            <li data-tone="neutral">
              {stepWords(t, step.what)}
              {step.status === null ? null : <small class="note">{t("event.http", { status: step.status })}</small>}
              {step.words === "" || step.status === null ? null : (
                <small class="note">{t("reason.theirWords", { words: step.words })}</small>
              )}
              <span class="when">
                <Moment reader={reader} at={step.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

/** A sentence by park reason, and what a second send would risk where it is legal; nothing when nothing is in doubt. */
function DoubtCard({ reader, evidence }: { reader: Reader; evidence: IntentEvidence }) {
  const { t } = reader;
  const { parkReason, state, kind, choices } = evidence;
  if (parkReason === null && !isUnderWay(state)) return null;
  return (
    <Card title={t("evidence.unknown")} tone="warning">
      <p>{t(parkReason === null ? "doubt.checking" : `doubt.${parkReason}`)}</p>
      {choices.includes("send-again") ? <p>{t(`risk.${kind}`)}</p> : null}
    </Card>
  );
}

function ExchangesCard({ reader, exchanges }: { reader: Reader; exchanges: readonly RecordedExchange[] }) {
  const { t } = reader;
  return (
    <Card title={t("evidence.exchanges")} id="exchanges">
      {exchanges.length === 0 ? (
        <p class="muted">{t("evidence.exchanges.none")}</p>
      ) : (
        <>
          <p class="muted">{t("evidence.exchanges.lead")}</p>
          {exchanges.map((exchange) => (
            <Exchange reader={reader} exchange={exchange} />
          ))}
        </>
      )}
    </Card>
  );
}

function Exchange({ reader, exchange }: { reader: Reader; exchange: RecordedExchange }) {
  const { t } = reader;
  const { at, step, method, path, request, status, answer } = exchange;
  return (
    <details class="exchange">
      <summary class="exchange-head">
        <span>
          {t(`evidence.exchange.${step}`)}{" "}
          <code>
            {method} {path}
          </code>{" "}
          <Badge tone={status !== null && status < 300 ? "success" : "warning"}>
            {status === null ? t("evidence.exchange.noAnswer") : String(status)}
          </Badge>
        </span>
        <small class="muted">
          <Moment reader={reader} at={at} />
        </small>
      </summary>
      <div>
        <h3>{t("evidence.exchange.request")}</h3>
        <pre tabindex={0}>{request ?? t("evidence.exchange.noBody")}</pre>
        <h3>{t("evidence.exchange.answer")}</h3>
        <pre tabindex={0}>
          {answer ?? t(status === null ? "evidence.exchange.noAnswer" : "evidence.exchange.noBody")}
        </pre>
      </div>
    </details>
  );
}
