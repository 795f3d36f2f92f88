import type { OrderRecord } from "../db/order-record";
import { isUnneeded, type LinkableParcel } from "../domain/parcel";
import { ActForm } from "./act-form";
import { Button, ButtonLink, Card, Facts, Notice } from "./components";
import { Countdown } from "./countdown";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

type Shown = { reader: Reader; order: OrderRecord };

/** *Shipped by other means* and *Correct tracking*: the page behind each says what it means. */
export function ShippingLinks({ reader, order }: Shown) {
  const { t } = reader;
  const { actions } = order.details;
  if (!reader.mayAct) return null;
  return (
    <>
      {actions.includes("ship-otherwise") ? (
        <p>
          <ButtonLink href={`${orderPath(order)}/shipping`} weight="plain" icon="truck">
            {t("shipping.ship-otherwise.button")}
          </ButtonLink>
        </p>
      ) : null}
      {actions.includes("correct-tracking") ? (
        <p>
          <ButtonLink href={`${orderPath(order)}/tracking`} weight="plain" icon="pencil">
            {t("shipping.correct-tracking.button")}
          </ButtonLink>
        </p>
      ) : null}
    </>
  );
}

/** How it travels without a label of ours; until the marketplace hears of it, the one click that takes it back. */
export function OtherwiseNotice({ reader, order }: Shown) {
  const { t, now } = reader;
  const { actions, otherwise } = order.details;
  if (!otherwise) return null;
  const { carrier, trackingNumber, until } = otherwise;
  const words = [carrier, trackingNumber].filter(Boolean).join(", ");
  const mayUndo = actions.includes("undo-otherwise");
  const undo = mayUndo && reader.mayAct ? <Undo reader={reader} order={order} /> : null;
  return (
    <Notice tone="info" title={t("shipping.otherwise")} live={false}>
      <p>{words === "" ? t("shipping.otherwise.none") : words}</p>
      {mayUndo && until > now ? (
        <Countdown reader={reader} until={until}>
          {undo}
        </Countdown>
      ) : (
        undo
      )}
    </Notice>
  );
}

function Undo({ reader, order }: Shown) {
  const path = `${orderPath(order)}/shipping/undo`;
  return (
    <ActForm path={path}>
      <Button weight="plain" icon="rotate-ccw">
        {reader.t("shipping.otherwise.undo")}
      </Button>
    </ActForm>
  );
}

/**
 * A label that may lie unused: the marketplace holds the order as shipped, not by us, or all that the label was made for
 * is called off.
 */
export function UnusedLabelNotice({ reader, order }: Shown) {
  const { t } = reader;
  if (!order.details.actions.includes("cancel-label")) return null;
  const unneeded = order.parcels.some((parcel) => isUnneeded(order.lines, parcel));
  if (!unneeded && order.state.name !== "shipped") return null;
  const words = unneeded ? "shipping.unneeded" : "shipping.unused";
  return (
    <Notice tone="warning" title={t(words)} live={false}>
      <p>{t(`${words}.body`)}</p>
    </Notice>
  );
}

/** Parcels that others made at Sendcloud and that look like this order's: a person says whether one is. */
export function LinkableCard({ reader, order }: Shown) {
  const { t } = reader;
  const { linkable = [] } = order.details;
  if (linkable.length === 0) return null;
  return (
    <Card title={t("shipping.linkable")} tone="warning" id="linkable">
      <p>{t("shipping.linkable.body")}</p>
      {linkable.map((parcel) => (
        <Linkable reader={reader} order={order} parcel={parcel} />
      ))}
    </Card>
  );
}

function Linkable({ reader, order, parcel }: Shown & { parcel: LinkableParcel }) {
  const { t } = reader;
  return (
    <div class="parcel">
      <Facts
        rows={[
          [t("order.parcel.carrier"), parcel.carrier],
          [t("order.parcel.tracking"), parcel.trackingNumber],
          [t("shipping.linkable.stage"), t(`stage.${parcel.stage}`)],
        ]}
      />
      {reader.mayAct ? (
        <div class="answers">
          <Answer reader={reader} order={order} parcel={parcel} answer="yes" />
          <Answer reader={reader} order={order} parcel={parcel} answer="no" />
        </div>
      ) : null}
    </div>
  );
}

function Answer({ reader, order, parcel, answer }: Shown & { parcel: LinkableParcel; answer: "yes" | "no" }) {
  const path = `${orderPath(order)}/parcels/link`;
  return (
    <ActForm path={path}>
      <input type="hidden" name="shipmentId" value={parcel.shipmentId} />
      <input type="hidden" name="answer" value={answer} />
      <Button {...(answer === "yes" ? { icon: "check" } : { weight: "plain", icon: "x" })}>
        {reader.t(`shipping.linkable.${answer}`)}
      </Button>
    </ActForm>
  );
}
