// The same road against plain HTTP servers on loopback in place of the sandbox, as a real deployment goes it.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, startApp } from "./app.mjs";
import { assertCalm, leave, reloadUntil, visit } from "./browser.mjs";
import * as at from "./pages.mjs";
import { assert, equal } from "./steps.mjs";

// The demo keys of the simulated vendors: everybody may know them.
const BRICO_KEY = "demo-brico-0000-4000-shop-admin";
const SENDCLOUD = { publicKey: "demo-public-key", secretKey: "demo-secret-key" };
const SETUP_TOKEN = "journeys-setup-token";
const DEBIT_MS = 5 * 60_000;
// Mirakl is told "shipped" a minute after the label, and asked for news each minute, in real time.
const SHIPS_WITHIN_MS = 300_000;
const POLLS_WITHIN_MS = 240_000;

/** Two orders, so that nobody waits twice: one is accepted and paid meanwhile, the other is paid and goes all the way. */
export async function walkOnLoopback(step, browser) {
  const { startServers, placeOrder, payOrder } = await step("both vendors' servers are built", () => loadServers());
  const servers = await startServers();
  try {
    const [waiting, paid] = [1, 2].map(() => placeOrder(servers.world, "brico", { kind: "house-number-twice" }));
    payOrder(servers.world, paid);
    await walk(step, browser, servers, { waiting, paid });
  } finally {
    await servers.stop();
  }
}

async function walk(step, browser, servers, { waiting, paid }) {
  const app = await step("the app starts with both addresses, without the sandbox", () =>
    startApp({ env: envFor(servers) }),
  );
  const visitor = await visit(browser, app, { language: "en" });
  await step("the first owner comes in with the setup token", () => setUp(visitor));
  await step("the wizard connects the store at its plain address", () => connect(visitor, servers.miraklUrl));
  const w = at.words(visitor);
  await step("one order waits: Accept", async () => {
    await open(visitor, waiting);
    await at.accept(visitor);
    await servers.advance(DEBIT_MS);
  });
  await step("another is to ship: Create label buys the label", async () => {
    await open(visitor, paid);
    await at.createLabel(visitor);
  });
  await step("a minute later it says shipped", () => at.becomes(visitor, w.shipped, SHIPS_WITHIN_MS));
  await step("OR24 went out once, with an empty body and content-length: 0", () => assertShipCall(servers.seen, paid));
  await step("the accepted order has been paid and is to ship", async () => {
    await open(visitor, waiting);
    await at.becomes(visitor, w.toShip, POLLS_WITHIN_MS);
  });
  await step("the browser has nothing to complain about", () => assertCalm(visitor));
  await leave(visitor);
}

async function open(visitor, orderId) {
  const { page } = visitor;
  await page.goto("/orders");
  const link = page.locator(`a.row-link[href$="/${orderId}"]`);
  await reloadUntil(visitor, "the order is imported", async () => (await link.count()) === 1, POLLS_WITHIN_MS);
  await link.click();
  await page.locator("#order").waitFor();
}

function envFor({ miraklUrl, sendcloudUrl }) {
  return {
    SANDBOX: "off",
    SETUP_TOKEN,
    SENDCLOUD_BASE_URL: sendcloudUrl,
    SENDCLOUD_TOKEN_URL: `${sendcloudUrl}/oauth2/token`,
    EXTRA_MIRAKL_HOSTS: new URL(miraklUrl).host,
  };
}

async function setUp({ page }) {
  await page.goto("/sign-in");
  await page.locator("#field-token").fill(SETUP_TOKEN);
  await page.locator("#field-company").fill("Atelier Lavandière");
  await page.locator("#field-name").fill("Camille");
  await page.locator("#field-email").fill("camille@atelier-lavandiere.example");
  await page.locator('form[action="/setup"] button').click();
  await page.locator('main a[href="/stores/new"]').waitFor();
}

async function connect({ page }, miraklUrl) {
  await page.goto("/stores/new");
  await page.locator("#field-address").fill(miraklUrl);
  await page.locator("#field-key").fill(BRICO_KEY);
  await page.locator('main form[action="/stores/new"] > button').click();
  await page.locator('button[value="continue"]').click();
  await page.locator("#field-publicKey").fill(SENDCLOUD.publicKey);
  await page.locator("#field-secretKey").fill(SENDCLOUD.secretKey);
  await page.locator('button[value="look"]').click();
  await page.locator('button[value="continue"]').click();
  await page.locator("#field-cancelReason").selectOption({ index: 1 });
  await page.locator('main form[method="post"] > button').click();
  await page.waitForURL(/\/confirmation$/);
  await page.locator('main form[method="post"] button').click();
  await page.locator("#sync-strip").waitFor();
}

function assertShipCall(seen, orderId) {
  const calls = seen.filter(({ line }) => line.startsWith(`PUT /api/orders/${orderId}/ship`));
  equal(calls.length, 1, "calls of OR24");
  const [call] = calls;
  equal(call.body, "", "the body of OR24");
  const lengths = call.headers.filter(([name]) => name.toLowerCase() === "content-length").map(([, value]) => value);
  equal(lengths.join(), "0", "content-length of OR24");
  assert(!call.headers.some(([name]) => name.toLowerCase() === "transfer-encoding"), "OR24 went out in chunks");
}

/** The simulators' servers are TypeScript: bundled with the esbuild that comes with wrangler. */
async function loadServers() {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const { build } = await import(pathToFileURL(fromWrangler.resolve("esbuild")));
  const folder = mkdtempSync(path.join(tmpdir(), "passerelle-servers-"));
  const outfile = path.join(folder, "servers.mjs");
  try {
    await build({
      stdin: {
        contents:
          'export { startServers } from "./test/sandbox-server"; export { payOrder, placeOrder } from "./src/sandbox/mirakl-orders";',
        resolveDir: ROOT,
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "esm",
      jsx: "automatic",
      jsxImportSource: "hono/jsx",
      logLevel: "error",
      outfile,
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
