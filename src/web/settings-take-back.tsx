import type { StoreRow } from "../db/stores";
import type { OrderCounts } from "../sync/stub-stores";
import { AskFirst } from "./ask-first";
import { Notice } from "./components";
import type { Reader } from "./reader";

/** Labels are made here again, and orders still wait for theirs at Sendcloud: they may all be taken back. */
export function TakeBack({ reader, store, counts }: { reader: Reader; store: StoreRow; counts: OrderCounts }) {
  const { t } = reader;
  const { atSendcloud, leavingSendcloud: leaving } = counts;
  if (store.settings.labels !== "here") return null;
  const count = atSendcloud - leaving;
  return (
    <>
      {leaving > 0 ? <Notice tone="info">{t("settings.takeBack.leaving", { count: leaving })}</Notice> : null}
      {count > 0 ? (
        <Notice tone="warning" title={t("settings.takeBack", { count })}>
          <p>{t("settings.takeBack.body")}</p>
          <AskFirst
            path={`/stores/${store.id}/settings/labels/take-back`}
            act={t("settings.takeBack.act")}
            ask={t("settings.takeBack.ask", { count })}
            sure={t("settings.takeBack.sure")}
            icon="printer"
          />
        </Notice>
      ) : null}
    </>
  );
}
