import { Hono } from "hono";
import { findOrderNumber } from "../db/order-record";
import { findStore, type StoreRow } from "../db/stores";
import { storeSync } from "../sync/stub";
import type { Refusal } from "../sync/stub-answers";
import type { Decision } from "../sync/stub-orders";
import { type AppContext, type AppEnv, goTo, signedIn, wantsFragment } from "./context";
import { readTyped, type Typed } from "./forms";
import type { Asked } from "./intent-choices";
import { IntentArticle } from "./intent-page";
import { page } from "./layout";
import { intentWords, orderPath } from "./order-words";
import { readerOfStore } from "./reader";

/** What a person answered that is not yet a decision. */
type Unfinished = NonNullable<Asked["unfinished"]>;

export const intents = new Hono<AppEnv>();

/** All that is known of one intent; `?look` asks the remote now what it holds. */
intents.get("/:storeId/intents/:intentId", (c) =>
  withStore(c, (store) =>
    showIntent(c, store, { looked: c.req.query("look") !== undefined, refusal: null, unfinished: null }, 200),
  ),
);

intents.post("/:storeId/intents/:intentId/decision", (c) =>
  withStore(c, async (store) => {
    if (!mayDecide(c, store)) {
      const refusal = { code: "store-disconnected", words: "" } as const;
      return showIntent(c, store, { looked: false, refusal, unfinished: null }, 422);
    }
    const decision = readDecision(await readTyped(c));
    if (typeof decision === "string")
      return showIntent(c, store, { looked: true, refusal: null, unfinished: decision }, 422);
    // Who chose one of a list wants to see the list as it is now.
    const isChosen = decision.choice === "happened";
    const { personId, name } = signedIn(c);
    const desk = storeSync(c.env, store.id);
    const outcome = await desk.decide(intentId(c), decision, { personId, name });
    if (outcome.result === "refused")
      return showIntent(c, store, { looked: isChosen, refusal: outcome.refusal, unfinished: null }, 422);
    return backToOrder(c, store);
  }),
);

/** A decision as posted; what still misses its answer is asked again, and nothing is done. */
function readDecision({ choice, remoteId = "", sure }: Typed): Decision | Unfinished {
  switch (choice) {
    case "happened":
      return remoteId === "" ? "decide.happened.missing" : { choice, remoteId };
    case "send-again":
      return sure === "yes" ? { choice } : "decide.send-again.unconfirmed";
    case "drop":
      return { choice };
    default:
      // Looking again is always safe.
      return { choice: "check" };
  }
}

async function backToOrder(c: AppContext, store: StoreRow): Promise<Response> {
  const known = await storeSync(c.env, store.id).evidence(intentId(c), false);
  const orderId = known.result === "evidence" ? known.evidence.orderId : null;
  return goTo(c, orderId === null ? "/attention" : orderPath({ storeId: store.id, orderId }));
}

async function showIntent(
  c: AppContext,
  store: StoreRow,
  asked: { looked: boolean; refusal: Refusal | null; unfinished: Unfinished | null },
  status: 200 | 422,
): Promise<Response> {
  const found = await storeSync(c.env, store.id).evidence(intentId(c), asked.looked);
  if (found.result === "refused") return c.notFound();
  const { evidence } = found;
  const number = await findOrderNumber(c.env.DB, store.workspaceId, store.id, evidence.orderId);
  const reader = readerOfStore(c, store);
  const article = (
    <IntentArticle reader={reader} asked={{ ...asked, store, evidence, number, mayDecide: mayDecide(c, store) }} />
  );
  if (wantsFragment(c)) return c.html(article, status);
  return page(c, intentWords(reader.t, evidence.kind), article, status);
}

// What a store that is gone left behind is its owner's to close.
function mayDecide(c: AppContext, { disconnectedAt }: StoreRow): boolean {
  const { role } = signedIn(c);
  return disconnectedAt === null ? role !== "viewer" : role === "owner";
}

async function withStore(c: AppContext, open: (store: StoreRow) => Promise<Response>): Promise<Response> {
  const store = await findStore(c.env.DB, signedIn(c).workspaceId, c.req.param("storeId") ?? "");
  return store ? open(store) : c.notFound();
}

function intentId(c: AppContext): string {
  return c.req.param("intentId") ?? "";
}
