import { Hono } from "hono";
import { countAttention } from "../db/attention";
import { countTabs } from "../db/orders";
import { listHeartbeats, listStores, type StoreRow } from "../db/stores";
import type { Tab } from "../domain/order-state";
import { formatNumber } from "../i18n/format";
import { ButtonLink, Card, EmptyState, Notice, PageHead, type Tone } from "./components";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { page } from "./layout";
import { type Reader, readerOf } from "./reader";
import { StoreHealth } from "./store-health";

type Held = Awaited<ReturnType<typeof countTabs>>["tabs"];

const TO_DO: readonly { tab: Tab; tone: Tone }[] = [
  { tab: "stopped", tone: "danger" },
  { tab: "to-fix", tone: "danger" },
  { tab: "to-accept", tone: "warning" },
  { tab: "to-ship", tone: "info" },
  { tab: "label-ready", tone: "info" },
];
const IN_PROGRESS: readonly Tab[] = ["at-sendcloud", "waiting", "shipped", "done"];

export const home = new Hono<AppEnv>();

home.get("/", async (c) => {
  const { workspaceId } = signedIn(c);
  const [counts, attention, stores, heartbeats] = await Promise.all([
    countTabs(c.env.DB, workspaceId),
    countAttention(c.env.DB, workspaceId),
    listStores(c.env.DB, workspaceId),
    listHeartbeats(c.env.DB, workspaceId),
  ]);
  const body =
    stores.length === 0 ? (
      <FirstStore c={c} />
    ) : (
      <Day c={c} tabs={counts.tabs} attention={attention} stores={stores} heartbeats={heartbeats} />
    );
  return page(c, c.var.t("home.title"), body, 200, { attention });
});

function FirstStore({ c }: { c: AppContext }) {
  const { t } = c.var;
  const isOwner = signedIn(c).role === "owner";
  return (
    <>
      <PageHead title={t("home.title")} />
      <EmptyState
        icon="store"
        title={t("home.empty.title")}
        action={
          isOwner ? (
            <ButtonLink href="/stores/new" icon="plug">
              {t("home.stores.add")}
            </ButtonLink>
          ) : null
        }
      >
        <p>{isOwner ? t("home.empty.body") : t("home.empty.viewer")}</p>
      </EmptyState>
    </>
  );
}

function Day(props: {
  c: AppContext;
  tabs: Held;
  attention: number;
  stores: StoreRow[];
  heartbeats: Map<string, number>;
}) {
  const reader = readerOf(props.c);
  const { t } = reader;
  const { tabs, attention } = props;
  const toDo = TO_DO.filter(({ tab }) => tabs[tab] > 0);
  return (
    <>
      <PageHead title={t("home.title")} />
      <h2>{t("home.toDo")}</h2>
      {toDo.length === 0 && attention === 0 ? (
        <Notice tone="success" title={t("home.allDone")}>
          <p>{t("home.allDone.body")}</p>
        </Notice>
      ) : (
        <div class="tiles">
          {attention > 0 ? (
            <a class="tile" data-tone="danger" href="/attention">
              <strong>{formatNumber(reader.language, attention)}</strong>
              <span>{t("home.needsYou")}</span>
              <small>{t("home.needsYou.note")}</small>
            </a>
          ) : null}
          {toDo.map(({ tab, tone }) => (
            <Tile reader={reader} tab={tab} tone={tone} held={tabs[tab]} />
          ))}
        </div>
      )}
      <h2>{t("home.inProgress")}</h2>
      <div class="tiles">
        {IN_PROGRESS.filter((tab) => tab !== "at-sendcloud" || tabs[tab] > 0).map((tab) => (
          <Tile reader={reader} tab={tab} tone="neutral" held={tabs[tab]} />
        ))}
      </div>
      <Stores c={props.c} reader={reader} stores={props.stores} heartbeats={props.heartbeats} />
    </>
  );
}

function Tile({ reader, tab, tone, held }: { reader: Reader; tab: Tab; tone: Tone; held: number }) {
  return (
    <a class="tile" data-tone={tone} href={`/orders?tab=${tab}`}>
      <strong>{formatNumber(reader.language, held)}</strong>
      <span>{reader.t(`tab.${tab}`)}</span>
    </a>
  );
}

function Stores(props: { c: AppContext; reader: Reader; stores: StoreRow[]; heartbeats: Map<string, number> }) {
  const { reader, stores, heartbeats } = props;
  const { t } = reader;
  const isOwner = signedIn(props.c).role === "owner";
  return (
    <Card
      title={t("home.stores")}
      actions={
        isOwner ? (
          <ButtonLink href="/stores/new" weight="plain" icon="plug">
            {t("home.stores.add")}
          </ButtonLink>
        ) : null
      }
    >
      <ul class="rows">
        {stores.map((store) => (
          <li>
            <span>
              <a href={`/stores/${store.id}`}>{store.name}</a> <small>{new URL(store.baseUrl).host}</small>
            </span>
            <StoreHealth reader={reader} store={store} heartbeat={heartbeats.get(store.id) ?? null} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
