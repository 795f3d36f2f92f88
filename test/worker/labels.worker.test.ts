import { createScheduledController, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { worldOf } from "../../src/sandbox/object-world";
import { labelLedger } from "../../src/sandbox/sendcloud-ledger";
import worker from "../../src/worker";
import { type Browser, type Demo, labelForm, MINUTE, openDemo, rows, signIn } from "./door";

const OVERLAP = 50;
const A_LIST = 100;

let demo: Demo;
let colleague: Browser;

beforeAll(async () => {
  demo = await openDemo();
  colleague = await signIn("shipper", "noa", demo.workspaceId);
});

const inSandbox = <T>(work: (world: ReturnType<typeof worldOf>) => T) =>
  runInDurableObject(env.SANDBOX_WORLD.getByName("world"), (_object, state) => work(worldOf(state)));

/** Paid orders of one buyer in France, imported here. */
async function readyOrders(count: number): Promise<string[]> {
  const orderIds = await inSandbox((world) =>
    Array.from({ length: count }, () => {
      const orderId = placeOrder({ ...world, random: () => 0 }, "brico");
      payOrder(world, orderId);
      return orderId;
    }),
  );
  await demo.owner.order("clock", { advance: 2 * MINUTE });
  return orderIds;
}

/** How many live labels the carrier holds, by the number of their order. */
const liveLabels = () => inSandbox((world) => [...labelLedger(world).liveByOrderNumber]);

async function numbersOf(orderIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ number: string }>(
    "SELECT number FROM orders WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY number",
    JSON.stringify(orderIds),
  );
  return found.map(({ number }) => number);
}

async function expectOneLabelEach(orderIds: readonly string[]): Promise<void> {
  const numbers = await numbersOf(orderIds);
  expect(numbers).toHaveLength(orderIds.length);
  const live = new Map(await liveLabels());
  expect(numbers.map((number) => [number, live.get(number)])).toEqual(numbers.map((number) => [number, 1]));
}

function post(browser: Browser, orderIds: readonly string[], job: string): Promise<Response> {
  const fields = new URLSearchParams([
    ["job", job],
    ...orderIds.map((orderId) => ["order", `${demo.storeId}:${orderId}`]),
  ]);
  return browser.post("/orders/labels", fields as unknown as Record<string, string>);
}

type Counts = Record<"waiting" | "done" | "refused", number>;

async function countsOf(answer: Response): Promise<Counts> {
  const jobId = (answer.headers.get("location") ?? "").replace("/jobs/", "");
  const held = await rows<{ state: keyof Counts; n: number }>(
    "SELECT state, count(*) AS n FROM job_items WHERE job_id = ? GROUP BY state",
    jobId,
  );
  return { waiting: 0, done: 0, refused: 0, ...Object.fromEntries(held.map(({ state, n }) => [state, n])) };
}

/** Lets the sandbox's time pass until these lists have nothing left to do. */
async function untilOver(...answers: Response[]): Promise<Counts[]> {
  for (let minute = 0; minute < 10; minute += 1) {
    const counts = await Promise.all(answers.map(countsOf));
    if (counts.every(({ waiting }) => waiting === 0)) return counts;
    await demo.owner.order("clock", { advance: 30_000 });
  }
  throw new Error("a list does not end");
}

// Sendcloud takes 90 a minute and each label is drawn: the first two take their time on a busy machine.
describe("labels for many orders", { timeout: 120_000 }, () => {
  it("are one each when two people post two overlapping lists of 100 at once", async () => {
    const orderIds = await readyOrders(2 * A_LIST - OVERLAP);
    const answers = await Promise.all([
      post(demo.owner, orderIds.slice(0, A_LIST), "nonce-owner"),
      post(colleague, orderIds.slice(A_LIST - OVERLAP), "nonce-colleague"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const ended = { waiting: 0, done: A_LIST, refused: 0 };
    expect(await untilOver(...answers)).toEqual([ended, ended]);
    await expectOneLabelEach(orderIds);
  });

  it("are one each by double click, two tabs, two devices, back and resubmit", async () => {
    const orderIds = await readyOrders(3);
    const [first = ""] = orderIds;
    const path = `/orders/${demo.storeId}/${first}`;
    const form = await labelForm(demo.owner, path);
    const answers = await Promise.all([
      post(demo.owner, orderIds, "one-form"),
      post(demo.owner, orderIds, "one-form"),
      post(demo.owner, orderIds, "other-tab"),
      post(colleague, orderIds, "other-device"),
      demo.owner.post(`${path}/labels`, form),
      colleague.post(`${path}/labels`, form),
    ]);
    const again = await post(demo.owner, orderIds, "one-form");
    const places = [...answers.slice(0, 2), again].map(({ headers }) => headers.get("location"));
    expect(new Set(places).size).toBe(1);
    await untilOver(...answers.slice(0, 4));
    await expectOneLabelEach(orderIds);
    expect((await demo.owner.post(`${path}/labels`, form)).status).toBe(303);
    await expectOneLabelEach(orderIds);
  });

  it("go on after the store's object was thrown out in the middle", async () => {
    const orderIds = await readyOrders(40);
    const answer = await post(demo.owner, orderIds, "evicted");
    await evictDurableObject(env.STORE_SYNC.getByName(demo.storeId));
    expect(await untilOver(answer)).toEqual([{ waiting: 0, done: 40, refused: 0 }]);
    await expectOneLabelEach(orderIds);
  });

  it("are brought by the watchdog when the process died before the store's object had its part", async () => {
    const [orderId = ""] = await readyOrders(1);
    await rows(
      "INSERT INTO jobs SELECT workspace_id, 'left-behind', 'labels', person_id, ?, 1 FROM memberships WHERE role = 'owner'",
      Date.now(),
    );
    const item = [demo.workspaceId, demo.storeId, "left-behind", orderId] as const;
    await rows("INSERT INTO job_items VALUES (?, ?, ?, ?, 'waiting', NULL, 0)", ...item);
    await demo.owner.order("clock", { advance: 2 * MINUTE });
    expect((await liveLabels()).length).toBeGreaterThan(0);
    await worker.scheduled(createScheduledController(), env);
    await expectOneLabelEach([orderId]);
    const page = await demo.owner.get("/jobs/left-behind");
    expect(await page.text()).toContain("Tout est fait");
  });
});
