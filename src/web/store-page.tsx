import type { AccountRow } from "../db/accounts";
import type { StoreRow } from "../db/stores";
import type { Refusal } from "../sync/stub-answers";
import type { SyncStrip } from "../sync/stub-stores";
import { Button, ButtonLink, Card, Facts, Notice, PageHead } from "./components";
import { RefusalNotice } from "./faults";
import { distanceText, type Reader } from "./reader";
import { DisconnectedCard, LifeCard } from "./store-life-pages";
import { StoreSettingsView } from "./store-settings-view";
import { SyncStripView } from "./sync-strip";

type StorePageProps = {
  reader: Reader;
  store: StoreRow;
  account: AccountRow | null;
  /** Null for a store that is disconnected. */
  strip: SyncStrip | null;
  refusal: Refusal | null;
  webhookFailed: boolean;
  /** Our webhook address could not be taken out of Sendcloud. */
  webhookLeft: boolean;
  isOwner: boolean;
};

export function StorePage({
  reader,
  store,
  account,
  strip,
  refusal,
  webhookFailed,
  webhookLeft,
  isOwner,
}: StorePageProps) {
  const { t } = reader;
  return (
    <>
      <PageHead title={store.name} back={{ href: "/stores", label: t("nav.stores") }} />
      {refusal ? <ImportRefused reader={reader} refusal={refusal} /> : null}
      {webhookFailed ? (
        <Notice tone="warning" title={t("stores.webhookFailed")}>
          <p>
            {t("stores.webhookFailed.lead")} <a href="/sendcloud-accounts">{t("nav.accounts")}</a>
          </p>
        </Notice>
      ) : null}
      {webhookLeft ? (
        <Notice tone="warning" title={t("life.webhookLeft")}>
          <p>{t("life.webhookLeft.lead")}</p>
        </Notice>
      ) : null}
      {strip ? (
        <Card
          title={t("stores.sync")}
          actions={reader.mayAct ? <ImportNow reader={reader} storeId={store.id} /> : null}
        >
          <SyncStripView reader={reader} storeId={store.id} strip={strip} />
          <p>
            <a href={`/orders?store=${store.id}`}>{t("stores.orders")}</a>
          </p>
        </Card>
      ) : (
        <DisconnectedCard reader={reader} store={store} isOwner={isOwner} />
      )}
      <Card
        title={t("stores.connection")}
        actions={
          isOwner && strip ? (
            <ButtonLink href={`/stores/${store.id}/key`} weight="plain">
              {t("storeKey.title")}
            </ButtonLink>
          ) : null
        }
      >
        <Facts
          rows={[
            [t("stores.marketplace"), <a href={store.baseUrl}>{store.baseUrl}</a>],
            [
              t("stores.shop"),
              t("stores.shopFacts", { name: store.shopName, id: String(store.shopId), currency: store.currency }),
            ],
            [t("stores.key"), store.keyHint && t("stores.endsWith", { hint: store.keyHint })],
            [t("stores.account"), <a href="/sendcloud-accounts">{account?.name}</a>],
            [t("stores.tag"), <code>{store.tag}</code>],
          ]}
        />
      </Card>
      {strip ? <StoreSettingsView reader={reader} storeId={store.id} settings={store.settings} /> : null}
      {strip && isOwner ? <LifeCard reader={reader} store={store} /> : null}
    </>
  );
}

function ImportNow({ reader, storeId }: { reader: Reader; storeId: string }) {
  return (
    <form method="post" action={`/stores/${storeId}/imports`}>
      <Button weight="plain" icon="refresh-cw">
        {reader.t("stores.importNow")}
      </Button>
    </form>
  );
}

// "Too soon" says in its words after how many seconds it is not.
function ImportRefused({ reader, refusal }: { reader: Reader; refusal: Refusal }) {
  const { t, now } = reader;
  const seconds = refusal.code === "too-soon" ? Number(refusal.words) : Number.NaN;
  if (!(seconds > 0)) return <RefusalNotice t={t} refusal={refusal} />;
  return (
    <Notice tone="warning">
      <p>{t("stores.tooSoon", { distance: distanceText(reader, now + seconds * 1000) })}</p>
    </Notice>
  );
}
