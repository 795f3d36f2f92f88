import { formatNumber } from "../i18n/format";
import type { RefusalCode } from "../sync/stub-answers";
import type { SyncStrip } from "../sync/stub-stores";
import { Distance, Notice } from "./components";
import { RefusalWords } from "./faults";
import { distanceText, type Reader } from "./reader";
import { ProofLine, pauseText } from "./store-health";

const JUST_NOW_MS = 1_000;
// What passes by itself: the engine waits as it was told and goes on.
const PASSING: ReadonlySet<RefusalCode> = new Set(["mirakl-busy", "mirakl-down", "sendcloud-busy", "sendcloud-down"]);

type StripProps = { reader: Reader; storeId: string; strip: SyncStrip };

/** How the import of a store is doing, this second. It asks for itself again while the page is open. */
export function SyncStripView({ reader, storeId, strip }: StripProps) {
  const { t, language } = reader;
  return (
    <div
      id="sync-strip"
      hx-get={`/stores/${storeId}/strip`}
      hx-trigger="every 5s"
      hx-swap="outerMorph"
      {...{ "hx-status:4xx": "swap:none", "hx-status:5xx": "swap:none" }}
    >
      {strip.pausedBecause === null && strip.importing === null ? <Rhythm reader={reader} strip={strip} /> : null}
      {strip.pausedBecause === null ? null : (
        <Notice tone="warning" live={false} title={t("stores.strip.paused")}>
          <p>{pauseText(reader, strip.pausedBecause)}</p>
        </Notice>
      )}
      {strip.importing ? <Progress reader={reader} importing={strip.importing} /> : null}
      {strip.proof ? <ProofLine reader={reader} proof={strip.proof} /> : null}
      {strip.lastError ? <LastError reader={reader} error={strip.lastError} /> : null}
      {strip.setAside > 0 ? (
        <p>{t("stores.strip.setAside", { count: strip.setAside, shown: formatNumber(language, strip.setAside) })}</p>
      ) : null}
      {strip.waitsForOutbox > 0 ? <p>{t("stores.strip.outbox", { count: strip.waitsForOutbox })}</p> : null}
    </div>
  );
}

function Rhythm({ reader, strip }: { reader: Reader; strip: SyncStrip }) {
  const { t, now } = reader;
  const { lastImportAt, nextImportAt } = strip;
  return (
    <p>
      {lastImportAt === null ? t("stores.strip.never") : <LastImport reader={reader} at={lastImportAt} />}
      {nextImportAt === null ? null : (
        <>
          {", "}
          {nextImportAt <= now
            ? t("stores.strip.nextNow")
            : t("stores.strip.next", { distance: distanceText(reader, nextImportAt) })}
        </>
      )}
      {". "}
      <small>{t("stores.strip.interval", { minutes: strip.intervalMinutes })}</small>
    </p>
  );
}

function LastImport({ reader, at }: { reader: Reader; at: number }) {
  const { t, now } = reader;
  if (now - at < JUST_NOW_MS) return t("stores.strip.justNow");
  return (
    <>
      {t("stores.strip.last")} <Distance reader={reader} at={at} />
    </>
  );
}

function Progress({ reader, importing }: { reader: Reader; importing: NonNullable<SyncStrip["importing"]> }) {
  const { t, language } = reader;
  const { walk, done, total } = importing;
  const words = t(total === null ? "stores.strip.progressOpenEnd" : "stores.strip.progress", {
    done: formatNumber(language, done),
    total: formatNumber(language, total ?? 0),
  });
  return (
    <>
      <p id="import-progress">
        {t(`stores.strip.walk.${walk}`)} {words}
      </p>
      {total === null ? (
        <progress aria-labelledby="import-progress" />
      ) : (
        <progress aria-labelledby="import-progress" max={Math.max(total, 1)} value={Math.min(done, total)} />
      )}
    </>
  );
}

function LastError({ reader, error }: { reader: Reader; error: NonNullable<SyncStrip["lastError"]> }) {
  const { t } = reader;
  if (PASSING.has(error.code)) return <p>{t("stores.strip.passing", { distance: distanceText(reader, error.at) })}</p>;
  return (
    <Notice tone="danger" live={false} title={t("stores.strip.error", { distance: distanceText(reader, error.at) })}>
      <RefusalWords t={t} refusal={error} />
    </Notice>
  );
}
