import type { RowRemarks, StagedRow, Upload } from "../db/product-uploads";
import type { ProductFacts } from "../domain/product";
import type { RefusedCell } from "../domain/product-file";
import { formatNumber } from "../i18n/format";
import { Badge } from "./components";
import { FACT_FIELDS } from "./product-form";
import { type Reader, wordsFor } from "./reader";

type Props = { reader: Reader; upload: Upload; tab: StagedRow["kind"]; rows: readonly StagedRow[] };

/** Rows of a preview: each with its line in the file, so that it can be found there. */
export function UploadRows({ reader, tab, rows }: Props) {
  const { t } = reader;
  if (rows.length === 0) return <p class="muted">{t(`products.upload.none.${tab}`)}</p>;
  if (tab === "refused") return <RefusedRows reader={reader} rows={rows} />;
  return (
    <div class="table-box" id="upload-rows">
      <table class="dense stack">
        <thead>
          <tr>
            <th scope="col">{t("products.upload.line")}</th>
            <th scope="col">{t("products.column.product")}</th>
            {FACT_FIELDS.map((field) => (
              <th scope="col">{t(`products.column.${field}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <td class="num" data-label={t("products.upload.line")}>
                {formatNumber(reader.language, row.line)}
              </td>
              <th scope="row">
                {row.sku}
                {row.title && row.kind === "added" ? <small class="note muted">{row.title}</small> : null}
              </th>
              {FACT_FIELDS.map((field) => (
                <td data-label={t(`products.column.${field}`)}>
                  <Change reader={reader} row={row} field={field} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Change({ reader, row, field }: { reader: Reader; row: StagedRow; field: keyof ProductFacts }) {
  const { t } = reader;
  const [old, now] = [row.old[field], row.facts[field]];
  const repair = field === "hsCode" ? repairOf(row.remarks) : null;
  return (
    <div class="cell">
      {old === now ? (
        <span class="muted">{now}</span>
      ) : (
        <span>
          {row.kind === "changed" ? (
            <>
              <del>{old ?? t("products.upload.blank")}</del> <span aria-hidden="true">→</span>{" "}
            </>
          ) : null}
          <ins>{now}</ins>
        </span>
      )}
      {repair ? (
        <small class="note">
          <Badge tone="info">{wordsFor(t, [`productFile.repair.${repair}`], repair)}</Badge>
        </small>
      ) : null}
    </div>
  );
}

function repairOf(remarks: RowRemarks | null): string | null {
  return remarks && "repair" in remarks ? remarks.repair : null;
}

function RefusedRows({ reader, rows }: { reader: Reader; rows: readonly StagedRow[] }) {
  const { t, language } = reader;
  const cells = rows.flatMap(({ remarks }) => (remarks && "refused" in remarks ? remarks.refused : []));
  return (
    <div class="table-box" id="upload-rows">
      <table class="dense stack">
        <thead>
          <tr>
            <th scope="col">{t("products.upload.line")}</th>
            <th scope="col">{t("products.upload.column")}</th>
            <th scope="col">{t("products.upload.cell")}</th>
            <th scope="col">{t("products.upload.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((refusal) => (
            <tr>
              <th scope="row">{formatNumber(language, refusal.line)}</th>
              <td data-label={t("products.upload.column")}>
                {refusal.column ? wordsFor(t, [`productFile.column.${refusal.column}`], refusal.column) : null}
              </td>
              <td data-label={t("products.upload.cell")}>
                <code>{refusal.cell}</code>
              </td>
              <td data-label={t("products.upload.reason")}>{refusalWords(reader, refusal)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why a cell is refused, with its cure. */
export function refusalWords({ t }: Pick<Reader, "t">, { why, cell, otherLine }: RefusedCell): string {
  return wordsFor(t, [`productFile.refused.${why}`], why, { cell, otherLine: otherLine ?? 0 });
}
