import type { StoreRow } from "../db/stores";
import { Button, ButtonLink, Icon } from "./components";
import type { Reader } from "./reader";

type Filter = { reader: Reader; path: string; tab: string | null; stores: StoreRow[]; storeId: string | null };

/** Narrows a list to one store; `tab` is kept where it is not the list's first. */
export function StoreFilter({ reader: { t }, path, tab, stores, storeId }: Filter) {
  return (
    <form class="bar" action={path}>
      {tab === null ? null : <input type="hidden" name="tab" value={tab} />}
      <label for="store-filter">{t("orders.store")}</label>
      <select id="store-filter" name="store">
        <option value="">{t("orders.store.all")}</option>
        {stores.map((store) => (
          <option value={store.id} selected={store.id === storeId}>
            {store.name}
          </option>
        ))}
      </select>
      <Button weight="plain">{t("orders.filter")}</Button>
    </form>
  );
}

/** The way back to the newest page and on to older ones; null where there is none. */
export function Pager({
  reader: { t },
  newest,
  older,
}: {
  reader: Reader;
  newest: string | null;
  older: string | null;
}) {
  if (newest === null && older === null) return null;
  return (
    <div class="pager">
      {newest === null ? (
        <span />
      ) : (
        <ButtonLink href={newest} weight="plain">
          {t("orders.newest")}
        </ButtonLink>
      )}
      {older === null ? null : (
        <ButtonLink href={older} weight="plain">
          {t("orders.older")}
          <Icon name="arrow-right" />
        </ButtonLink>
      )}
    </div>
  );
}
