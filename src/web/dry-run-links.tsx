import type { OrderRecord } from "../db/order-record";
import type { DryRunWish } from "../sync/stub-orders";
import { Card } from "./components";
import { orderPath } from "./order-words";
import type { Reader } from "./reader";

type LinkProps = {
  reader: Reader;
  order: Pick<OrderRecord, "storeId" | "orderId">;
  act: DryRunWish["act"];
  fields?: Record<string, string>;
};

/** *What would be sent*, beside the button of an act. */
export function DryRunLink({ reader, order, act, fields = {} }: LinkProps) {
  const query = new URLSearchParams({ act, ...fields });
  return (
    <a class="what-if" href={`${orderPath(order)}/dry-run?${query}`}>
      <small>{reader.t(`dryRun.link.${act}`)}</small>
    </a>
  );
}

/** The same for what a form holds as it stands. */
export function DryRunButton({ reader, order, act }: Omit<LinkProps, "fields">) {
  const action = `${orderPath(order)}/dry-run`;
  return (
    <button type="submit" class="outline" formmethod="get" formaction={action} name="act" value={act}>
      {reader.t("dryRun.title")}
    </button>
  );
}

/** What is planned for an order, and what the acts on the whole of it would send. */
export function DryRunCard({ reader, order }: { reader: Reader; order: OrderRecord }) {
  const { t } = reader;
  if (!reader.mayAct) return null;
  const { actions } = order.details;
  const lines = actions.includes("refund") ? order.lines.filter(({ quantity }) => quantity > 0) : [];
  return (
    <Card title={t("dryRun.card")} id="dry-run">
      <ul class="rows">
        <li>
          <DryRunLink reader={reader} order={order} act="next" />
        </li>
        {(["accept", "refuse"] as const).map((act) =>
          actions.includes(act) ? (
            <li>
              <DryRunLink reader={reader} order={order} act={act} />
            </li>
          ) : null,
        )}
        {actions.includes("cancel-order") ? (
          <li>
            <DryRunLink reader={reader} order={order} act="cancel" />
          </li>
        ) : null}
        {lines.map(({ lineId, title }) => (
          <li>
            <span>
              <DryRunLink reader={reader} order={order} act="refund" fields={{ line: lineId }} />{" "}
              <small class="muted">{title}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
