import { Hono } from "hono";
import { createJob, type OrderPlace } from "../db/jobs";
import type { MessageKey, MessageValues } from "../i18n/index";
import { randomToken, sha256Hex } from "../lib/crypto";
import { storeSync } from "../sync/stub";
import { ButtonLink, Notice, PageHead } from "./components";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { readPosted } from "./forms";
import { page } from "./layout";

/** What one list takes (design.md 11). */
const MOST_ORDERS = 500;
const JOB_ID_LENGTH = 32;

export const ordersLabels = new Hono<AppEnv>();

/** Labels for many orders in one action: `order` is `store:order`, repeated; `job` was drawn when the form was shown. */
ordersLabels.post("/labels", async (c) => {
  const { workspaceId, personId, name } = signedIn(c);
  const { orders, nonce } = readSelection(await readPosted(c, true));
  if (orders.length === 0) return refuse(c, "jobs.refused.none");
  if (orders.length > MOST_ORDERS) return refuse(c, "jobs.refused.many", { most: MOST_ORDERS, count: orders.length });
  const id = await jobIdOf(nonce, orders);
  const job = { workspaceId, id, createdBy: personId, createdAt: c.var.now, orders };
  const parts = await createJob(c.env.DB, job);
  if (parts.length === 0) return refuse(c, "jobs.refused.none");
  const actor = { personId, name };
  const calls = parts.map(({ storeId, orderIds }) =>
    storeSync(c.env, storeId).labelMany({ jobId: id, orderIds, actor }),
  );
  // A store that could not be reached has its part in D1: the watchdog brings it again.
  const outcomes = await Promise.allSettled(calls);
  for (const outcome of outcomes) if (outcome.status === "rejected") noteUnreached(c, outcome.reason);
  return c.redirect(`/jobs/${id}`, 303);
});

type Posted = Awaited<ReturnType<AppContext["req"]["parseBody"]>> | Record<string, unknown>;

function readSelection(posted: Posted): { orders: OrderPlace[]; nonce: string } {
  const { order, job } = posted;
  const values = (Array.isArray(order) ? order : [order]).filter((value) => typeof value === "string");
  const orders = [...new Set(values)].flatMap((value) => {
    const at = value.indexOf(":");
    return at > 0 ? [{ storeId: value.slice(0, at), orderId: value.slice(at + 1) }] : [];
  });
  return { orders, nonce: typeof job === "string" && job !== "" ? job : randomToken() };
}

/** The same form with the same choice is the same job; going back to choose others makes a new one. */
async function jobIdOf(nonce: string, orders: readonly OrderPlace[]): Promise<string> {
  const chosen = orders.map(({ storeId, orderId }) => `${storeId}:${orderId}`).sort();
  const digest = await sha256Hex(JSON.stringify([nonce, chosen]));
  return digest.slice(0, JOB_ID_LENGTH);
}

function refuse(c: AppContext, why: MessageKey, values: MessageValues = {}): Promise<Response> {
  const { t } = c.var;
  const title = t("jobs.refused");
  const body = (
    <article class="narrow">
      <PageHead title={title} back={{ href: "/orders?tab=to-ship", label: t("jobs.back") }} />
      <Notice
        tone="danger"
        actions={
          <ButtonLink href="/orders?tab=to-ship" weight="plain">
            {t("jobs.back")}
          </ButtonLink>
        }
      >
        <p>{t(why, values)}</p>
      </Notice>
    </article>
  );
  return page(c, title, body, 422);
}

function noteUnreached(c: AppContext, reason: unknown): void {
  const kind = reason instanceof Error ? reason.name : "unknown";
  console.error(JSON.stringify({ level: "error", event: "job-part", requestId: c.var.requestId, kind }));
}
