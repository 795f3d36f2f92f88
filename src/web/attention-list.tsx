import type { Waiting } from "../db/attention";
import { cancelledLink, SecondButton, VanishedOrders } from "./attention-cancelled";
import { AttentionDetails } from "./attention-details";
import { waitingLink, waitingTitle, waitingWords } from "./attention-words";
import { ButtonLink, Card, Distance, EmptyState, Icon, PageHead } from "./components";
import { orderPath } from "./order-words";
import { moneyText, type Reader } from "./reader";

type Shown = { reader: Reader; waiting: readonly Waiting[]; next: string | null; isFirst: boolean };

/** All that waits for a person, oldest first: what it is, since when, what is at stake, and where to settle it. */
export function AttentionPage({ reader, waiting, next, isFirst }: Shown) {
  const { t } = reader;
  if (waiting.length === 0 && isFirst) {
    return (
      <>
        <PageHead title={t("attention.title")} />
        <EmptyState icon="circle-check" title={t("attention.empty")}>
          <p>{t("attention.empty.body")}</p>
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("attention.title")} lead={t("attention.lead")} />
      {waiting.length > 0 ? (
        <Card>
          <ul class="waiting">
            {waiting.map((one) => (
              <Row reader={reader} one={one} />
            ))}
          </ul>
        </Card>
      ) : null}
      <Pager reader={reader} next={next} isFirst={isFirst} />
    </>
  );
}

function Row({ reader, one }: { reader: Reader; one: Waiting }) {
  const { t } = reader;
  const item = one.source === "item" ? one : null;
  const { href, words } = (item && cancelledLink(reader, item)) ?? waitingLink(t, one);
  return (
    <li class="waits">
      <h2>{waitingTitle(t, one)}</h2>
      <p class="whence">
        <Whence reader={reader} one={one} />
      </p>
      <p class="waits-words">{waitingWords(reader, one)}</p>
      {item ? <VanishedOrders reader={reader} one={item} /> : null}
      <AttentionDetails reader={reader} one={one} />
      <div class="actions">
        <ButtonLink href={href} weight="plain">
          {words}
          <Icon name="arrow-right" />
        </ButtonLink>
        {item ? <SecondButton reader={reader} one={item} /> : null}
      </div>
    </li>
  );
}

/** Which order of which store, since when, and the money at stake. */
function Whence({ reader, one }: { reader: Reader; one: Waiting }) {
  const { t } = reader;
  const orderId = "orderId" in one ? one.orderId : null;
  const number = "number" in one ? one.number : null;
  return (
    <>
      {orderId === null ? null : (
        <span>
          {number === null ? (
            t("attention.order", { number: orderId })
          ) : (
            <a href={orderPath({ storeId: one.storeId, orderId })}>{t("attention.order", { number })}</a>
          )}
        </span>
      )}
      {one.storeName === null ? null : <span>{one.storeName}</span>}
      <span>
        <Distance reader={reader} at={one.at} />
      </span>
      {one.source === "intent" && one.money ? (
        <span class="stake">{t("attention.stake", { amount: moneyText(reader, one.money) })}</span>
      ) : null}
    </>
  );
}

function Pager({ reader, next, isFirst }: Omit<Shown, "waiting">) {
  const { t } = reader;
  if (next === null && isFirst) return null;
  return (
    <div class="pager">
      {isFirst ? (
        <span />
      ) : (
        <ButtonLink href="/attention" weight="plain">
          {t("attention.first")}
        </ButtonLink>
      )}
      {next === null ? null : (
        <ButtonLink href={`/attention?after=${encodeURIComponent(next)}`} weight="plain">
          {t("attention.next")}
          <Icon name="arrow-right" />
        </ButtonLink>
      )}
    </div>
  );
}
