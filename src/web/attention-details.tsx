import type { Waiting } from "../db/attention";
import { Facts } from "./components";
import { intentReason } from "./order-words";
import type { Reader } from "./reader";

const LONGEST = 300;

/** What else is known of it, as it was told: codes, ids, the other side's words. */
export function AttentionDetails({ reader, one }: { reader: Reader; one: Waiting }) {
  const { t } = reader;
  const rows = detailRows(reader, one);
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>{t("attention.details")}</summary>
      <Facts rows={rows.map(([name, value]) => [<code>{name}</code>, value])} />
    </details>
  );
}

function detailRows({ t }: Reader, one: Waiting): [string, string][] {
  switch (one.source) {
    case "intent": {
      const { theirs } = intentReason(t, one);
      return theirs === "" ? [] : [[one.kind, theirs]];
    }
    case "item":
      return Object.entries(one.details).flatMap(([name, value]) => {
        // The orders themselves are listed above.
        if (one.kind === "many-cancelled-there" && name === "orders") return [];
        const text = asText(value);
        return text === "" ? [] : [[name, text]];
      });
    case "set-aside":
      return [["orders", one.reason.slice(0, LONGEST)]];
    case "pause":
      return [];
  }
}

// A list or a nested value is shown as it stands: these are ids and codes, for whoever looks closer.
function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, LONGEST);
}
