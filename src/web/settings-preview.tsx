import type { Child } from "hono/jsx";
import { inEuros } from "../domain/money";
import type { SettingsSection } from "../domain/settings";
import { formatCountry } from "../i18n/format";
import type { OrderCounts } from "../sync/stub-stores";
import { Distance, Moment } from "./components";
import { moneyText } from "./reader";
import { NoOrder, NumbersPreview, type PreviewProps, SkuPreviewTable } from "./settings-tables";

/** What a section would mean for real orders of the store: how many it touches, and an example. */
export function SectionPreview(props: PreviewProps & { section: SettingsSection; hasErrors: boolean }) {
  const { section, reader, view, hasErrors } = props;
  const { t } = reader;
  const touched = touchedBy(section, view.counts);
  const shows = PREVIEWS[section]?.(props) ?? null;
  return (
    <div id={`preview-${section}`} class="preview" aria-live="polite">
      {hasErrors ? <p class="field-problem">{t("settings.preview.errors")}</p> : null}
      {shows}
      {touched === null ? null : <p class="muted">{t("settings.touches", { count: touched })}</p>}
    </div>
  );
}

/** How many open orders a section touches; null where it is about none of them. */
export function touchedBy(section: SettingsSection, counts: OrderCounts): number | null {
  const { unlabelled, labelled, renumbered, toAccept } = counts;
  switch (section) {
    case "number":
      return renumbered;
    case "carriers":
    case "cancellation":
    case "labels":
      return unlabelled + labelled;
    case "international":
    case "sku":
      return unlabelled;
    case "acceptance":
      return toAccept;
    default:
      return null;
  }
}

const PREVIEWS: Partial<Record<SettingsSection, (props: PreviewProps) => Child>> = {
  carriers: CarrierPreview,
  number: NumbersPreview,
  cancellation: CancellationPreview,
  returns: ReturnPreviewText,
  international: InternationalPreview,
  sku: SkuPreviewTable,
  labels: LabelPreview,
  acceptance: AcceptancePreview,
  rates: RatePreview,
};

function CarrierPreview({ reader, view }: PreviewProps) {
  const { t } = reader;
  const { told } = view.preview;
  if (told.length === 0) return <NoOrder reader={reader} />;
  return (
    <ul>
      {told.map(({ number, carrier, send }) => (
        <li>
          {send === null
            ? t("settings.preview.told.none", { number, carrier })
            : t("settings.preview.told", {
                number,
                carrier,
                as: send.carrierCode ?? send.carrierName ?? "",
                trackingNumber: send.trackingNumber,
              })}
          {send?.carrierUrl ? ` ${send.carrierUrl}` : ""}
        </li>
      ))}
    </ul>
  );
}

function CancellationPreview({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { next } = view.preview;
  if (!next) return <NoOrder reader={reader} />;
  const { number } = next;
  if (!wished.cancelInMirakl) return <p>{t("settings.preview.cancel.off", { number })}</p>;
  if (wished.labels === "here") return <p>{t("settings.preview.cancel.here", { number })}</p>;
  if (next.canCancel) {
    const reason = view.lists?.cancelReasons.find(({ code }) => code === wished.cancelReason)?.label ?? "";
    return <p>{t("settings.preview.cancel.cancelled", { number, reason })}</p>;
  }
  return <p>{t("settings.preview.cancel.refunded", { number, amount: moneyText(reader, next.total) })}</p>;
}

function ReturnPreviewText({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { refund } = view.preview;
  if (!refund) return <NoOrder reader={reader} />;
  const { number, title, amount, overCap } = refund;
  const { when } = wished.refunds;
  if (amount === null) return <p>{t("settings.preview.return.byHand", { number, title })}</p>;
  const values = { number, title, amount: moneyText(reader, amount) };
  const pays = when === "created" || when === "back";
  if (pays && overCap) return <p>{t("settings.preview.return.overCap", values)}</p>;
  return <p>{t(`settings.preview.return.${when}`, values)}</p>;
}

function InternationalPreview({ reader, view, wished }: PreviewProps) {
  const { t, language } = reader;
  const { abroad } = view.preview;
  if (!abroad) return <p class="muted">{t("settings.preview.noneAbroad")}</p>;
  const { number, country } = abroad;
  const type = t(`settings.shipmentType.${wished.shipmentType}`);
  return <p>{t("settings.preview.abroad", { number, country: formatCountry(language, country), type })}</p>;
}

function LabelPreview({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { next } = view.preview;
  const { undecided, atSendcloud, labelled } = view.counts;
  return (
    <>
      <p>{t(`settings.preview.place.${wished.labels}`, { count: undecided })}</p>
      {atSendcloud > 0 ? <p>{t("settings.preview.atSendcloud", { count: atSendcloud })}</p> : null}
      {labelled > 0 ? <p>{t("settings.preview.labelled", { count: labelled })}</p> : null}
      {next ? (
        <>
          <p>
            {t("settings.preview.weight", {
              number: next.number,
              count: next.items,
              kilos: (next.weightGrams / 1000).toLocaleString(reader.language, { minimumFractionDigits: 3 }),
            })}
          </p>
          <p>{t(`settings.preview.ship.${wished.shipWhen}`, { number: next.number })}</p>
        </>
      ) : (
        <NoOrder reader={reader} />
      )}
    </>
  );
}

function AcceptancePreview({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { oldestToAccept: oldest } = view.preview;
  const { how, mostAnHour, priceDropPercent } = wished.acceptance;
  return (
    <>
      <p>{t(`settings.preview.accept.${how}`, { most: mostAnHour, percent: priceDropPercent })}</p>
      {oldest ? (
        <p>
          {t("settings.preview.accept.waits", { number: oldest.number })}{" "}
          <Distance reader={reader} at={oldest.createdAt} />
        </p>
      ) : null}
      {view.refusesAfter?.learntAt ? (
        <p>
          {t("acceptance.refuses.learnt", { hours: view.refusesAfter.hours })}{" "}
          <Moment reader={reader} at={view.refusesAfter.learntAt} />.
        </p>
      ) : null}
    </>
  );
}

function RatePreview({ reader, view, wished }: PreviewProps) {
  const { t } = reader;
  const { foreign } = view.preview;
  if (!foreign) return <p class="muted">{t("settings.preview.noneForeign")}</p>;
  const { number, total } = foreign;
  const amount = moneyText(reader, total);
  const rate = wished.currencyRates[total.currency];
  const euros = rate ? inEuros(total, rate.perEuro) : null;
  return (
    <p>
      {euros === null
        ? t("settings.preview.rate.none", { number, amount })
        : t("settings.preview.rate", { number, amount, euros: moneyText(reader, euros) })}
    </p>
  );
}
