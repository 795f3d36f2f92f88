import type { OrderRecord } from "../db/order-record";
import { isOpen } from "../domain/intent";
import type { Problem } from "../domain/problem";
import { ActForm } from "./act-form";
import { AskFirst } from "./ask-first";
import { Button, ButtonLink, Card, Facts, Notice } from "./components";
import { DryRunLink } from "./dry-run-links";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

// The panel's list of incoming orders, searched for the number: its own address of one order is nowhere documented.
const INCOMING_ORDERS = "https://app.sendcloud.com/v2/shipping/list/orders";

type Shown = { reader: Reader; order: OrderRecord };

/** An order whose label is made at Sendcloud: where it is there, what keeps it from going, and the way back. */
export function PushCard({ reader, order }: Shown) {
  const { t } = reader;
  const { problems } = order.details;
  const currency = problems.some(({ code }) => code === "currency-not-accepted");
  const refused = problems.filter(({ code }) => code === "push-refused");
  const isThere = order.state.name === "at_sendcloud";
  if (!isThere && !order.details.actions.includes("label-here") && !currency && refused.length === 0) return null;
  return (
    <Card title={t("push.title")} id="push">
      {currency ? <Currency reader={reader} order={order} /> : null}
      {refused.map((problem) => (
        <Refused reader={reader} order={order} problem={problem} />
      ))}
      {isThere ? <There reader={reader} order={order} /> : null}
      <LabelHere reader={reader} order={order} never={!isThere} />
    </Card>
  );
}

function Currency({ reader, order }: Shown) {
  const { t } = reader;
  return (
    <Notice
      tone="warning"
      title={t("push.currency", { currency: order.total.currency })}
      actions={
        <ButtonLink href={`/stores/${order.storeId}/settings#rates`} weight="plain" icon="pencil">
          {t("push.currency.rate")}
        </ButtonLink>
      }
    >
      <p>{t("push.currency.body")}</p>
    </Notice>
  );
}

/** Which field it is; Sendcloud's own words stand with the push that failed. */
function Refused({ reader, order, problem }: Shown & { problem: Problem }) {
  const { t } = reader;
  const part = t(`push.part.${problem.field ?? problem.part ?? "other"}`);
  const { actions } = order.details;
  return (
    <Notice
      tone="danger"
      title={t("push.refused", { part })}
      actions={
        problem.field && actions.includes("edit") && reader.mayAct ? (
          <ButtonLink href={`${orderPath(order)}/recipient`} weight="plain" icon="pencil">
            {t("push.refused.fix")}
          </ButtonLink>
        ) : null
      }
    >
      <p>{t("push.refused.body")}</p>
      {actions.includes("push-again") && reader.mayAct ? <Again reader={reader} order={order} /> : null}
    </Notice>
  );
}

function Again({ reader, order }: Shown) {
  const path = `${orderPath(order)}/pushes`;
  return (
    <ActForm path={path}>
      <Button weight="plain" icon="refresh-cw">
        {reader.t("push.again")}
      </Button>
    </ActForm>
  );
}

function There({ reader, order }: Shown) {
  const { t } = reader;
  const leaves = order.intents.some(({ kind, state }) => kind === "unpush" && isOpen(state));
  const href = `${INCOMING_ORDERS}?search=${encodeURIComponent(order.number)}`;
  return (
    <>
      <p>{t(leaves ? "push.leaving" : "push.there")}</p>
      {leaves ? null : <p class="muted">{t("push.twice")}</p>}
      <Changed reader={reader} order={order} />
      <div class="actions">
        <ButtonLink href={href} icon="external-link" newTab>
          {t("push.open")}
        </ButtonLink>
      </div>
    </>
  );
}

/** What a person changed there of what we sent: it stays. */
function Changed({ reader, order }: Shown) {
  const { t } = reader;
  const changed = order.details.changedThere ?? [];
  if (changed.length === 0) return null;
  const named = (value: string) => value || t("push.changed.empty");
  return (
    <Notice tone="info" title={t("push.changed")}>
      <p>{t("push.changed.body")}</p>
      <Facts
        rows={changed.map(({ field, ours, theirs }) => [
          t(`push.field.${field}`),
          `${t("push.changed.theirs", { value: named(theirs) })} · ${t("push.changed.ours", { value: named(ours) })}`,
        ])}
      />
    </Notice>
  );
}

function LabelHere({ reader, order, never }: Shown & { never: boolean }) {
  const { t } = reader;
  if (!order.details.actions.includes("label-here") || !reader.mayAct) return null;
  return (
    <>
      <AskFirst
        path={`${orderPath(order)}/label-here`}
        act={t("push.here")}
        ask={t(never ? "push.here.never" : "push.here.ask")}
        sure={t(never ? "push.here.never.sure" : "push.here.sure")}
        icon="printer"
      />
      {never ? null : <DryRunLink reader={reader} order={order} act="label-here" />}
    </>
  );
}
