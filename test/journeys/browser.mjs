// Debian's Chromium, and visitors in it who notice whatever goes wrong on a page.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { PATIENCE_MS, ROOT, until } from "./app.mjs";

export const OUTPUT = path.join(ROOT, "test-output");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A person with a browser of their own. What the browser complains about is kept in `complaints`. */
export async function visit(browser, app, { javaScript = true, scheme = "light", width = 1280, language = "fr" } = {}) {
  const context = await browser.newContext({
    baseURL: app.base,
    javaScriptEnabled: javaScript,
    colorScheme: scheme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    locale: language === "fr" ? "fr-FR" : "en-GB",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const visitor = { app, context, page: await context.newPage(), javaScript, scheme, width, language };
  Object.assign(visitor, { complaints: [], expected: new Set(), pagesSeen: 0 });
  listen(visitor);
  return visitor;
}

function listen(visitor) {
  const { context, complaints } = visitor;
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = Number(/status of (\d+)/.exec(message.text())?.[1]);
    // The browser reports each refusal that we asked for as an error of loading.
    if (!visitor.expected.has(status)) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`page error: ${error.error().message}`));
  context.on("response", (response) => {
    if (!(response.headers()["content-type"] ?? "").startsWith("text/html")) return;
    visitor.pagesSeen += 1;
    if (!response.headers()["content-security-policy"]) complaints.push(`no policy on ${response.url()}`);
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
}

/** While `work` runs, answers of this status are what the journey wants. */
export async function expecting(visitor, status, work) {
  visitor.expected.add(status);
  try {
    return await work();
  } finally {
    visitor.expected.delete(status);
  }
}

/** Fails with what the browser complained about since the last look. */
export function assertCalm(visitor) {
  const found = visitor.complaints.splice(0);
  if (found.length > 0) throw new Error(`the browser complains:\n  ${found.join("\n  ")}`);
}

export async function leave(visitor) {
  await visitor.context.close();
}

/** Reloads until the page shows what is waited for: pages tell news on their own only while something is under way. */
export function reloadUntil(visitor, what, look, withinMs) {
  const lookOrReload = async () => {
    if (await look()) return true;
    await visitor.page.reload();
    return false;
  };
  return waitUntil(visitor, what, lookOrReload, withinMs);
}

/** Waits without touching the page: it must come by itself. */
export async function waitUntil(visitor, what, look, withinMs = PATIENCE_MS) {
  // A page that loads itself again may be between two documents.
  let objection = "";
  const calmLook = () =>
    look().catch((error) => {
      objection = `; the last look failed: ${error.message.split("\n")[0]}`;
      return false;
    });
  try {
    await until(what, calmLook, withinMs);
  } catch (error) {
    throw new Error(`${error.message}${objection}; the page says:\n${await pageText(visitor)}`);
  }
}

async function pageText({ page }) {
  const text = await page
    .locator("main")
    .innerText()
    .catch(() => "(nothing)");
  return text.replace(/\s+/g, " ").slice(0, 600);
}

/** The whole page; with `height`, the window's upper part. */
export async function picture(visitor, name, height = null) {
  const { page, width } = visitor;
  const folder = path.join(OUTPUT, "screens");
  mkdirSync(folder, { recursive: true });
  const what = height === null ? { fullPage: true } : { clip: { x: 0, y: 0, width, height } };
  await page.screenshot({ path: path.join(folder, `${name}.png`), ...what });
}
