import { Hono } from "hono";
import { assertPolicies } from "../auth/policy";
import { ConfigError, readConfig, sealKeys } from "../config";
import { listStoreHosts } from "../db/stores";
import { chooseLanguage, translator } from "../i18n/index";
import { createSeal } from "../lib/crypto";
import { accountAdd } from "./account-add";
import { accountKeys } from "./account-key";
import { attention } from "./attention";
import { cancellations } from "./cancellation";
import type { AppContext, AppEnv } from "./context";
import { dryRuns } from "./dry-run";
import { UnreadableForm } from "./forms";
import { home } from "./home";
import { hsCodes } from "./hs-codes";
import { intents } from "./intent-routes";
import { invitation } from "./invitation";
import { jobs } from "./jobs";
import { messagePage } from "./layout";
import { keepPolicy, sameOriginOnly, securityHeaders } from "./locks";
import { orders } from "./orders";
import { ordersLabels } from "./orders-labels";
import { passkeys } from "./passkeys";
import { people } from "./people";
import { productFiles } from "./product-files";
import { productUpload } from "./product-upload";
import { products } from "./products";
import { profile } from "./profile";
import { refunds } from "./refund-page";
import { returns } from "./returns";
import { sendcloudAccounts } from "./sendcloud-accounts";
import { settings } from "./settings";
import { shipping } from "./shipping";
import { signIn } from "./sign-in";
import { signInEmail } from "./sign-in-email";
import { storeKey } from "./store-key";
import { storeLife } from "./store-life";
import { storeWizard } from "./store-wizard";
import { stores } from "./stores";
import { vanished } from "./vanished";

/** What stands beside the pages and only worker.ts may know. */
export type Edges = {
  clock(env: Env, sandbox: boolean): Promise<number>;
  noteCspReport(env: Env, report: string): Promise<void>;
  mount(app: Hono<AppEnv>): void;
};

const REPORT_LENGTH = 4_000;
const MISSING_TABLE = /no such (table|column)/;

/** The whole site behind its locks. Throws when a route has no policy. */
export function createApp(edges: Edges): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(securityHeaders);
  app.use(async (c, next) => {
    const config = readConfig(c.env);
    const language = chooseLanguage(
      c.req.header("cookie")?.match(/(?:^|; )lang=(\w\w)/)?.[1],
      c.req.header("Accept-Language"),
    );
    c.set("config", config);
    c.set("requestId", crypto.randomUUID());
    c.set("language", language);
    c.set("t", translator(language));
    c.set("who", null);
    c.set("seal", createSeal(...sealKeys(config)));
    c.set("now", await edges.clock(c.env, config.sandbox));
    await next();
  });
  app.use(sameOriginOnly);
  app.use(keepPolicy);
  app.get("/healthz", async (c) => {
    const fault = await findFault(c);
    return fault === null ? c.text("ok") : c.text(fault, 503);
  });
  app.post("/csp", async (c) => {
    await edges.noteCspReport(c.env, (await c.req.text()).slice(0, REPORT_LENGTH));
    return c.body(null, 204);
  });
  app.route("/", signIn);
  app.route("/", signInEmail);
  app.route("/", invitation);
  app.route("/", passkeys);
  app.route("/", home);
  app.route("/orders", ordersLabels);
  app.route("/orders", cancellations);
  app.route("/orders", shipping);
  app.route("/orders", orders);
  app.route("/orders", dryRuns);
  app.route("/orders", refunds);
  app.route("/returns", returns);
  app.route("/products/hs", hsCodes);
  app.route("/products", products);
  app.route("/products", productUpload);
  app.route("/products", productFiles);
  app.route("/people", people);
  app.route("/profile", profile);
  app.route("/jobs", jobs);
  app.route("/attention", attention);
  app.route("/stores/new", storeWizard);
  app.route("/stores", stores);
  app.route("/stores", intents);
  app.route("/stores", storeKey);
  app.route("/stores", storeLife);
  app.route("/stores", settings);
  app.route("/sendcloud-accounts", sendcloudAccounts);
  app.route("/sendcloud-accounts", vanished);
  app.route("/sendcloud-accounts", accountAdd);
  app.route("/sendcloud-accounts", accountKeys);
  edges.mount(app);
  app.notFound((c) => messagePage(c, 404, c.var.t("error.notFound"), c.var.t("error.notFound.body")));
  app.onError(answerSurprise);
  assertPolicies(app.routes);
  return app;
}

/** Why this deployment should not serve, in one line with the cure; null when it is well. */
async function findFault(c: AppContext): Promise<string | null> {
  const { sandbox, extraMiraklHosts } = c.var.config;
  const hosts = await listStoreHosts(c.env.DB).catch((error: Error) => {
    if (MISSING_TABLE.test(error.message)) return null;
    throw error;
  });
  if (hosts === null) return "The database lacks a migration: run npm run db:migrate, or db:migrate:remote.";
  // The demo's clock can be moved, which must never happen to a real shop.
  const stray = sandbox ? hosts.find((host) => !isSandboxHost(host, extraMiraklHosts)) : undefined;
  if (stray === undefined) return null;
  return `SANDBOX=on, but the store at ${stray} is a real shop: set SANDBOX=off, or list it in EXTRA_MIRAKL_HOSTS.`;
}

function isSandboxHost(host: string, extra: readonly string[]): boolean {
  return host.endsWith(".mirakl.test") || extra.includes(host) || extra.includes(host.replace(/:\d+$/, ""));
}

function answerSurprise(error: Error, c: AppContext): Response | Promise<Response> {
  if (error instanceof ConfigError) return c.text(error.message, 500);
  const { t, requestId } = c.var;
  if (error instanceof UnreadableForm) return messagePage(c, 400, t("error.form"), t("error.form.body"));
  // Only the kind of the surprise: a message may quote what a buyer or a vendor wrote.
  console.error(
    JSON.stringify({ level: "error", event: "surprise", requestId, route: c.req.routePath, kind: error.name }),
  );
  if (MISSING_TABLE.test(error.message)) return messagePage(c, 503, t("error.title"), t("error.migration"));
  return messagePage(c, 500, t("error.title"), t("error.body", { id: requestId }));
}
