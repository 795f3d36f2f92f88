import type { StoreRow } from "../db/stores";
import type { Refusal } from "../sync/stub-answers";
import type { IntentEvidence, RemoteCandidate } from "../sync/stub-orders";
import { ActForm } from "./act-form";
import { AskFirst } from "./ask-first";
import { Button, ButtonLink, Card } from "./components";
import { CheckField, RadioField } from "./fields";
import { intentPath, remoteWords, stepWords } from "./intent-words";
import { distanceText, momentText, moneyText, type Reader } from "./reader";

export type Asked = {
  store: StoreRow;
  evidence: IntentEvidence;
  /** The order's number; null when it is not here. */
  number: string | null;
  /** Whether the remote was asked just now. */
  looked: boolean;
  /** Why the last decision did nothing. */
  refusal: Refusal | null;
  mayDecide: boolean;
  /** What the last decision still lacked. */
  unfinished: "decide.happened.missing" | "decide.send-again.unconfirmed" | null;
};
export type ShownIntent = { reader: Reader; asked: Asked };

/** What the remote holds now that may be ours; only a parked intent asks. */
export function ThereCard({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const { evidence, store, looked } = asked;
  const { candidates, parkReason, kind, intentId } = evidence;
  if (parkReason === null || store.disconnectedAt !== null) return null;
  return (
    <Card title={t("evidence.there", { remote: remoteWords(t, kind) })} id="there">
      {candidates === null ? (
        <p>{t(looked ? "evidence.there.silent" : "evidence.there.unasked")}</p>
      ) : candidates.length === 0 ? (
        <p>{t("evidence.there.nothing")}</p>
      ) : (
        <ul class="rows">
          {candidates.map((one) => (
            <li>{candidateWords(reader, one)}</li>
          ))}
        </ul>
      )}
      <ButtonLink href={`${intentPath(store.id, intentId)}?look=1#there`} weight="plain" icon="search">
        {t("evidence.look")}
      </ButtonLink>
    </Card>
  );
}

/** The legal buttons of a parked intent, for those who may act. */
export function ChoicesCard({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const { choices } = asked.evidence;
  if (choices.length === 0) return null;
  return (
    <Card title={t("decide.title")} id="decision" tone="info">
      {asked.store.disconnectedAt === null ? null : <p>{t("decide.disconnected")}</p>}
      {asked.mayDecide ? (
        <div class="choices">
          {choices.includes("check") ? <Check reader={reader} asked={asked} /> : null}
          {choices.includes("happened") ? <Happened reader={reader} asked={asked} /> : null}
          {choices.includes("send-again") ? <SendAgain reader={reader} asked={asked} /> : null}
          {choices.includes("drop") ? <Drop reader={reader} asked={asked} /> : null}
        </div>
      ) : (
        <p>{t("decide.viewer")}</p>
      )}
    </Card>
  );
}

function Check({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const path = decisionPath(asked);
  return (
    <ActForm path={path} class="check-again">
      <input type="hidden" name="choice" value="check" />
      <Button icon="refresh-cw">{t("decide.check")}</Button>
      <small class="muted">{t("decide.check.note")}</small>
    </ActForm>
  );
}

// A remote id is chosen among what is really there, never typed.
function Happened({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const { candidates } = asked.evidence;
  if (candidates === null) return <p class="muted">{t("decide.happened.unasked")}</p>;
  if (candidates.length === 0) return <p class="muted">{t("decide.happened.nothing")}</p>;
  const missing = asked.unfinished === "decide.happened.missing";
  return (
    <AskFirst
      path={decisionPath(asked)}
      act={t("decide.happened")}
      icon="check"
      ask={t("decide.happened.ask")}
      sure={t("decide.happened.sure")}
      fields={{ choice: "happened" }}
      open={missing}
    >
      <RadioField
        label={t("decide.happened.which")}
        name="remoteId"
        value=""
        choices={candidates.map((one) => ({ value: one.remoteId, label: candidateWords(reader, one) }))}
        error={missing ? t("decide.happened.missing") : undefined}
      />
    </AskFirst>
  );
}

// Asked twice: the question opens, and without the tick nothing is sent.
function SendAgain({ reader, asked }: ShownIntent) {
  const { t } = reader;
  const unconfirmed = asked.unfinished === "decide.send-again.unconfirmed";
  return (
    <AskFirst
      path={decisionPath(asked)}
      act={t("decide.send-again")}
      icon="rotate-ccw"
      ask={
        <>
          {t("decide.send-again.ask")} {t(`risk.${asked.evidence.kind}`)}
        </>
      }
      sure={t("decide.send-again.sure")}
      fields={{ choice: "send-again" }}
      open={unconfirmed}
    >
      <p>
        {asked.evidence.money ? (
          <>
            <strong>{t("attention.stake", { amount: moneyText(reader, asked.evidence.money) })}</strong> ·{" "}
          </>
        ) : null}
        {lookedWords(reader, asked)}
      </p>
      <CheckField
        label={t("decide.send-again.confirm")}
        name="sure"
        value="yes"
        checked={false}
        error={unconfirmed ? t("decide.send-again.unconfirmed") : undefined}
      />
    </AskFirst>
  );
}

function Drop({ reader, asked }: ShownIntent) {
  const { t } = reader;
  return (
    <AskFirst
      path={decisionPath(asked)}
      act={t("decide.drop")}
      ask={t("decide.drop.ask")}
      sure={t("decide.drop.sure")}
      fields={{ choice: "drop" }}
    />
  );
}

/** When the remote was last looked at, and what it said. */
function lookedWords(reader: Reader, { evidence, looked }: ShownIntent["asked"]): string {
  const { t } = reader;
  const { candidates, lastLook } = evidence;
  if (looked && candidates !== null) return t("decide.looked.now", { count: candidates.length });
  if (lastLook === null) return t("decide.looked.never");
  const distance = distanceText(reader, lastLook.at);
  return t("decide.looked", { distance, words: stepWords(t, lastLook.words) });
}

function candidateWords(reader: Reader, { remoteId, words, money, at }: RemoteCandidate): string {
  const parts = [
    money ? moneyText(reader, money) : "",
    words === "" ? reader.t("evidence.candidate") : words,
    at === null ? "" : momentText(reader, at),
    remoteId,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function decisionPath({ store, evidence }: ShownIntent["asked"]): string {
  return `${intentPath(store.id, evidence.intentId)}/decision`;
}
