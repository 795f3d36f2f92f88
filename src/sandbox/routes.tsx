import { type Context, Hono } from "hono";
import * as z from "zod";
import { BUYER_ACTS, type SandboxCalls } from "./calls";
import { advanceClock, type Sleeper } from "./clock";
import { DIRTY_KINDS } from "./dirty-orders";
import { FAULT_KINDS } from "./faults";
import type { MerchantAct } from "./merchant-acts";
import { SandboxPage } from "./page";
import { languageOf, wordsOf } from "./page-words";
import { STATUS_LIST } from "./sendcloud-statuses";

/** The sandbox, and everything of the app that wakes by itself. */
export type SandboxDoor = { sandbox: SandboxCalls; sleepers: () => Promise<Sleeper[]> };

const MOST_DAYS_MS = 60 * 86_400_000;
const NUMBER = z.string().min(1).max(64);
/** Sendcloud's "No reason" (sendcloud.md 5.1). */
const NO_REASON = 8;
const TIMES = z.coerce.number().int().min(1).max(1000);

const clockBody = z.object({ advance: z.coerce.number().int().min(0).max(MOST_DAYS_MS) });
const paceBody = z.object({ seconds: z.coerce.number().int().min(0).max(86_400) });
const moveBody = z.object({ status: z.string().min(1) });
const placeBody = z.object({
  marketplace: z.enum(["brico", "sport"]),
  kind: z.enum([...DIRTY_KINDS, "mixed", "several", ""]).default(""),
  count: TIMES.default(1),
});
const actBody = z.object({ orderId: z.string(), act: z.enum(BUYER_ACTS) });
const faultBody = z.object({
  api: z.enum(["mirakl", "sendcloud"]),
  operation: z.string().min(1).max(40),
  kind: z.enum(FAULT_KINDS),
  times: TIMES.default(1),
  seconds: z.coerce.number().int().min(0).max(86_400).optional(),
});
const panelBody = z.discriminatedUnion("panel", [
  z.object({ panel: z.literal("label"), order: NUMBER, parcels: z.coerce.number().int().min(1).max(15).optional() }),
  z.object({
    panel: z.literal("edit"),
    order: NUMBER,
    street: z.string().max(75).optional(),
    grams: z.coerce.number().int().min(1).max(100_000).optional(),
  }),
  z.object({ panel: z.literal("delete"), order: NUMBER }),
  z.object({ panel: z.literal("cancel-label"), shipment: z.string().min(1) }),
  z.object({
    panel: z.literal("new-label"),
    order: NUMBER,
    name: z.string().min(1).max(75),
    postcode: z.string().min(1).max(12),
    city: z.string().min(1).max(75),
  }),
]);
const offerBody = z.object({
  offersOf: NUMBER,
  quantity: z.coerce.number().int().min(0).optional(),
  cents: z.coerce.number().int().min(1).optional(),
});
const integrationBody = z.object({ integration: z.literal("delete") });
const item = z.object({
  id: z.string().min(1),
  quantity: z.coerce.number().int().min(1).default(1),
  reason: z.coerce.number().int().default(NO_REASON),
});
const returnBody = z.discriminatedUnion("return", [
  z.object({
    return: z.literal("create"),
    order: NUMBER,
    by: z.enum(["portal", "form"]).default("portal"),
    items: z.array(item).default([]),
  }),
  z.object({
    return: z.literal("move"),
    id: z.coerce.number().int(),
    status: z.string().refine((code) => STATUS_LIST.some((known) => known.code === code)),
  }),
]);
const clearBody = z.object({ clear: z.union([z.literal(true), z.literal("1")]) });

/** The sandbox's page and controls, to be mounted at `/sandbox`. Forms get a 303 back, JSON gets JSON. */
export function sandboxRoutes(doorOf: (env: Env) => SandboxDoor): Hono<{ Bindings: Env }> {
  const routes = new Hono<{ Bindings: Env }>();
  routes.get("/", async (context) => {
    const language = languageOf(context.req.header("accept-language"));
    context.header("vary", "accept-language");
    return context.html(
      `<!doctype html>${<SandboxPage w={wordsOf(language)} seen={await doorOf(context.env).sandbox.overview()} language={language} />}`,
    );
  });
  routes.get("/counts", async (context) => context.json(await doorOf(context.env).sandbox.counts()));
  routes.get("/traffic", async (context) =>
    trafficAfter(doorOf(context.env).sandbox, Number(context.req.query("after") ?? 0) || 0),
  );
  routes.post("/clock", (context) =>
    act(context, clockBody, async ({ advance }) => {
      const { sandbox, sleepers } = doorOf(context.env);
      return advanceClock(advance, { sandbox, objects: await sleepers() });
    }),
  );
  routes.post("/pace", (context) =>
    act(context, paceBody, async ({ seconds }) => doorOf(context.env).sandbox.setPace(seconds)),
  );
  routes.post("/orders", (context) =>
    act(context, z.union([actBody, placeBody]), async (body) => {
      const { sandbox } = doorOf(context.env);
      if ("act" in body) return { done: await sandbox.act(body.orderId, body.act) };
      return { placed: await placeMany(sandbox, body) };
    }),
  );
  routes.post("/faults", (context) =>
    act(context, z.union([clearBody, faultBody]), async (body) => {
      const { sandbox } = doorOf(context.env);
      if ("clear" in body) return sandbox.clearFaults();
      const { seconds, ...fault } = body;
      return sandbox.plantFault(seconds === undefined ? fault : { ...fault, seconds });
    }),
  );
  const merchantRoutes = [
    ["/panel", panelBody],
    ["/integration", integrationBody],
    ["/returns", returnBody],
    ["/offers", offerBody],
  ] as const;
  for (const [path, shape] of merchantRoutes) {
    routes.post(path, (context) =>
      act<MerchantAct>(context, shape, async (body) => doorOf(context.env).sandbox.actAsMerchant(body)),
    );
  }
  routes.post("/parcels/:parcelId/moves", (context) =>
    act(context, moveBody, async ({ status }) => ({
      done: await doorOf(context.env).sandbox.moveParcel(Number(context.req.param("parcelId")), status),
    })),
  );
  return routes;
}

async function placeMany(sandbox: SandboxCalls, { marketplace, kind, count }: z.infer<typeof placeBody>) {
  const placed: string[] = [];
  for (let n = 0; n < count; n += 1) placed.push(await sandbox.place(marketplace, kind));
  return placed;
}

async function act<T>(context: Context, shape: z.ZodType<T>, work: (body: T) => Promise<unknown>): Promise<Response> {
  const isJson = /json/i.test(context.req.header("content-type") ?? "");
  const parsed = shape.safeParse(isJson ? await context.req.json().catch(() => null) : await context.req.parseBody());
  if (!parsed.success) return context.json({ error: z.prettifyError(parsed.error) }, 400);
  const result = await work(parsed.data);
  return isJson ? context.json(result ?? { done: true }) : context.redirect("/sandbox", 303);
}

// One JSON exchange a line, all of them: the caller remembers how many lines it has read.
async function trafficAfter(sandbox: SandboxCalls, after: number): Promise<Response> {
  const lines: string[] = [];
  let last = after;
  for (let rows = await sandbox.traffic(last); rows.length > 0; rows = await sandbox.traffic(last)) {
    for (const { seq, line } of rows) {
      lines.push(`${line}\n`);
      last = seq;
    }
  }
  const headers = { "content-type": "application/x-ndjson; charset=utf-8", "x-last-exchange": String(last) };
  return new Response(lines.join(""), { headers });
}
