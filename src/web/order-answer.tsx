import type { OrderRecord } from "../db/order-record";
import type { HeldBack } from "../domain/acceptance";
import { isOpen } from "../domain/intent";
import { ActForm } from "./act-form";
import { AskFirst } from "./ask-first";
import { Button, Card, Distance, Moment, Notice } from "./components";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

/** *Accept* and *Refuse*, of all lines: until when, and why it was not done by itself. */
export function AnswerCard({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { actions, heldBack = null } = order.details;
  if (!actions.includes("accept") && !actions.includes("refuse")) return null;
  return (
    <Card tone="info" id="answer">
      {heldBack ? (
        <WhyHeld reader={reader} order={order} held={heldBack} />
      ) : (
        <WaitsItsTurn reader={reader} order={order} />
      )}
      <AnswerBefore reader={reader} order={order} />
      {reader.mayAct ? <Answers reader={reader} order={order} /> : null}
    </Card>
  );
}

function Answers({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const { actions, heldBack = null } = order.details;
  const [acceptance, refusal] = [`${orderPath(order)}/acceptance`, `${orderPath(order)}/refusal`];
  return (
    <div class="answers">
      {actions.includes("accept") ? (
        <ActForm path={acceptance}>
          <Button icon="check">{t(heldBack ? "acceptance.anyway" : "action.accept")}</Button>
        </ActForm>
      ) : null}
      {actions.includes("refuse") ? (
        <AskFirst path={refusal} act={t("action.refuse")} ask={t("action.refuse.ask")} sure={t("action.refuse.sure")} />
      ) : null}
    </div>
  );
}

/** What was seen, what is offered, how old the order is, and what to do. */
function WhyHeld({ reader, order, held }: { reader: Reader; order: OrderRecord; held: HeldBack }) {
  const { t } = reader;
  return (
    <Notice tone={held.why === "cannot-check" ? "info" : "warning"} title={t(`acceptance.${held.why}`)}>
      <p>{sightWords(reader, held)}</p>
      <p>
        {t("acceptance.age")} <Distance reader={reader} at={order.createdAt} />.
      </p>
      <p>{t(`acceptance.${held.why}.do`)}</p>
    </Notice>
  );
}

function sightWords(reader: Reader, held: HeldBack): string {
  const { t } = reader;
  const { title, sku } = held;
  switch (held.why) {
    case "guard-stock":
      return t("acceptance.guard-stock.seen", { title, sku, ordered: held.ordered, offered: held.offered });
    case "guard-price": {
      const offered = held.offerPrice ? moneyText(reader, held.offerPrice) : "";
      return t("acceptance.guard-price.seen", { title, sku, price: moneyText(reader, held.paid), offered });
    }
    case "cannot-check":
      return t("acceptance.cannot-check.seen", { title, sku });
  }
}

// Only an acceptance that nobody clicked is planned while the order still shows as waiting for its answer.
function WaitsItsTurn({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const waits = order.intents.some(({ kind, state }) => kind === "accept" && isOpen(state));
  return waits ? <p>{reader.t("acceptance.waits")}</p> : null;
}

function AnswerBefore({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  const before = order.details.acceptBefore ?? null;
  if (!before) return null;
  const { at, hours, learntAt } = before;
  return (
    <p>
      <strong>
        {t("acceptance.before")} <Moment reader={reader} at={at} />
      </strong>{" "}
      (<Distance reader={reader} at={at} />
      ).{" "}
      <small class="muted">
        {learntAt === null ? (
          t("acceptance.refuses.typed", { hours })
        ) : (
          <>
            {t("acceptance.refuses.learnt", { hours })} <Moment reader={reader} at={learntAt} />.
          </>
        )}
      </small>
    </p>
  );
}
