import { Hono } from "hono";
import { findJob, type JobItemRow, type JobReport } from "../db/jobs";
import { formatNumber } from "../i18n/format";
import type { Translate } from "../i18n/index";
import { Badge, Card, Facts, Notice, PageHead } from "./components";
import { type AppEnv, signedIn, wantsFragment } from "./context";
import { messagePage, page } from "./layout";
import { intentReason, orderPath } from "./order-words";
import { distanceText, type Reader, readerOf } from "./reader";

export const jobs = new Hono<AppEnv>();

jobs.get("/:jobId", async (c) => {
  const job = await findJob(c.env.DB, signedIn(c).workspaceId, c.req.param("jobId"));
  if (!job) return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
  const article = <JobArticle reader={readerOf(c)} job={job} />;
  if (wantsFragment(c)) return c.html(article);
  const title = c.var.t("jobs.title", { count: job.total });
  return page(c, title, article, 200, { underWay: job.counts.waiting > 0 });
});

/** A list of labels: how far it is, and what did not go. */
function JobArticle({ reader, job }: { reader: Reader; job: JobReport }) {
  const { t, language } = reader;
  const { waiting, done, refused } = job.counts;
  return (
    <article id="job">
      <PageHead
        back={{ href: "/orders?tab=to-ship", label: t("jobs.back") }}
        title={t("jobs.title", { count: job.total })}
        lead={t("jobs.begun", { distance: distanceText(reader, job.createdAt) })}
      />
      {waiting > 0 ? <Working reader={reader} job={job} /> : <Over reader={reader} job={job} />}
      <Card title={t("jobs.progress")}>
        <progress max={job.total} value={job.total - waiting} aria-label={t("jobs.progress")} />
        <Facts
          rows={[
            [t("jobs.waiting"), formatNumber(language, waiting)],
            [t("jobs.done"), formatNumber(language, done)],
            [t("jobs.refusals"), formatNumber(language, refused)],
          ]}
        />
      </Card>
      {job.items.length > 0 ? <Items reader={reader} items={job.items} /> : null}
    </article>
  );
}

// Without this element the page asks no more.
function Working({ reader, job }: { reader: Reader; job: JobReport }) {
  return (
    <p
      class="busy"
      id="job-working"
      role="status"
      hx-get={`/jobs/${job.id}`}
      hx-trigger="every 1s"
      hx-target="closest article"
      hx-swap="outerMorph"
      {...{ "hx-status:4xx": "swap:none", "hx-status:5xx": "swap:none" }}
    >
      <span>{reader.t("jobs.working")}</span>
    </p>
  );
}

function Over({ reader: { t }, job }: { reader: Reader; job: JobReport }) {
  return job.counts.refused > 0 ? (
    <Notice tone="warning">
      <p>{t("jobs.over.refused")}</p>
    </Notice>
  ) : (
    <Notice tone="success">
      <p>{t("jobs.over")}</p>
    </Notice>
  );
}

/** What was refused stands first: it wants a person. */
function Items({ reader, items }: { reader: Reader; items: readonly JobItemRow[] }) {
  const { t } = reader;
  const severalStores = new Set(items.map(({ storeId }) => storeId)).size > 1;
  const refusedFirst = [...items].sort((a, b) => Number(a.state === "done") - Number(b.state === "done"));
  return (
    <div class="table-box">
      <table class="dense stack">
        <thead>
          <tr>
            <th scope="col">{t("orders.column.number")}</th>
            {severalStores ? <th scope="col">{t("orders.column.store")}</th> : null}
            <th scope="col">{t("jobs.outcome")}</th>
            <th scope="col">{t("jobs.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {refusedFirst.map((item) => (
            <ItemRow reader={reader} item={item} severalStores={severalStores} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ItemRow({ reader: { t }, item, severalStores }: { reader: Reader; item: JobItemRow; severalStores: boolean }) {
  const isDone = item.state === "done";
  return (
    <tr>
      <th scope="row">
        <a class="row-link" href={orderPath(item)}>
          {item.number}
        </a>
      </th>
      {severalStores ? <td data-label={t("orders.column.store")}>{item.storeName}</td> : null}
      <td data-label={t("jobs.outcome")}>
        <Badge tone={isDone ? "success" : "danger"}>{t(isDone ? "jobs.made" : "jobs.not-made")}</Badge>
      </td>
      <td data-label={t("jobs.reason")}>
        {isDone && item.reason !== null ? t("jobs.by-another") : null}
        {isDone ? null : <Reason t={t} reason={item.reason} />}
      </td>
    </tr>
  );
}

function Reason({ t, reason }: { t: Translate; reason: string | null }) {
  const { ours, theirs } = intentReason(t, { kind: "label", reason });
  return (
    <span>
      {ours}
      {theirs ? <small class="muted"> {t("reason.theirWords", { words: theirs })}</small> : null}
    </span>
  );
}
