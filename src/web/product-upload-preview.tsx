import type { StagedRow, Upload } from "../db/product-uploads";
import { formatNumber } from "../i18n/format";
import type { MessageKey } from "../i18n/index";
import { Button, ButtonLink, Card, Count, Moment, Notice, PageHead } from "./components";
import { Pager } from "./list-parts";
import { uploadPath } from "./product-upload-form";
import { ReadingForm } from "./product-upload-reading";
import { UploadRows } from "./product-upload-rows";
import { type Reader, wordsFor } from "./reader";

/** The kinds of rows a preview lists; what changes nothing is only counted. */
const TABS = ["refused", "changed", "added"] as const satisfies readonly StagedRow["kind"][];

export type PreviewShown = {
  upload: Upload;
  tab: StagedRow["kind"];
  rows: StagedRow[];
  /** The line behind which the next page begins; null on the last. */
  next: number | null;
  after: number;
  /** How many products kept a later value when the file was undone. */
  kept: number;
  stopped: boolean;
  fault: MessageKey | null;
};

/** Reads `tab`, `after` and `kept`; without a tab what wants a person comes first. */
export function readPreviewQuery(asked: Record<string, string>, upload: Upload) {
  const tab = TABS.find((known) => known === asked.tab) ?? TABS.find((known) => upload[known] > 0) ?? "changed";
  const numberOf = (text: string | undefined) => (/^\d{1,7}$/.test(text ?? "") ? Number(text) : 0);
  return { tab, after: numberOf(asked.after), kept: numberOf(asked.kept) };
}

/** What a file would do, before it does it; afterwards what it did. */
export function UploadPreview({ reader, shown }: { reader: Reader; shown: PreviewShown }) {
  const { t } = reader;
  const { upload, stopped } = shown;
  const { fault, reading } = upload.details;
  const isRead = upload.state !== "reading" && upload.state !== "unreadable";
  return (
    <article id="upload">
      <PageHead title={upload.fileName} back={{ href: "/products/upload", label: t("products.upload.title") }} />
      {upload.state === "reading" && !stopped ? <Progress reader={reader} upload={upload} /> : null}
      {stopped ? <Stopped reader={reader} upload={upload} /> : null}
      {fault ? (
        <Notice tone="danger" title={t("products.upload.unreadable")}>
          <p>
            {wordsFor(t, [`productFile.file.${fault.why}`, `products.upload.fault.${fault.why}`], fault.why, {
              line: fault.line ?? 0,
            })}
          </p>
        </Notice>
      ) : null}
      {isRead ? <Standing reader={reader} shown={shown} /> : null}
      {isRead ? <Rows reader={reader} shown={shown} /> : null}
      {reader.mayAct && (upload.state === "ready" || upload.state === "unreadable") ? (
        <ReadingForm reader={reader} upload={upload} reading={reading} />
      ) : null}
    </article>
  );
}

// Without this element the page asks no more.
function Progress({ reader: { t, language }, upload }: { reader: Reader; upload: Upload }) {
  const { done, total } = upload;
  return (
    <Card title={t("products.upload.reading")}>
      <div
        class="busy"
        id="upload-reading"
        role="status"
        hx-get={uploadPath(upload.id)}
        hx-trigger="every 500ms"
        hx-target="closest article"
        hx-swap="outerMorph"
        {...{ "hx-status:4xx": "swap:none", "hx-status:5xx": "swap:none" }}
      >
        <progress {...(total > 0 ? { max: total, value: done } : {})} aria-label={t("products.upload.reading")} />
        <span>
          {total > 0
            ? t("products.upload.progress", {
                done: formatNumber(language, done),
                total: formatNumber(language, total),
              })
            : t("products.upload.progress.file")}
        </span>
      </div>
    </Card>
  );
}

function Stopped({ reader: { t, mayAct }, upload }: { reader: Reader; upload: Upload }) {
  return (
    <Notice tone="warning" title={t("products.upload.fault.stopped")}>
      {mayAct ? (
        <form method="post" action={`${uploadPath(upload.id)}/reading`}>
          <Button weight="plain" icon="refresh-cw">
            {t("products.upload.again")}
          </Button>
        </form>
      ) : null}
    </Notice>
  );
}

function Standing({ reader, shown }: { reader: Reader; shown: PreviewShown }) {
  const { t } = reader;
  const { upload, kept, fault } = shown;
  if (upload.state === "applied") return <Applied reader={reader} upload={upload} />;
  if (upload.state === "undone")
    return (
      <Notice tone="info" title={t("products.upload.undone")}>
        {kept > 0 ? <p>{t("products.upload.kept", { count: kept })}</p> : null}
      </Notice>
    );
  const changes = upload.added + upload.changed;
  if (fault)
    return (
      <Notice
        tone="warning"
        title={t(fault)}
        actions={
          <form method="post" action={`${uploadPath(upload.id)}/reading`}>
            <Button icon="refresh-cw">{t("products.upload.again")}</Button>
          </form>
        }
      />
    );
  return (
    <Card title={t(changes > 0 ? "products.upload.nothing-yet" : "products.upload.no-change")}>
      <p>{t("products.upload.sum", sumOf(upload))}</p>
      {changes > 0 && reader.mayAct ? (
        <form method="post" action={`${uploadPath(upload.id)}/application`} hx-disable="find button">
          <div class="form-foot">
            <Button icon="check">{t("products.upload.apply", { count: changes })}</Button>
          </div>
        </form>
      ) : null}
    </Card>
  );
}

function Applied({ reader, upload }: { reader: Reader; upload: Upload }) {
  const { t } = reader;
  return (
    <Notice
      tone="success"
      title={t("products.upload.applied")}
      actions={
        reader.mayAct ? (
          <form method="post" action={`${uploadPath(upload.id)}/undo`}>
            <Button weight="plain" icon="rotate-ccw">
              {t("products.upload.undo")}
            </Button>
          </form>
        ) : null
      }
    >
      <p>
        {t("products.upload.sum", sumOf(upload))}{" "}
        {upload.switchedAt === null ? null : <Moment reader={reader} at={upload.switchedAt} />}
      </p>
    </Notice>
  );
}

function sumOf({ added, changed, unchanged, refused }: Upload) {
  return { added, changed, unchanged, refused };
}

function Rows({ reader, shown }: { reader: Reader; shown: PreviewShown }) {
  const { t, language } = reader;
  const { upload, tab, next, after } = shown;
  const path = (to: StagedRow["kind"], behind = 0) =>
    `${uploadPath(upload.id)}?tab=${to}${behind > 0 ? `&after=${behind}` : ""}`;
  return (
    <>
      <nav class="views" aria-label={t("products.upload.tabs")}>
        {TABS.map((one) => (
          <a href={path(one)} {...(one === tab ? { "aria-current": "page" as const } : {})}>
            {t(`products.upload.tab.${one}`)}
            <Count
              value={formatNumber(language, upload[one])}
              tone={one === "refused" && upload.refused > 0 ? "warning" : "neutral"}
            />
          </a>
        ))}
      </nav>
      {tab === "refused" && upload.refused > 0 ? (
        <p>
          <ButtonLink href={`${uploadPath(upload.id)}/refused`} weight="plain" icon="download">
            {t("products.upload.refused-file")}
          </ButtonLink>
        </p>
      ) : null}
      <UploadRows reader={reader} upload={upload} tab={tab} rows={shown.rows} />
      <Pager reader={reader} newest={after > 0 ? path(tab) : null} older={next === null ? null : path(tab, next)} />
    </>
  );
}
