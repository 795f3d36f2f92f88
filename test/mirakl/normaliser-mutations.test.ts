import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Money } from "../../src/domain/money";
import type { Order } from "../../src/domain/order";
import { translateOrdersPage } from "../../src/mirakl/translate";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { caller } from "../sandbox/mirakl-caller";
import { stillWorld } from "../sandbox/world";
import { mutable, someMutations } from "./mutate";
import { sampleLine, sampleOrder } from "./sample-order";

const SPEC = path.resolve(import.meta.dirname, "../../../shared/specs/mirakl-seller.openapi.json");
const RUNS = 100_000;
const WITHIN_MS = 60_000;

type Raw = Record<string, unknown>;
type RawLine = Raw & { refunds: Raw[]; cancelations: Raw[] };
type RawOrder = Raw & { order_lines: RawLine[] };

// A failure prints the seed and the path: fc.assert(property, { seed, path }) replays it.
it(`${RUNS} mutated orders are orders with the same amounts, or set aside`, { timeout: WITHIN_MS }, async () => {
  const samples = await gatherSamples();
  const mutate = samples.map(mutable);
  const seen = { orders: 0, setAside: 0 };
  const property = fc.property(fc.nat(samples.length - 1), someMutations, (which, mutations) => {
    const mutated = mutate[which]?.(mutations);
    const page = translateOrdersPage({ orders: [mutated], total_count: 1 });
    if (!page || page.orders.length + page.setAside.length !== 1) throw new Error("an order got lost");
    const [read] = page.orders;
    if (!read) {
      seen.setAside += 1;
      if (!page.setAside[0]?.reason) throw new Error("set aside without a reason");
      return;
    }
    seen.orders += 1;
    const expected = amountsTold(samples[which] as RawOrder, mutated as RawOrder).join(" ");
    const amounts = amountsRead(read.order).join(" ");
    if (amounts !== expected) throw new Error(`read ${amounts} where ${expected} was told`);
  });
  fc.assert(property, { numRuns: RUNS, seed: Date.now() % 2 ** 31 });
  expect(seen.orders).toBeGreaterThan(RUNS / 10);
  expect(seen.setAside).toBeGreaterThan(RUNS / 10);
});

/** An order with all that can go back, one of the sandbox, and the published one where the documents are at hand. */
async function gatherSamples(): Promise<unknown[]> {
  const world = stillWorld();
  const id = placeOrder(world, "brico");
  payOrder(world, id);
  const ofSandbox = await caller(world, { host: "brico.mirakl.test", key: BRICO_KEY }).order(id);
  const reversal = { amount: 6.82, shipping_amount: 1.79, quantity: 1, reason_code: "19" };
  const refunds = [{ ...reversal, id: "r1", created_date: "2026-11-21T10:00:00Z" }];
  const cancelations = [{ ...reversal, id: "c1", amount: 0.1, created_date: "2026-11-21T11:00:00Z" }];
  const ours = sampleOrder({ order_lines: [sampleLine({ refunds, cancelations }), sampleLine()] });
  return [ours, ofSandbox, ...publishedOrders()];
}

function publishedOrders(): unknown[] {
  if (!existsSync(SPEC)) return [];
  const { paths } = JSON.parse(readFileSync(SPEC, "utf8"));
  const { examples } = paths["/api/orders"].get.responses["200"].content["application/json"];
  return examples["application/json-0"].value.orders;
}

/** Every amount that was told, in minor units of a currency with two decimals. */
function amountsTold(sample: RawOrder, mutated: RawOrder): number[] {
  const of = (raw: Raw, ...names: string[]) => names.map((name) => Math.round(Number(raw[name]) * 100));
  // The only amounts that may be absent (mirakl.md, appendix A): then nothing is told to have gone back.
  const gone = (raw: Raw, now: Raw | undefined) =>
    ["amount", "shipping_amount"].flatMap((name) => ((now?.[name] ?? null) === null ? [0] : of(raw, name)));
  return [
    ...of(sample, "total_price", "shipping_price"),
    ...sample.order_lines.flatMap((line, index) => [
      ...of(line, "price_unit", "price", "shipping_price", "total_price"),
      ...line.refunds.flatMap((refund, at) => gone(refund, mutated.order_lines[index]?.refunds[at])),
      ...line.cancelations.flatMap((one, at) => gone(one, mutated.order_lines[index]?.cancelations[at])),
    ]),
  ];
}

function amountsRead({ total, shippingPrice, lines }: Order): number[] {
  const amounts: Money[] = [total, shippingPrice];
  for (const { unitPrice, price, shippingPrice: shipping, total: sum, refunds, cancelations } of lines) {
    amounts.push(unitPrice, price, shipping, sum);
    for (const { amount, shipping: shippingBack } of [...refunds, ...cancelations]) amounts.push(amount, shippingBack);
  }
  if (amounts.some(({ currency }) => currency !== total.currency)) throw new Error("currencies are mixed");
  return amounts.map(({ minor }) => minor);
}
