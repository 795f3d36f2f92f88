import { describe, expect, it } from "vitest";
import { editProduct } from "../../src/db/products";
import type { ProductFacts } from "../../src/domain/product";
import { productsOf } from "../../src/sandbox/catalogue";
import { orderOf, type SavedOrder } from "../../src/sandbox/sendcloud-order-rows";
import { cancelLabelOf } from "../../src/sync/acts";
import { followProducts } from "../../src/sync/follow-products";
import { customsFileOf } from "../../src/sync/label-file";
import { labelMany } from "../../src/sync/label-many";
import { optionsFor } from "../../src/sync/label-options";
import { flushOutbox } from "../../src/sync/outbox";
import { BUYER_OF_LABELS as camille, type Engine, startEngine } from "../engine";
import { MINUTE, pressCreateLabel, readyOrder, seen } from "./cast";

const SWISS = { kind: "currency-chf" } as const;

type AnnounceRequest = {
  customs_information?: {
    invoice_number: string;
    export_reason: string;
    export_type: string;
    freight_costs: { value: string; currency: string };
    tax_numbers?: { sender: { name: string; country_code: string; value: string }[] };
  };
  parcels: {
    weight: { value: string };
    parcel_items?: {
      item_id: string;
      quantity: number;
      price: { value: string; currency: string };
      weight: { value: number };
      hs_code: string;
      origin_country?: string;
      description: string;
    }[];
  }[];
};

/** What Sendcloud holds of the shipments that were asked for, oldest first. */
function announced({ world }: Engine): AnnounceRequest[] {
  const rows = world.sql.all<{ request: string }>("SELECT request FROM sc_shipments ORDER BY created_at, rowid");
  return rows.map((row) => JSON.parse(row.request) as AnnounceRequest);
}

/** A person says something of a product, and the page tells the store. */
async function say(engine: Engine, sku: string, facts: Partial<ProductFacts>): Promise<void> {
  await flushOutbox(engine.store);
  expect(await editProduct(engine.d1, "workspace-1", sku, facts, engine.world.now())).toBe(true);
  await followProducts(engine.store, [sku]);
}

async function sayAll(engine: Engine, orderId: string, facts: Partial<ProductFacts>): Promise<void> {
  for (const { sku } of (await seen(engine, orderId)).lines) await say(engine, sku, facts);
}

describe("an order that leaves the EU's customs", () => {
  it("asks line by line for what is missing, and buys nothing before it is there", async () => {
    const engine = await startEngine();
    const orderId = await readyOrder(engine, SWISS);
    const before = await seen(engine, orderId);
    expect(before.state.name).toBe("to_fix");
    expect(before.details).toMatchObject({ documents: true, customs: { reason: "abroad" } });
    expect(before.details.problems).toEqual(
      before.lines.flatMap(({ lineId }) => [
        { code: "hs-code-missing", field: null, lineId },
        { code: "origin-missing", field: null, lineId },
      ]),
    );
    expect(await pressCreateLabel(engine, orderId)).toMatchObject({ result: "refused" });
    await labelMany(engine.store, { jobId: "job-1", orderIds: [orderId], actor: camille });
    await engine.run(2 * MINUTE);
    expect(announced(engine)).toEqual([]);
    const [first, ...others] = before.lines;
    await say(engine, first?.sku ?? "", { hsCode: "82055980", origin: "DE" });
    expect((await seen(engine, orderId)).details.problems).toHaveLength(2 * others.length);
    await sayAll(engine, orderId, { hsCode: "82055980", origin: "DE" });
    expect((await seen(engine, orderId)).state.name).toBe("ready");
  });

  it("carries the customs block, whose values add up to what was paid", async () => {
    const taxNumbers = { eori: "FR12345678900012", ioss: "IM2500000012", vat: "FR40123456789" };
    const engine = await startEngine({ settings: { taxNumbers } });
    const orderId = await readyOrder(engine, { ...SWISS, pieces: 3 });
    await sayAll(engine, orderId, { hsCode: "82055980", origin: "DE", weightGrams: 310, description: "Hand tool" });
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    const order = await seen(engine, orderId);
    const [request] = announced(engine);
    const [parcel] = request?.parcels ?? [];
    const items = parcel?.parcel_items ?? [];
    expect(request?.customs_information).toEqual({
      invoice_number: `${order.number}-1-1`,
      export_reason: "commercial_goods",
      export_type: "commercial_b2c",
      freight_costs: { value: (order.details.shippingPrice.minor / 100).toFixed(2), currency: "CHF" },
      tax_numbers: {
        sender: [
          { name: "EORI", country_code: "FR", value: taxNumbers.eori },
          { name: "VAT", country_code: "FR", value: taxNumbers.vat },
        ],
        receiver: [],
        importer_of_record: [],
      },
    });
    expect(items.every((item) => item.hs_code === "82055980" && item.origin_country === "DE")).toBe(true);
    expect(items.every((item) => item.weight.value === 0.31 && item.description === "Hand tool")).toBe(true);
    const cents = items.reduce((sum, { quantity, price }) => sum + quantity * Math.round(Number(price.value) * 100), 0);
    expect(cents).toBe(order.total.minor - order.details.shippingPrice.minor);
    expect(new Set(items.map(({ price }) => price.currency))).toEqual(new Set(["CHF"]));
    expect(parcel?.weight.value).toBe("0.930");
  });

  it("has papers that open, and a new invoice number for a new label", async () => {
    const engine = await startEngine({ settings: { defaultHsCode: "820559", defaultOrigin: "FR" } });
    const orderId = await readyOrder(engine, SWISS);
    expect((await seen(engine, orderId)).state.name).toBe("ready");
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    const order = await seen(engine, orderId);
    expect(order.parcels[0]?.papers).toEqual({ invoiceNumber: `${order.number}-1-1` });
    const file = await customsFileOf(engine.store, orderId, 1);
    if (file.result === "refused") throw new Error(file.refusal.code);
    expect(new TextDecoder().decode(file.bytes.slice(0, 5))).toBe("%PDF-");
    expect(file.fileName).toMatch(/^customs-.*\.pdf$/);
    await cancelLabelOf(engine.store, orderId, 1, camille);
    await engine.run(30 * MINUTE);
    await pressCreateLabel(engine, orderId);
    const numbers = announced(engine).map((one) => one.customs_information?.invoice_number);
    expect(numbers).toEqual([`${order.number}-1-1`, `${order.number}-1-2`]);
  });

  it("takes the product's own value before the store's, and says whose it is", async () => {
    const engine = await startEngine({ settings: { defaultHsCode: "820559", defaultOrigin: "FR" } });
    const orderId = await readyOrder(engine, { ...SWISS, pieces: 1 });
    const [line] = (await seen(engine, orderId)).lines;
    await say(engine, line?.sku ?? "", { hsCode: "8467210000" });
    expect((await seen(engine, orderId)).details.customs?.goods).toEqual([
      expect.objectContaining({
        lineId: line?.lineId,
        hsCode: { value: "8467210000", of: "product" },
        origin: { value: "FR", of: "store" },
        weightGrams: { value: 500, of: "store" },
      }),
    ]);
  });
});

