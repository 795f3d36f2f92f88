import type { OrderRecord } from "../db/order-record";
import { isLive, type Parcel, type ParcelStage } from "../domain/parcel";
import type { LabelFormat } from "../domain/store";
import { AskFirst } from "./ask-first";
import { Badge, ButtonLink, Card, Distance, Facts, Icon, type Tone } from "./components";
import { DryRunLink } from "./dry-run-links";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

const TONES: Record<ParcelStage, Tone> = {
  "no-label": "neutral",
  announcing: "info",
  "label-ready": "success",
  failed: "danger",
  "picked-up": "info",
  "in-transit": "info",
  "at-pickup-point": "info",
  delivered: "success",
  exception: "danger",
  "coming-back": "danger",
  cancelling: "warning",
  cancelled: "neutral",
  unknown: "neutral",
};

type Shown = { reader: Reader; order: OrderRecord; labelFormat: LabelFormat };

/** The boxes of an order with their labels; labels that are no longer valid stand apart. */
export function ParcelsCard({ reader, order, labelFormat }: Shown) {
  const { t } = reader;
  const newest = order.parcels.filter((parcel, place) => order.parcels[place - 1]?.parcelNo !== parcel.parcelNo);
  const current = newest.filter((parcel) => parcel.stage !== "cancelled");
  const older = order.parcels.filter((parcel) => !current.includes(parcel));
  if (order.parcels.length === 0) return null;
  return (
    <Card title={t("order.parcels")} id="parcels">
      {current.map((parcel) => (
        <ParcelBox reader={reader} order={order} labelFormat={labelFormat} parcel={parcel} />
      ))}
      {older.length > 0 ? (
        <details open={current.length === 0}>
          <summary>{t("order.parcel.older")}</summary>
          <ul class="rows">
            {older.map((parcel) => (
              <li>
                <span>
                  {parcel.carrierName} {parcel.trackingNumber ? <s>{parcel.trackingNumber}</s> : null}
                </span>
                <Badge tone={TONES[parcel.stage]}>{t(`stage.${parcel.stage}`)}</Badge>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}

function ParcelBox({ reader, order, labelFormat, parcel }: Shown & { parcel: Parcel }) {
  const { t } = reader;
  const printable = order.details.actions.includes("print") && isLive(parcel);
  return (
    <div class="parcel" id={`parcel-${parcel.parcelNo}`}>
      <Facts
        rows={[
          [t("order.parcel", { number: parcel.parcelNo }), <ParcelStatus reader={reader} parcel={parcel} />],
          [t("order.parcel.carrier"), `${parcel.carrierName}, ${parcel.optionName}`],
          [t("order.parcel.tracking"), <Tracking reader={reader} parcel={parcel} />],
          [t("order.parcel.price"), parcel.price ? moneyText(reader, parcel.price) : null],
          [t("customs.invoice"), parcel.papers?.invoiceNumber],
        ]}
      />
      {printable ? <Label reader={reader} order={order} labelFormat={labelFormat} parcel={parcel} /> : null}
      {printable && parcel.papers ? <Papers reader={reader} order={order} parcel={parcel} /> : null}
      {isLive(parcel) ? <CancelLabel reader={reader} order={order} parcel={parcel} /> : null}
    </div>
  );
}

function ParcelStatus({ reader, parcel }: { reader: Reader; parcel: Parcel }) {
  return (
    <>
      <Badge tone={TONES[parcel.stage]}>{reader.t(`stage.${parcel.stage}`)}</Badge>{" "}
      <small class="muted">
        {parcel.statusText ? `${parcel.statusText}, ` : ""}
        <Distance reader={reader} at={parcel.seenAt} />
      </small>
    </>
  );
}

function Tracking({ reader, parcel }: { reader: Reader; parcel: Parcel }) {
  if (!parcel.trackingNumber) return <span class="muted">{reader.t("order.parcel.tracking.none")}</span>;
  if (!parcel.trackingUrl || !/^https?:\/\//.test(parcel.trackingUrl)) return <>{parcel.trackingNumber}</>;
  return (
    <a href={parcel.trackingUrl} target="_blank" rel="noopener noreferrer">
      {parcel.trackingNumber} <Icon name="external-link" />
    </a>
  );
}

function Label({ reader, order, labelFormat, parcel }: Shown & { parcel: Parcel }) {
  const { t } = reader;
  const file = `${orderPath(order)}/labels/${parcel.parcelNo}/file`;
  const isPdf = labelFormat.startsWith("pdf");
  return (
    <>
      <div class="actions">
        <ButtonLink href={file} icon="printer" newTab>
          {t("action.print")}
        </ButtonLink>
        {labelFormat === "pdf-a4" ? null : (
          <ButtonLink href={`${file}?format=pdf-a4`} weight="plain" icon="file-text" newTab>
            {t("action.print.a4")}
          </ButtonLink>
        )}
      </div>
      {isPdf ? (
        <>
          <iframe
            class="label"
            id={`label-${parcel.parcelNo}-${parcel.generation}`}
            src={`${file}#navpanes=0&view=Fit`}
            title={t("order.parcel.label", { number: parcel.parcelNo })}
            loading="lazy"
          />
          <a href={file} target="_blank" rel="noopener">
            {t("common.openPdf")}
          </a>
        </>
      ) : null}
    </>
  );
}

/** CN23 and commercial invoice, which travel with the label. */
function Papers({ reader, order, parcel }: { reader: Reader; order: OrderRecord; parcel: Parcel }) {
  const { t } = reader;
  const file = `${orderPath(order)}/labels/${parcel.parcelNo}/customs`;
  return (
    <>
      <div class="actions">
        <ButtonLink href={file} icon="printer" newTab>
          {t("customs.papers.open")}
        </ButtonLink>
      </div>
      <iframe
        class="papers"
        id={`papers-${parcel.parcelNo}-${parcel.generation}`}
        src={`${file}#navpanes=0&view=Fit`}
        title={t("customs.papers.frame", { number: parcel.parcelNo })}
        loading="lazy"
      />
    </>
  );
}

function CancelLabel({ reader, order, parcel }: { reader: Reader; order: OrderRecord; parcel: Parcel }) {
  const { t } = reader;
  if (!order.details.actions.includes("cancel-label") || !reader.mayAct || parcel.stage === "cancelling") return null;
  const path = `${orderPath(order)}/labels/${parcel.parcelNo}/cancellation`;
  return (
    <>
      <AskFirst
        path={path}
        act={t("action.cancel-label")}
        ask={t("action.cancel-label.ask")}
        sure={t("action.cancel-label.sure")}
      />
      <DryRunLink reader={reader} order={order} act="cancel-label" fields={{ parcel: String(parcel.parcelNo) }} />
    </>
  );
}
