import type { Waiting } from "../db/attention";
import type { Money } from "../domain/money";
import { isMessageKey, type MessageKey } from "../i18n/index";
import { ButtonLink } from "./components";
import { cancellationPath } from "./order-cancellation";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

type Item = Extract<Waiting, { source: "item" }>;

/** What was called off at Sendcloud, as far as we know, and what is for a person to say; null for another concern. */
export function cancelledWords(reader: Reader, { kind, details }: Item): string | null {
  const { t } = reader;
  if (kind === "many-cancelled-there") {
    const count = typeof details.count === "number" ? details.count : 0;
    return t("attention.many-cancelled-there.body", { count, name: String(details.name ?? "") });
  }
  if (kind !== "order-cancelled-there") return null;
  const key = `attention.order-cancelled-there.${String(details.why ?? "off")}`;
  const amount = isMoney(details.amount) ? moneyText(reader, details.amount) : "";
  const why = isMessageKey(key) ? t(key as MessageKey, { amount }) : "";
  return `${t("attention.order-cancelled-there.body")} ${why}`.trim();
}

/** Where it is settled by one button; null for another concern. */
export function cancelledLink({ t }: Reader, one: Item): { href: string; words: string } | null {
  const { kind, storeId, orderId, number, details } = one;
  if (kind === "many-cancelled-there" && typeof details.accountId === "string") {
    const count = typeof details.count === "number" ? details.count : 0;
    const path = `/sendcloud-accounts/${encodeURIComponent(details.accountId)}/cancellations`;
    return { href: path, words: t("attention.open.vanished", { count }) };
  }
  if (orderId === null || number === null) return null;
  if (kind === "order-cancelled-there")
    return { href: cancellationPath({ storeId, orderId }), words: t("attention.open.cancellation") };
  if (kind === "label-voided-there")
    return { href: `${orderPath({ storeId, orderId })}#create-label`, words: t("attention.open.label") };
  return null;
}

/** The second way out of a label that was voided there: the order itself. */
export function SecondButton({ reader, one }: { reader: Reader; one: Item }) {
  const { kind, storeId, orderId, number } = one;
  if (kind !== "label-voided-there" || orderId === null || number === null) return null;
  return (
    <ButtonLink href={cancellationPath({ storeId, orderId })} weight="plain">
      {reader.t("attention.open.cancellation")}
    </ButtonLink>
  );
}

/** The orders that vanished together. */
export function VanishedOrders({ reader, one }: { reader: Reader; one: Item }) {
  const { orders } = one.details;
  if (one.kind !== "many-cancelled-there" || !Array.isArray(orders)) return null;
  return (
    <ul class="inline-list">
      {orders.filter(isOrder).map((order) => (
        <li>
          <a href={orderPath(order)}>{reader.t("attention.order", { number: order.number })}</a>
        </li>
      ))}
    </ul>
  );
}

function isOrder(value: unknown): value is { storeId: string; orderId: string; number: string } {
  return typeof value === "object" && value !== null && "storeId" in value && "orderId" in value && "number" in value;
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "minor" in value && "currency" in value;
}
