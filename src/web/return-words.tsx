import type { ReturnRecord } from "../db/returns";
import type { ReturnMoney, ReturnStage, ReturnTab } from "../domain/return";
import type { RefundSettings } from "../domain/store";
import { Badge, Moment, type Tone } from "./components";
import { orderPath } from "./order-words";
import { moneyText, type Reader, wordsFor } from "./reader";

const STAGE_TONES: Record<ReturnStage, Tone> = {
  announced: "neutral",
  "on-its-way": "info",
  back: "success",
  cancelled: "neutral",
  unknown: "neutral",
};
const TAB_TONES: Record<ReturnTab, Tone> = {
  "to-decide": "warning",
  "under-way": "info",
  refunded: "success",
  over: "neutral",
};

/** Where the goods are. */
export function StageBadge({ reader, stage }: { reader: Reader; stage: ReturnStage }) {
  return <Badge tone={STAGE_TONES[stage]}>{reader.t(`return.${stage}`)}</Badge>;
}

/** What comes back, and why. */
export function ReturnedItems({ reader, record }: { reader: Reader; record: ReturnRecord }) {
  const { t } = reader;
  const { items } = record.details;
  if (items.length === 0) return <span class="muted">{t("returns.items.none")}</span>;
  return (
    <ul class="plain">
      {items.map(({ title, sku, quantity, reason }) => (
        <li>
          {`${quantity} × ${title ?? sku ?? t("returns.item.unknown")}`}
          {reason === null ? null : <small class="muted"> {reasonWords(reader, reason)}</small>}
        </li>
      ))}
    </ul>
  );
}

/** Sendcloud's reason in words; one that is new shows its number. */
function reasonWords({ t }: Reader, reason: string): string {
  return wordsFor(t, [`return-reason.${reason}`], t("return-reason.other", { reason }));
}

/** What became of its money, or will, and when. */
export function MoneyOfReturn({
  reader,
  record,
  when,
}: {
  reader: Reader;
  record: ReturnRecord;
  when: RefundSettings["when"];
}) {
  const { money, refundAt } = record.details;
  const amount = money.amount ? moneyText(reader, money.amount) : null;
  const told = money.state === "planned" || money.state === "done";
  return (
    <>
      <Badge tone={TAB_TONES[record.tab]}>{stateWords(reader, money, when, record)}</Badge>
      {amount ? <strong class="num"> {amount}</strong> : null}
      {told && refundAt !== null ? (
        <small class="muted">
          {" "}
          <Moment reader={reader} at={refundAt} />
        </small>
      ) : null}
      <WhyByHand reader={reader} money={money} />
    </>
  );
}

function stateWords(
  { t }: Reader,
  money: ReturnMoney,
  when: RefundSettings["when"],
  { stage, tab }: Pick<ReturnRecord, "stage" | "tab">,
): string {
  if (tab === "over" && money.state !== "dismissed")
    return t(stage === "cancelled" ? "return.cancelled" : "returns.over");
  if (money.state !== "none") return t(`returns.money.${money.state}`);
  if (stage === "back") return t("returns.money.none");
  return t(when === "back" ? "returns.money.when-back" : "returns.money.waits");
}

function WhyByHand({ reader, money }: { reader: Reader; money: ReturnMoney }) {
  const why = money.state === "by-hand" ? money.why : money.state === "over-cap" ? money.cap : null;
  if (why === null) return null;
  return <small class="note muted">{reader.t(`by-hand.${why}`)}</small>;
}

/** Where a person decides on the money of a return. */
export function refundPath(record: Pick<ReturnRecord, "storeId" | "orderId" | "returnKey">): string {
  return `${orderPath(record)}/refund?return=${encodeURIComponent(record.returnKey)}`;
}
