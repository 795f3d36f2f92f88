import type { Translate } from "../i18n/index";
import type { Refusal, RefusalCode } from "../sync/stub-answers";
import { Notice } from "./components";
import type { FieldErrors } from "./forms";
import { wordsFor } from "./reader";

/** Says above a form which fields are wrong, each a link to its field. */
export function Faults({ t, errors }: { t: Translate; errors: FieldErrors }) {
  const faults = Object.entries(errors).flatMap(([name, fault]) => (fault ? [{ name, fault }] : []));
  if (faults.length === 0) return null;
  return (
    <Notice tone="danger" title={t("form.faults")}>
      <ul>
        {faults.map(({ name, fault }) => (
          <li>
            <a href={`#field-${name}`}>{t(fault)}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

// The codes whose words are the other side's; those of the rest are ours and help only where they are asked for.
const THEIRS: ReadonlySet<RefusalCode> = new Set([
  "key-wrong",
  "key-without-role",
  "mirakl-refused",
  "shop-not-found",
  "sendcloud-key-wrong",
  "sendcloud-refused",
  "announcement-failed",
  "label-not-cancellable",
]);

/** Why something did not happen, above the form that asked for it. */
export function RefusalNotice({ t, refusal }: { t: Translate; refusal: Refusal | null }) {
  if (!refusal) return null;
  return (
    <Notice tone="danger">
      <RefusalWords t={t} refusal={refusal} />
    </Notice>
  );
}

/** Our words for the code, and what the other side said. */
export function RefusalWords({ t, refusal }: { t: Translate; refusal: Refusal }) {
  const theirs = THEIRS.has(refusal.code) ? refusal.words.trim() : "";
  return (
    <>
      <p>{refusalText(t, refusal)}</p>
      {theirs ? (
        <p>
          <small>{t("reason.theirWords", { words: theirs })}</small>
        </p>
      ) : null}
    </>
  );
}

export function refusalText(t: Translate, refusal: Refusal): string {
  return wordsFor(t, [`reason.${refusal.code}`], refusal.words);
}
