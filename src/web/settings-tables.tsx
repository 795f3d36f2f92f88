import type { NumberPreview } from "../domain/settings-preview";
import type { NumberField, StoreSettings } from "../domain/store";
import type { SettingsView } from "../sync/stub-stores";
import type { Reader } from "./reader";

export type PreviewProps = { reader: Reader; view: SettingsView; wished: StoreSettings };

/** What stands where no recent order can show a setting. */
export function NoOrder({ reader }: { reader: Reader }) {
  return <p class="muted">{reader.t("settings.preview.none")}</p>;
}

/** The numbers of the last orders as they would be, and with the other fields. */
export function NumbersPreview({ reader, view }: PreviewProps) {
  const { t } = reader;
  const { numbers } = view.preview;
  if (numbers.of === 0) return <NoOrder reader={reader} />;
  return (
    <>
      <div class="table-box" tabindex={0}>
        <table class="dense">
          <caption class="visually-hidden">{t("settings.preview.numbers")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("settings.preview.full")}</th>
              <th scope="col">{t("settings.preview.before")}</th>
              <th scope="col">{t("settings.preview.number")}</th>
            </tr>
          </thead>
          <tbody>
            {numbers.examples.map(({ full, before, number, fixed }) => (
              <tr>
                <td>{full}</td>
                <td>{before}</td>
                <td>
                  <strong>{number}</strong> {fixed ? <small>{t("settings.preview.fixed")}</small> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>{numberCounts(reader, numbers)}</p>
      <details>
        <summary>{t("settings.preview.otherFields")}</summary>
        <ul>
          {numbers.others.map(({ field, ...other }) => (
            <li>
              <strong>{fieldName(reader, field)}</strong>
              {" : "}
              {other.examples.map(({ number }) => number).join(" · ")}
              <br />
              <small>{numberCounts(reader, other)}</small>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function numberCounts({ t }: Reader, { of, collide, empty }: NumberPreview): string {
  return [
    t("settings.preview.collide", { of, count: collide }),
    empty > 0 ? t("settings.preview.empty", { count: empty }) : "",
  ]
    .join(" ")
    .trim();
}

function fieldName({ t }: Reader, field: NumberField): string {
  return field.field === "custom"
    ? t("stores.numberField.custom", { code: field.code })
    : t(`stores.numberField.${field.field}`);
}

/** The last order's lines under each choice of SKU. */
export function SkuPreviewTable({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { skus } = view.preview;
  if (!skus) return <NoOrder reader={reader} />;
  const choices = ["product", "offer", "shop"] as const;
  return (
    <>
      <div class="table-box" tabindex={0}>
        <table class="dense">
          <caption>{t("settings.preview.skus", { number: skus.number })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("settings.preview.article")}</th>
              {choices.map((choice) => (
                <th scope="col">{t(`stores.itemSku.${choice}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {skus.lines.map((line) => (
              <tr>
                <td>
                  {line.quantity} × {line.title}
                </td>
                {choices.map((choice) => (
                  <td>{choice === wished.itemSku ? <strong>{line[choice]}</strong> : line[choice]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>{t("settings.preview.skus.changed", { count: skus.changed[wished.itemSku], products: skus.products })}</p>
    </>
  );
}
