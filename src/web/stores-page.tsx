import type { StoreRow } from "../db/stores";
import { ButtonLink, Card, EmptyState, PageHead } from "./components";
import { momentText, type Reader } from "./reader";
import { StoreHealth } from "./store-health";

type Draft = { id: string; baseUrl: string; createdAt: number };
type StoresPageProps = {
  reader: Reader;
  stores: StoreRow[];
  heartbeats: Map<string, number>;
  drafts: Draft[];
  isOwner: boolean;
};

export function StoresPage({ reader, stores, heartbeats, drafts, isOwner }: StoresPageProps) {
  const { t } = reader;
  const connect = isOwner ? (
    <ButtonLink href="/stores/new" icon="plug">
      {t("stores.connect")}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.stores")} actions={stores.length > 0 ? connect : null} />
      {stores.length === 0 ? (
        <EmptyState icon="store" title={t("stores.empty")} action={connect}>
          <p>{t(isOwner ? "stores.empty.lead" : "home.empty.viewer")}</p>
        </EmptyState>
      ) : (
        <Card>
          <ul class="rows">
            {stores.map((store) => (
              <li>
                <span>
                  <a href={`/stores/${store.id}`}>{store.name}</a> <small>{new URL(store.baseUrl).host}</small>
                </span>
                <span>
                  <StoreHealth reader={reader} store={store} heartbeat={heartbeats.get(store.id) ?? null} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {isOwner && drafts.length > 0 ? <Drafts reader={reader} drafts={drafts} /> : null}
    </>
  );
}

function Drafts({ reader, drafts }: { reader: Reader; drafts: Draft[] }) {
  const { t } = reader;
  return (
    <Card title={t("stores.drafts")}>
      <ul class="rows">
        {drafts.map((draft) => (
          <li>
            <span>
              {draft.baseUrl} <small>{t("stores.draft.begun", { moment: momentText(reader, draft.createdAt) })}</small>
            </span>
            <a
              href={`/stores/new/${draft.id}/confirmation`}
              aria-label={t("stores.draft.resumeOf", { address: draft.baseUrl })}
            >
              {t("stores.draft.resume")}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
