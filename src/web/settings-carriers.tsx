import { carrierRows } from "./carrier-mapping";
import { CarrierTable } from "./carrier-table";
import { Notice } from "./components";
import { distanceText } from "./reader";
import { carriersToMap } from "./settings-forms";
import type { Shown } from "./settings-inputs";

/** The mapping of carriers: what is saved, and for the others what matches without a guess, to be confirmed by saving. */
export function CarrierFields({ shown }: { shown: Shown }) {
  const { reader, ground, typed, errors, focused } = shown;
  const { t } = reader;
  const { lists, catalogue, store } = ground;
  if (!lists) return <Notice tone="warning">{t("settings.carriers.unread")}</Notice>;
  const rows = carrierRows(carriersToMap(ground, typed, focused), lists, null, typed);
  const unmapped = rows.filter((row) => row.choice === "").length;
  const proposed = rows.filter(({ carrier, choice }) => choice !== "" && !store.settings.carriers[carrier.code]);
  return (
    <>
      {catalogue.stale ? <Notice tone="warning">{t("settings.carriers.stale")}</Notice> : null}
      {unmapped > 0 ? <Notice>{t("wizard.carriers.unmapped", { count: unmapped })}</Notice> : null}
      {proposed.length > 0 ? (
        <Notice tone="info">
          {t("settings.carriers.proposed", {
            count: proposed.length,
            names: new Intl.ListFormat(reader.language).format(proposed.map(({ carrier }) => carrier.name)),
          })}
        </Notice>
      ) : null}
      <CarrierTable
        t={t}
        rows={rows}
        marketplace={lists.carriers}
        allowsOther={lists.allowsOtherCarriers}
        errors={errors}
        focused={focused?.code}
      />
    </>
  );
}

/** Reads the marketplace's list anew, at most once a day: the button says when it may be. */
export function RefreshLists({ shown, storeId }: { shown: Shown; storeId: string }) {
  const { reader, ground } = shown;
  const { t, now } = reader;
  const waits = ground.lists !== null && ground.lists.mayReadAgainAt > now;
  return (
    <form class="form-foot" method="post" action={`/stores/${storeId}/settings/carriers/list`}>
      <button type="submit" class="outline" disabled={waits}>
        {t("settings.carriers.refresh")}
      </button>
      <small class="muted">
        {waits
          ? t("settings.carriers.refresh.at", { distance: distanceText(reader, ground.lists?.mayReadAgainAt ?? now) })
          : t("settings.carriers.refresh.now")}
      </small>
    </form>
  );
}
