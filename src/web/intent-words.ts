import type { IntentKind } from "../domain/intent";
import type { Translate } from "../i18n/index";
import { wordsFor } from "./reader";

/** Who is asked to do it. */
export const REMOTES: Record<IntentKind, "mirakl" | "sendcloud"> = {
  accept: "mirakl",
  refuse: "mirakl",
  tracking: "mirakl",
  ship: "mirakl",
  shipment: "mirakl",
  refund: "mirakl",
  cancel: "mirakl",
  "cancel-line": "mirakl",
  reference: "mirakl",
  label: "sendcloud",
  "cancel-label": "sendcloud",
  push: "sendcloud",
  patch: "sendcloud",
  unpush: "sendcloud",
};

export function remoteWords(t: Translate, kind: IntentKind): string {
  return t(`remote.${REMOTES[kind]}`);
}

/** The page of one intent: what is known of it, and what a person may decide. */
export function intentPath(storeId: string, intentId: string): string {
  return `/stores/${encodeURIComponent(storeId)}/intents/${encodeURIComponent(intentId)}`;
}

type Telling = [pattern: RegExp, words: (t: Translate, found: string[]) => string];

// The engine tells its steps in one form; `call` is the vendor's own name of what was asked.
const TELLINGS: readonly Telling[] = [
  [/^planned$/, (t) => t("told.planned")],
  [/^process ended$/, (t) => t("told.process-ended")],
  [/^dropped by a person$/, (t) => t("told.dropped")],
  [/^undone by a person$/, (t) => t("told.undone")],
  [/^sent again by a person$/, (t) => t("told.sent-again")],
  [/^\S+ happened, says a person: (.+)$/, (t, [id = ""]) => t("told.happened", { id })],
  [/^(\S+) checked$/, (t, [call = ""]) => t("told.checked", { call })],
  [/^(\S+) sent$/, (t, [call = ""]) => t("told.sent", { call })],
  [/^(\S+) done$/, (t, [call = ""]) => t("told.done", { call })],
  [/^(\S+) answered (\S+)$/, (t, [call = "", kind]) => t("told.answered", { call, answer: answerWords(t, kind) })],
  [/^(\S+) not done: (\S+)$/, (t, [call = "", kind]) => t("told.not-done", { call, answer: answerWords(t, kind) })],
  [
    /^(\S+) read back: (.+)$/,
    (t, [call = "", found]) => t("told.read-back", { call, finding: findingWords(t, found) }),
  ],
  [/^(\S+) skip: \S+$/, (t, [call = ""]) => t("told.skip", { call })],
  [/^(\S+) fail: \S+$/, (t, [call = ""]) => t("told.fail", { call })],
];

/** One step of an intent in the reader's words; as the engine told it where the form is another. */
export function stepWords(t: Translate, what: string): string {
  for (const [pattern, words] of TELLINGS) {
    const found = pattern.exec(what);
    if (found) return words(t, found.slice(1));
  }
  return what;
}

function answerWords(t: Translate, kind = ""): string {
  return wordsFor(t, [`answer.${kind}`], kind);
}

// "blind" is a look that got no answer; a park reason is a finding that does not agree.
function findingWords(t: Translate, found = ""): string {
  const code = found === "blind" ? "no-answer" : found.replaceAll(" ", "-");
  return wordsFor(t, [`finding.${code}`], t("finding.conflict"));
}
