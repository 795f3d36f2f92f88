import type { Upload, UploadState } from "../db/product-uploads";
import type { MessageKey } from "../i18n/index";
import { Badge, Button, ButtonLink, Card, Distance, Icon, PageHead, type Tone } from "./components";
import { uploadPath } from "./product-upload-form";
import type { Reader } from "./reader";

const TONES: Record<UploadState, Tone> = {
  reading: "info",
  unreadable: "danger",
  ready: "warning",
  applied: "success",
  undone: "neutral",
};

/** Where a file is given: dropped on the field, or chosen. */
export function UploadStart(props: { reader: Reader; uploads: readonly Upload[]; fault: MessageKey | null }) {
  const { reader, uploads, fault } = props;
  const { t } = reader;
  return (
    <article class="narrow">
      <PageHead
        title={t("products.upload.title")}
        lead={t("products.upload.lead")}
        back={{ href: "/products", label: t("products.back") }}
        actions={
          <ButtonLink href="/products/template" weight="plain" icon="download">
            {t("products.upload.template")}
          </ButtonLink>
        }
      />
      <Card>
        <form method="post" action="/products/upload" enctype="multipart/form-data">
          <div class="field drop" data-field={fault ? "error" : "fine"}>
            <label class="drop-label" for="field-file">
              <Icon name="upload" />
              {t("products.upload.file")}
            </label>
            <input
              id="field-file"
              type="file"
              name="file"
              required
              accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain"
              aria-describedby={fault ? "file-hint file-error" : "file-hint"}
              {...(fault ? { "aria-invalid": "true" as const } : {})}
            />
            <small data-hint="" id="file-hint">
              {t("products.upload.hint")}
            </small>
            {fault ? (
              <small class="error" id="file-error">
                {t(fault)}
              </small>
            ) : null}
          </div>
          <div class="form-foot">
            <Button icon="upload">{t("products.upload.send")}</Button>
          </div>
        </form>
      </Card>
      {uploads.length > 0 ? <Earlier reader={reader} uploads={uploads} /> : null}
    </article>
  );
}

function Earlier({ reader, uploads }: { reader: Reader; uploads: readonly Upload[] }) {
  const { t } = reader;
  return (
    <Card title={t("products.upload.earlier")}>
      <ul class="rows">
        {uploads.map((upload) => (
          <li>
            <a href={uploadPath(upload.id)}>{upload.fileName}</a> <UploadBadge reader={reader} state={upload.state} />
            <small class="note muted">
              <Distance reader={reader} at={upload.createdAt} />
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function UploadBadge({ reader: { t }, state }: { reader: Reader; state: UploadState }) {
  return <Badge tone={TONES[state]}>{t(`products.upload.state.${state}`)}</Badge>;
}
