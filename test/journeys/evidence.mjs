// What a journey leaves behind: the recorded traffic of both APIs, and the browser's reports against our policy.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ask, until } from "./app.mjs";
import { leave, OUTPUT, visit } from "./browser.mjs";
import { assert, equal } from "./steps.mjs";

const MOST_FAULTED = 1 / 5;
const TRIES = 20;
const STRAGGLERS_MS = 1_000;

/** The traffic of all apps in test-output/traffic.ndjson, held against what the simulators counted; then the policy's proof. */
export async function collectEvidence(step, browser, apps) {
  const [app] = apps;
  await step("every request that the simulators received is in the recorded traffic", async () => {
    const all = await Promise.all(apps.map(quietTraffic));
    const lines = all.flatMap((one) => one.lines);
    const received = all.reduce((sum, one) => sum + one.received, 0);
    mkdirSync(OUTPUT, { recursive: true });
    writeFileSync(path.join(OUTPUT, "traffic.ndjson"), lines.map((line) => `${line}\n`).join(""));
    console.log(`recorded exchanges: ${lines.length}; requests received by the simulators: ${received}`);
    equal(lines.length, received, "recorded exchanges");
    const faulted = lines.filter((line) => JSON.parse(line).faulted === true).length;
    console.log(`spoilt by a planted fault: ${faulted} of ${lines.length}`);
    assert(faulted < lines.length * MOST_FAULTED, "one answer in five or more was spoilt");
  });
  await step("no page of the journeys broke the content security policy", async () => {
    const reports = (await Promise.all(apps.map(cspReports))).flat();
    equal(reports.length, 0, `reports (${reports.join("\n").slice(0, 800)})`);
  });
  await step("a page that does break it is reported: one script, one style, nothing else", async () => {
    const visitor = await visit(browser, app);
    await visitor.page.goto(app.enterUrl);
    await visitor.page.goto("/sandbox/csp-probe");
    equal(await visitor.page.title(), "Policy probe", "the title that the script may not change");
    const reports = await reportsOnceThere(app, 2);
    await leave(visitor);
    const directives = reports.map(directiveOf).sort().join(", ");
    assert(/^script-src\S*, style-src\S*$/.test(directives), `reported: ${directives}`);
  });
}

// The app wakes by itself now and then: the two are compared in a moment in which nothing happened.
async function quietTraffic(app) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = await received(app);
    const lines = await traffic(app);
    if ((await received(app)) === before && lines.length >= before) return { lines, received: before };
  }
  return { lines: await traffic(app), received: await received(app) };
}

async function received(app) {
  const counts = await (await ask(app, "/sandbox/counts")).json();
  return counts.reduce((sum, count) => sum + count.received, 0);
}

export async function traffic(app) {
  const lines = [];
  for (let after = "0", more = true; more; ) {
    const answer = await ask(app, `/sandbox/traffic?after=${after}`);
    const found = (await answer.text()).split("\n").filter((line) => line !== "");
    lines.push(...found);
    after = answer.headers.get("x-last-exchange");
    more = found.length > 0;
  }
  return lines;
}

async function cspReports(app) {
  return (await ask(app, "/sandbox/csp-reports")).json();
}

// Browsers send reports a little after the page, and a third would come with the others.
async function reportsOnceThere(app, wanted) {
  await until(`${wanted} reports are there`, async () => (await cspReports(app)).length >= wanted);
  await new Promise((resolve) => setTimeout(resolve, STRAGGLERS_MS));
  return cspReports(app);
}

function directiveOf(report) {
  const body = JSON.parse(report)["csp-report"];
  return body["effective-directive"] ?? body["violated-directive"];
}
