import type { OpenWork } from "../db/store-life";
import type { StoreRow } from "../db/stores";
import { formatNumber } from "../i18n/format";
import type { Refusal } from "../sync/stub-answers";
import { AskFirst } from "./ask-first";
import { Button, ButtonLink, Card, Facts, Moment, Notice, PageHead } from "./components";
import type { AppContext } from "./context";
import { Faults, RefusalNotice } from "./faults";
import { TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import type { Reader } from "./reader";

type FormProps = { c: AppContext; store: StoreRow; typed: Typed; errors: FieldErrors };

export function PausePage({ c, store, typed, errors }: FormProps) {
  const { t } = c.var;
  const fault = errors.reason;
  return (
    <article class="narrow">
      <PageHead title={t("life.pause.title")} lead={t("life.pause.lead")} back={backTo(store)} />
      <Faults t={t} errors={errors} />
      <form method="post">
        <Card>
          <TextField
            name="reason"
            label={t("life.pause.reason")}
            hint={t("life.pause.reasonHint")}
            value={typed.reason}
            error={fault && t(fault)}
            maxlength={200}
            required
          />
        </Card>
        <Button icon="pause">{t("life.pause.button")}</Button>
      </form>
    </article>
  );
}

type DisconnectionProps = { reader: Reader; store: StoreRow; open: OpenWork; refusal: Refusal | null };

/** What is open, then the three ways: finish it, take it along, leave it. */
export function DisconnectionPage({ reader, store, open, refusal }: DisconnectionProps) {
  const { t } = reader;
  const isIdle = Object.values(open).every((held) => held === 0);
  return (
    <article class="narrow">
      <PageHead title={t("life.disconnect.title")} lead={t("life.disconnect.lead")} back={backTo(store)} />
      <RefusalNotice t={t} refusal={refusal} />
      <Card title={t("life.disconnect.open")}>
        {isIdle ? <p>{t("life.disconnect.idle")}</p> : <OpenFacts reader={reader} store={store} open={open} />}
      </Card>
      <Card title={t("life.disconnect.finish")}>
        <p>{t("life.disconnect.finish.lead")}</p>
        <ButtonLink href={`/orders?store=${store.id}`} weight="plain">
          {t("stores.orders")}
        </ButtonLink>
      </Card>
      <ExportCard reader={reader} store={store} />
      <Card title={t("life.disconnect.leave")} tone="warning">
        <ul>
          <li>{t("life.disconnect.leave.stops")}</li>
          <li>{t("life.disconnect.leave.money")}</li>
          <li>{t("life.disconnect.leave.key")}</li>
          <li>{t("life.disconnect.leave.history")}</li>
        </ul>
        <AskFirst
          path={`/stores/${store.id}/disconnection`}
          act={t("life.disconnect.button")}
          ask={t("life.disconnect.ask", { name: store.name })}
          sure={t("life.disconnect.sure")}
          icon="plug"
        />
      </Card>
    </article>
  );
}

function OpenFacts({ reader, store, open }: { reader: Reader; store: StoreRow; open: OpenWork }) {
  const { t, language } = reader;
  const shown = (held: number, href: string) => (held === 0 ? null : <a href={href}>{formatNumber(language, held)}</a>);
  const list = (tab: string) => `/orders?store=${store.id}&tab=${tab}`;
  return (
    <Facts
      rows={[
        [t("life.open.toAccept"), shown(open.toAccept, list("to-accept"))],
        [t("life.open.toShip"), shown(open.toShip, list("to-ship"))],
        [t("life.open.labels"), shown(open.labelsUnderWay, list("label-ready"))],
        [t("life.open.parked"), shown(open.parked, "/attention")],
        [t("life.open.refunds"), shown(open.refundsPlanned, list("needs-you"))],
      ]}
    />
  );
}

/** All orders of the store as a file. */
function ExportCard({ reader, store }: { reader: Reader; store: StoreRow }) {
  const { t } = reader;
  return (
    <Card title={t("life.export")}>
      <p>{t("life.export.lead")}</p>
      <ButtonLink href={`/stores/${store.id}/export`} weight="plain" icon="download">
        {t("life.export.button")}
      </ButtonLink>
    </Card>
  );
}

export function DeletionPage({ c, store, typed, errors }: FormProps) {
  const { t } = c.var;
  const fault = errors.name;
  return (
    <article class="narrow">
      <PageHead
        title={t("life.delete.title")}
        lead={t("life.delete.lead", { name: store.name })}
        back={backTo(store)}
      />
      <Notice tone="warning" title={t("life.delete.forEver")}>
        <p>{t("life.delete.exportFirst")}</p>
        <p>
          <a href={`/stores/${store.id}/export`}>{t("life.export.button")}</a>
        </p>
      </Notice>
      <Faults t={t} errors={errors} />
      <form method="post">
        <Card>
          <TextField
            name="name"
            label={t("life.delete.name", { name: store.name })}
            value={typed.name}
            error={fault && t(fault)}
            required
          />
        </Card>
        <Button weight="danger" icon="x">
          {t("life.delete.button")}
        </Button>
      </form>
    </article>
  );
}

/** What an owner may do with a connected store beside its settings. */
export function LifeCard({ reader, store }: { reader: Reader; store: StoreRow }) {
  const { t } = reader;
  const place = `/stores/${store.id}`;
  const isPaused = store.pausedBecause !== null;
  return (
    <Card title={t("life.card")}>
      {isPaused && store.pausedBy !== null && store.pausedAt !== null ? (
        <p>
          {t("life.paused.by", { name: store.pausedBy })} <Moment reader={reader} at={store.pausedAt} />
        </p>
      ) : null}
      <div class="actions">
        {isPaused ? (
          <form method="post" action={`${place}/resumption`}>
            <Button icon="refresh-cw">{t("life.resume.button")}</Button>
          </form>
        ) : (
          <ButtonLink href={`${place}/pause`} weight="plain" icon="pause">
            {t("life.pause.button")}
          </ButtonLink>
        )}
        <ButtonLink href={`${place}/disconnection`} weight="plain" icon="plug">
          {t("life.disconnect.button")}
        </ButtonLink>
      </div>
    </Card>
  );
}

/** In place of the sync strip: the store sleeps, its history is here. */
export function DisconnectedCard({ reader, store, isOwner }: { reader: Reader; store: StoreRow; isOwner: boolean }) {
  const { t } = reader;
  if (store.disconnectedAt === null) return null;
  if (store.deletingAt !== null)
    return (
      <Notice tone="warning" live={false} title={t("life.deleting")}>
        <p>{t("life.deleting.lead")}</p>
      </Notice>
    );
  return (
    <Card title={t("life.disconnected")} tone="warning">
      <p>
        {t("life.disconnected.since")} <Moment reader={reader} at={store.disconnectedAt} />
      </p>
      <p>{t("life.disconnected.lead")}</p>
      <p>
        <a href={`/orders?store=${store.id}`}>{t("stores.orders")}</a>
      </p>
      {isOwner ? (
        <div class="actions">
          <ButtonLink href="/stores/new" icon="plug">
            {t("life.reconnect.button")}
          </ButtonLink>
          <ButtonLink href={`/stores/${store.id}/export`} weight="plain" icon="download">
            {t("life.export.button")}
          </ButtonLink>
          <ButtonLink href={`/stores/${store.id}/deletion`} weight="danger" icon="x">
            {t("life.delete.link")}
          </ButtonLink>
        </div>
      ) : null}
    </Card>
  );
}

function backTo(store: StoreRow) {
  return { href: `/stores/${store.id}`, label: store.name };
}
