import type { StoreRow } from "../db/stores";
import { formatNumber } from "../i18n/format";
import type { SyncStrip } from "../sync/stub-stores";
import { Badge, Moment } from "./components";
import { distanceText, type Reader, wordsFor } from "./reader";

// An import comes at least every 15 minutes; the watchdog wakes a store after that.
const SILENT_AFTER_MS = 20 * 60_000;

type HealthProps = { reader: Reader; store: StoreRow; heartbeat: number | null };

/** How a store is doing, in words, from what D1 knows. */
export function StoreHealth({ reader, store, heartbeat }: HealthProps) {
  const { t } = reader;
  if (store.disconnectedAt !== null)
    return <Badge>{t(store.deletingAt === null ? "life.disconnected.badge" : "life.deleting")}</Badge>;
  if (store.pausedBecause !== null) {
    return (
      <>
        <Badge tone="warning" icon="pause">
          {t("home.health.paused")}
        </Badge>{" "}
        <small>{pauseText(reader, store.pausedBecause)}</small>
      </>
    );
  }
  if (heartbeat === null) return <Badge tone="info">{t("home.health.first")}</Badge>;
  const distance = distanceText(reader, heartbeat);
  if (reader.now - heartbeat > SILENT_AFTER_MS)
    return <Badge tone="warning">{t("home.health.silent", { distance })}</Badge>;
  return <Badge tone="success">{t("home.health.alive", { distance })}</Badge>;
}

type ProofProps = { reader: Reader; proof: NonNullable<SyncStrip["proof"]> };

/** What the last proof that nothing is missing found. */
export function ProofLine({ reader, proof }: ProofProps) {
  const { t, language } = reader;
  const shown = (count: number) => formatNumber(language, count);
  const { atMirakl, here, setAside, missing, checkedAt } = proof;
  return (
    <>
      <p>
        {t("stores.proof", { there: shown(atMirakl), here: shown(here) })}
        {setAside > 0 ? ` ${t("stores.proof.aside", { count: setAside, shown: shown(setAside) })}` : null}
        {", "}
        {t("stores.proof.checked")} <Moment reader={reader} at={checkedAt} />
      </p>
      {missing.length > 0 ? (
        <p>
          <a href="/attention">{t("stores.proof.missing", { count: missing.length, shown: shown(missing.length) })}</a>
        </p>
      ) : null}
    </>
  );
}

/** Why a store is paused: ours when the engine did it, a person's own words otherwise. */
export function pauseText({ t }: Reader, because: string): string {
  return wordsFor(t, [`pause.${because}`, `reason.${because}`], because);
}