describe("an order within the EU's customs", () => {
  it.each(["phone-with-zero", "country-label", "greek", "polish"] as const)(
    "is never asked for anything: %s",
    async (kind) => {
      const engine = await startEngine();
      const orderId = await readyOrder(engine, { kind });
      const { details, state } = await seen(engine, orderId);
      expect(state.name).toBe("ready");
      expect(details.problems).toEqual([]);
      expect(details).not.toHaveProperty("customs");
      const offered = await optionsFor(engine.store, orderId, null);
      if (offered.result === "refused") throw new Error(offered.refusal.code);
      expect(offered.options.flatMap(({ needs }) => needs)).not.toContain("customs");
      expect((await seen(engine, orderId)).details.documents ?? false).toBe(false);
      expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
      const [request] = announced(engine);
      expect(request).not.toHaveProperty("customs_information");
      expect(request?.parcels[0]).not.toHaveProperty("parcel_items");
    },
  );

  it("names its items without papers once every line has a code", async () => {
    const engine = await startEngine({ settings: { defaultHsCode: "820559" } });
    const orderId = await readyOrder(engine, { kind: "phone-with-zero" });
    expect(await pressCreateLabel(engine, orderId)).toEqual({ result: "done" });
    const [request] = announced(engine);
    expect(request).not.toHaveProperty("customs_information");
    expect(request?.parcels[0]?.parcel_items?.map(({ hs_code }) => hs_code)).toContain("820559");
  });
});

describe("what is known of a product", () => {
  const pushed = ({ world }: Engine) => world.sql.all<SavedOrder>("SELECT * FROM sc_orders").map(orderOf);

  it("changes the weight of open orders, and of those pushed to Sendcloud", async () => {
    const engine = await startEngine({ settings: { labels: "sendcloud" } });
    const orderId = await readyOrder(engine, { kind: "phone-with-zero", pieces: 2 });
    await engine.run(5 * MINUTE);
    const weight = () => pushed(engine)[0]?.shipping_details?.measurement?.weight;
    expect(weight()).toEqual({ value: 1, unit: "kg" });
    await sayAll(engine, orderId, { weightGrams: 320 });
    await engine.run(5 * MINUTE);
    expect(weight()).toEqual({ value: 0.64, unit: "kg" });
    expect(engine.sent.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
  });

  it("goes to Sendcloud with the order the first time, with the customs details of its route", async () => {
    const engine = await startEngine({
      settings: { labels: "sendcloud", taxNumbers: { eori: "FR1", ioss: "IM2", vat: null } },
    });
    for (const { code, title } of productsOf("brico"))
      await engine.d1
        .prepare(
          `INSERT INTO products (workspace_id, sku, title, hs_code, origin, weight_grams, last_sold_at, times_sold, sold_abroad, folded, updated_at)
           VALUES ('workspace-1', ?, ?, '820559', 'PT', 210, 0, 0, 0, '', 0)`,
        )
        .bind(code, title)
        .run();
    await readyOrder(engine, { kind: "currency-gbp", pieces: 1 });
    await engine.run(5 * MINUTE);
    const [order] = pushed(engine);
    expect(order?.order_details.order_items).toEqual([
      expect.objectContaining({
        hs_code: "820559",
        country_of_origin: "PT",
        measurement: { weight: { value: 0.21, unit: "kg" } },
      }),
    ]);
    expect(order?.customs_details).toMatchObject({ shipment_type: "commercial_goods", export_type: "commercial_b2c" });
    expect(order?.customs_details?.commercial_invoice_number).toBe(`${order?.order_number}-1-0`);
    expect(engine.sent.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("blocks no order whose label is made at Sendcloud", async () => {
    const engine = await startEngine({ settings: { labels: "sendcloud" } });
    const orderId = await readyOrder(engine, { kind: "currency-gbp" });
    await engine.run(5 * MINUTE);
    const { details, state } = await seen(engine, orderId);
    expect([state.name, details.problems, details.documents]).toEqual(["at_sendcloud", [], true]);
  });
});
