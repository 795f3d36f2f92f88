import type { FileReading, Upload } from "../db/product-uploads";
import { PRODUCT_FIELDS } from "../domain/product-file";
import { ENCODINGS } from "../lib/table-file-text";
import { Button, Card } from "./components";
import { SelectField, TextField } from "./fields";
import { DELIMITERS, uploadPath } from "./product-upload-form";
import { type Reader, wordsFor } from "./reader";

type Props = { reader: Reader; upload: Upload; reading: FileReading | null };

/** How the file was read, to be read in another way: nothing of it is guessed behind the person's back. */
export function ReadingForm({ reader, upload, reading }: Props) {
  const { t } = reader;
  return (
    <Card title={t("products.upload.how")} id="reading">
      <form method="post" action={`${uploadPath(upload.id)}/reading`}>
        {reading?.kind === "xlsx" ? null : <TextChoices reader={reader} upload={upload} reading={reading} />}
        {reading ? <ColumnChoices reader={reader} reading={reading} /> : null}
        <div class="form-foot">
          <Button weight="plain" icon="refresh-cw">
            {t("products.upload.read-again")}
          </Button>
        </div>
      </form>
      {reading ? <Sample reader={reader} reading={reading} /> : null}
    </Card>
  );
}

function TextChoices({ reader: { t }, upload, reading }: Props) {
  const { choice } = upload.details;
  const delimiter = reading?.delimiter ?? choice.delimiter;
  const names = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
  return (
    <div class="field-grid">
      <SelectField
        label={t("products.upload.encoding")}
        name="encoding"
        value={reading?.encoding ?? choice.encoding ?? ""}
        empty={t("products.upload.guess")}
        choices={ENCODINGS.map((value) => ({ value, label: wordsFor(t, [`productFile.encoding.${value}`], value) }))}
      />
      <SelectField
        label={t("products.upload.delimiter")}
        name="delimiter"
        value={names.find((name) => DELIMITERS[name] === delimiter) ?? ""}
        empty={t("products.upload.guess")}
        choices={names.map((value) => ({ value, label: t(`products.upload.delimiter.${value}`) }))}
      />
    </div>
  );
}

function ColumnChoices({ reader: { t }, reading }: { reader: Reader; reading: FileReading }) {
  const { columns, header } = reading;
  const choices = header.map((name, place) => ({
    value: String(place),
    label: name.trim() || t("products.upload.column-number", { number: place + 1 }),
  }));
  return (
    <div class="field-grid">
      {PRODUCT_FIELDS.map((field) => (
        <SelectField
          label={wordsFor(t, [`productFile.column.${field}`], field)}
          name={`column.${field}`}
          value={String(columns.fields[field] ?? "")}
          empty={t("products.upload.no-column")}
          choices={choices}
        />
      ))}
      <SelectField
        label={t("products.upload.unit")}
        name="weightUnit"
        value={columns.weightUnit ?? ""}
        empty={t("products.upload.unit.unknown")}
        choices={[
          { value: "g", label: t("products.upload.unit.g") },
          { value: "kg", label: t("products.upload.unit.kg") },
        ]}
      />
      <TextField
        label={t("products.upload.header-line")}
        name="headerLine"
        value={String(columns.headerLine)}
        inputmode="numeric"
        maxlength={5}
      />
    </div>
  );
}

function Sample({ reader: { t }, reading }: { reader: Reader; reading: FileReading }) {
  const { header, sample, ignored } = reading;
  return (
    <>
      <div class="table-box" tabindex={0}>
        <table class="dense">
          <caption class="visually-hidden">{t("products.upload.sample")}</caption>
          <thead>
            <tr>
              {header.map((name, place) => (
                <th scope="col">{name.trim() || t("products.upload.column-number", { number: place + 1 })}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.map((cells) => (
              <tr>
                {header.map((_, place) => (
                  <td>{cells[place] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ignored > 0 ? <p class="muted">{t("products.upload.ignored", { count: ignored })}</p> : null}
    </>
  );
}
