import type { OrderRecord } from "../db/order-record";
import { ActForm } from "./act-form";
import { Button, ButtonLink, Notice } from "./components";
import { Countdown } from "./countdown";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

type Shown = { reader: Reader; order: OrderRecord };

export function cancellationPath(order: { storeId: string; orderId: string }): string {
  return `${orderPath(order)}/cancellation`;
}

/** A cancellation that has not left: until when, and the one click that stops it. The page reads itself again meanwhile. */
export function PlannedCancellation({ reader, order }: Shown) {
  const { t, now } = reader;
  const { actions, undoUntil = null } = order.details;
  if (!actions.includes("undo-cancel")) return null;
  const isRunning = undoUntil !== null && undoUntil > now;
  const path = `${cancellationPath(order)}/undo`;
  const undo = reader.mayAct ? (
    <ActForm path={path}>
      <Button weight="plain" icon="rotate-ccw">
        {t(isRunning ? "cancellation.undo" : "cancellation.stop")}
      </Button>
    </ActForm>
  ) : null;
  return (
    <div
      id="planned-cancellation"
      role="status"
      hx-get={orderPath(order)}
      hx-trigger="every 5s"
      hx-target="closest article"
      hx-swap="outerMorph"
    >
      <Notice tone="danger" title={t("cancellation.planned")} live={false}>
        <p>{t("cancellation.planned.body")}</p>
        {isRunning ? (
          <Countdown reader={reader} until={undoUntil}>
            {undo}
          </Countdown>
        ) : (
          undo
        )}
      </Notice>
    </div>
  );
}

/** *Cancel order*: the page behind it says what that means before anything is pressed. */
export function CancelOrderLink({ reader, order }: Shown) {
  if (!reader.mayAct || !order.details.actions.includes("cancel-order")) return null;
  return (
    <p class="cancel-order">
      <ButtonLink href={cancellationPath(order)} weight="danger" icon="x">
        {reader.t("cancellation.button")}
      </ButtonLink>
    </p>
  );
}
