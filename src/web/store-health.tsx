import type { StoreRow } from "../db/stores";
import { Badge } from "./components";
import { distanceText, type Reader, wordsFor } from "./reader";

// An import comes at least every 15 minutes; the watchdog wakes a store after that.
const SILENT_AFTER_MS = 20 * 60_000;

type HealthProps = { reader: Reader; store: StoreRow; heartbeat: number | null };

/** How a store is doing, in words, from what D1 knows. */
export function StoreHealth({ reader, store, heartbeat }: HealthProps) {
  const { t } = reader;
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

/** Why a store is paused: ours when the engine did it, a person's own words otherwise. */
export function pauseText({ t }: Reader, because: string): string {
  return wordsFor(t, [`pause.${because}`, `reason.${because}`], because);
}
