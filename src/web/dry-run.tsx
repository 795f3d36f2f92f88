import { type Context, Hono } from "hono";
import { findOrder, type OrderRecord } from "../db/order-record";
import { findStore } from "../db/stores";
import { storeSync } from "../sync/stub";
import type { DryRunResult, DryRunWish, DryStep } from "../sync/stub-orders";
import { Card, EmptyState, Facts, Moment, Notice, PageHead } from "./components";
import { type AppEnv, signedIn } from "./context";
import { RefusalNotice } from "./faults";
import { fieldsUnder, type Typed } from "./forms";
import { remoteWords } from "./intent-words";
import { readOption, readWeight } from "./label-panel";
import { messagePage, page } from "./layout";
import { intentWords, orderPath } from "./order-words";
import { type Reader, readerOf, wordsFor } from "./reader";
import { checkShipping } from "./shipping-form";

export const dryRuns = new Hono<AppEnv>();

/** The calls that an act on an order would make now. `act` and what it needs come by the query; no act: what is planned. */
dryRuns.get("/:storeId/:orderId/dry-run", async (c) => {
  const order = await ownOrder(c);
  if (!order) return messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body"));
  const { personId, name } = signedIn(c);
  const wish = readWish(order.orderId, c.req.query());
  if (!wish) return c.redirect(orderPath(order), 303);
  const outcome = await storeSync(c.env, order.storeId).dryRun(wish, { personId, name });
  const body = <DryRunPage reader={readerOf(c)} order={order} act={wish.act} outcome={outcome} />;
  return page(c, c.var.t("dryRun.title"), body);
});

async function ownOrder(c: Context<AppEnv>): Promise<OrderRecord | null> {
  const { workspaceId } = signedIn(c);
  const { storeId = "", orderId = "" } = c.req.param();
  const [store, order] = await Promise.all([
    findStore(c.env.DB, workspaceId, storeId),
    findOrder(c.env.DB, workspaceId, storeId, orderId),
  ]);
  return store && order;
}

/** Null for a form that its own page would not take. */
function readWish(orderId: string, asked: Typed): DryRunWish | null {
  const { act, parcel = "", line = "", option = "", weight = "", lineReason: reason = "" } = asked;
  switch (act) {
    case "accept":
    case "refuse":
    case "cancel":
    case "ship":
    case "tracking":
    case "label-here":
      return { orderId, act };
    case "label":
      return { orderId, act, option: readOption(option), weightGrams: readWeight(weight) };
    case "cancel-label":
      return { orderId, act, parcelNo: Number(parcel) };
    case "refund":
      return { orderId, act, lineId: line };
    case "cancel-lines": {
      const typed = Object.entries(fieldsUnder(asked, "line"));
      return { orderId, act, reason, quantities: Object.fromEntries(typed.map(([id, text]) => [id, Number(text)])) };
    }
    case "ship-otherwise":
    case "correct-tracking": {
      const checked = checkShipping(asked);
      return checked.ok ? { orderId, act, carrier: checked.wish } : null;
    }
    default:
      return { orderId, act: "next" };
  }
}

type PageProps = { reader: Reader; order: OrderRecord; act: DryRunWish["act"]; outcome: DryRunResult };

function DryRunPage({ reader, order, act, outcome }: PageProps) {
  const { t } = reader;
  const back = { href: orderPath(order), label: t("order.title", { number: order.number }) };
  return (
    <article class="narrow">
      <PageHead title={t("dryRun.title")} lead={t(`dryRun.lead.${act}`)} back={back} />
      <Notice tone="info" title={t("dryRun.nothingSent")}>
        <p>{t("dryRun.nothingSent.lead")}</p>
      </Notice>
      {outcome.result === "refused" ? (
        <Card title={t("dryRun.refused")}>
          <RefusalNotice t={t} refusal={outcome.refusal} />
        </Card>
      ) : outcome.steps.length === 0 ? (
        <EmptyState icon="circle-check" title={t("dryRun.none")}>
          <p>{t(act === "next" ? "dryRun.none.planned" : "dryRun.none.lead")}</p>
        </EmptyState>
      ) : (
        <Steps reader={reader} act={act} steps={outcome.steps} />
      )}
    </article>
  );
}

function Steps({ reader, act, steps }: { reader: Reader; act: PageProps["act"]; steps: DryStep[] }) {
  const { t } = reader;
  return (
    <>
      {steps.map((step) => (
        <StepCard reader={reader} step={step} />
      ))}
      {act === "label" ? <p class="muted">{t("dryRun.afterLabel")}</p> : null}
    </>
  );
}

function StepCard({ reader, step }: { reader: Reader; step: DryStep }) {
  const { t, now } = reader;
  const { kind, name, plannedFor, calls, reason } = step;
  return (
    <Card title={intentWords(t, kind)}>
      <Facts
        rows={[
          [t("dryRun.to"), `${remoteWords(t, kind)} (${name})`],
          [
            t("dryRun.when"),
            plannedFor !== null && plannedFor > now ? <Moment reader={reader} at={plannedFor} /> : t("dryRun.when.now"),
          ],
        ]}
      />
      {reason === null ? null : (
        <p>
          {t("dryRun.reason")} {reasonWords(reader, reason)}
        </p>
      )}
      {calls.map((call) => (
        <div class="exchange">
          <p>
            <code>
              {call.method} {call.path}
            </code>
          </p>
          <pre tabindex={0}>{pretty(call.request) ?? t("evidence.exchange.noBody")}</pre>
        </div>
      ))}
    </Card>
  );
}

function reasonWords({ t }: Reader, reason: string): string {
  return wordsFor(t, [`dryRun.reason.${reason}`, `skip.${reason}`, `reason.${reason}`], reason);
}

/** The body as people read it; what was cut for its length is no JSON any more. */
function pretty(body: string | null): string | null {
  try {
    return body && JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
