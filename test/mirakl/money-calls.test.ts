import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moneyFromDecimal } from "../../src/domain/money";
import type { HttpAnswer } from "../../src/lib/http";
import type { LineReversal } from "../../src/mirakl/money-calls";
import { answer, clientOf } from "./recorded-http";

const euros = (minor: number) => ({ minor, currency: "EUR" });
const WISH: LineReversal = {
  orderId: "T-1-A",
  lineId: "T-1-A-1",
  quantity: 1,
  amount: euros(1230),
  shipping: euros(499),
  reason: "19",
};
const MADE = {
  order_line_id: "T-1-A-1",
  order_refund_id: "g-1",
  amount: 12.3,
  shipping_amount: 4.99,
  quantity: 1,
  reason_code: "19",
  currency_iso_code: "EUR",
};
const refunded = (changes: object = {}) => ({ refunds: [{ ...MADE, refund_id: "r-1", ...changes }] });
const cancelled = (changes: object = {}) => ({ cancelations: [{ ...MADE, cancelation_id: "c-1", ...changes }] });

describe.each([
  ["OR28", "refund", "refunds", "refund", refunded],
  ["OR30", "cancel", "cancelations", "cancelLine", cancelled],
] as const)("%s", (_code, path, list, call, made) => {
  it("sends one line once, with money as decimal numbers and its currency", async () => {
    const { client, requests } = clientOf(() => answer(200, made()));
    const reply = await client[call](WISH);
    expect(reply).toEqual({
      kind: "ok",
      status: 200,
      headers: expect.anything(),
      value: {
        id: call === "refund" ? "r-1" : "c-1",
        quantity: 1,
        amount: euros(1230),
        shipping: euros(499),
        reason: "19",
        at: null,
      },
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "PUT",
      url: `https://shop.mirakl.net/api/orders/${path}?shop_id=2001`,
      timeoutMs: 60_000,
    });
    expect(requests[0]?.body).toBe(
      `{"${list}":[{"order_line_id":"T-1-A-1","quantity":1,"amount":12.3,"shipping_amount":4.99,"currency_iso_code":"EUR","reason_code":"19"}]}`,
    );
  });

  it("names the line's taxes, and that they come on top where they do", async () => {
    const { client, requests } = clientOf(() => answer(200, made()));
    const tax = (minor: number) => [{ code: "VAT", amount: euros(minor) }];
    await client[call]({ ...WISH, taxes: tax(246), shippingTaxes: tax(100), taxesOnTop: true });
    const { order_tax_mode, [list]: [row] = [] } = JSON.parse(String(requests[0]?.body));
    expect(order_tax_mode).toBe("TAX_EXCLUDED");
    expect(row).toMatchObject({
      taxes: [{ code: "VAT", amount: 2.46 }],
      shipping_taxes: [{ code: "VAT", amount: 1 }],
    });
    await client[call]({ ...WISH, taxes: tax(246) });
    const contained = JSON.parse(String(requests[1]?.body));
    expect(contained).not.toHaveProperty("order_tax_mode");
    expect(contained[list][0]).not.toHaveProperty("shipping_taxes");
  });

  it("takes the marketplace's amounts as it tells them, as numbers or as text", async () => {
    const told = made({ amount: "7.00", shipping_amount: "0", currency_iso_code: null, quantity: 0, reason_code: 15 });
    const { client } = clientOf(() => answer(200, told));
    expect(await client[call](WISH)).toMatchObject({
      kind: "ok",
      value: { amount: euros(700), shipping: euros(0), quantity: 0, reason: "15" },
    });
  });

  it.each<[string, HttpAnswer]>([
    ["no body", answer(200, "")],
    ["an empty object", answer(200, {})],
    ["none", answer(200, { [list]: [] })],
    ["two", answer(200, { [list]: [...Object.values(made())[0], ...Object.values(made())[0]] })],
    ["another line", answer(200, made({ order_line_id: "T-1-A-2" }))],
    ["another currency", answer(200, made({ currency_iso_code: "PLN" }))],
    ["no id", answer(200, made({ refund_id: null, cancelation_id: null }))],
    ["an empty id", answer(200, made({ refund_id: "", cancelation_id: "" }))],
    ["no amount", answer(200, made({ amount: null }))],
    ["an amount that is none", answer(200, made({ shipping_amount: "4,99" }))],
    ["a page", answer(200, "<!doctype html>", { "content-type": "text/html" })],
    ["half an answer", answer(200, JSON.stringify(made()).slice(0, 40))],
    ["a 502", answer(502, "")],
    ["a time-out", { arrived: false, failure: "timeout" }],
  ])("does not know after %s", async (_name, given) => {
    const { client, requests } = clientOf(() => given);
    expect((await client[call](WISH)).kind).toBe("unknown");
    expect(requests).toHaveLength(1);
  });

  it("passes a refusal on", async () => {
    const { client } = clientOf(() => answer(400, { status: 400, message: "amount must be lower" }));
    expect(await client[call](WISH)).toMatchObject({ kind: "rejected", status: 400, message: "amount must be lower" });
  });

  it.each([
    ["two currencies", { shipping: { minor: 0, currency: "PLN" } }, "different currencies"],
    ["half a cent", { amount: euros(0.5) }, "whole minor units"],
    ["a negative amount", { amount: euros(-1) }, "whole minor units"],
  ])("never sends %s", (_name, change, words) => {
    const { client, requests } = clientOf(() => answer(200, made()));
    expect(() => client[call]({ ...WISH, ...change })).toThrow(words);
    expect(requests).toEqual([]);
  });
});

it("writes every amount so that it reads back to the same minor units", () => {
  const currency = fc.constantFrom("EUR", "PLN", "JPY", "KWD");
  const minor = fc.integer({ min: 0, max: 99_999_999_999 });
  fc.assert(
    fc.property(currency, minor, minor, (code, amount, shipping) => {
      const { client, requests } = clientOf(() => answer(400, { message: "no" }));
      void client.refund({
        ...WISH,
        amount: { minor: amount, currency: code },
        shipping: { minor: shipping, currency: code },
      });
      const [row] = JSON.parse(requests[0]?.body ?? "").refunds;
      expect(row.currency_iso_code).toBe(code);
      expect(moneyFromDecimal(row.amount, code)).toEqual({ minor: amount, currency: code });
      expect(moneyFromDecimal(row.shipping_amount, code)).toEqual({ minor: shipping, currency: code });
    }),
  );
});

describe("OR29", () => {
  it("cancels with an empty body", async () => {
    const { client, requests } = clientOf(() => answer(204, ""));
    expect(await client.cancel("T/1")).toMatchObject({ kind: "ok", value: "done", status: 204 });
    expect(requests[0]).toEqual({
      method: "PUT",
      url: "https://shop.mirakl.net/api/orders/T%2F1/cancel?shop_id=2001",
      headers: { Authorization: "k-1", Accept: "application/json" },
      body: "",
      timeoutMs: 60_000,
    });
  });
});
