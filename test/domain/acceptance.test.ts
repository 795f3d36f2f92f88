import { describe, expect, it } from "vitest";
import { acceptBefore, heldBackBy, hoursUntilRefused, nextAcceptance, type Offer } from "../../src/domain/acceptance";
import { line, order } from "./cast";

const HOUR_MS = 3_600_000;
const euros = (minor: number) => ({ minor, currency: "EUR" });
const offer = (changes: Partial<Offer> = {}): Offer => ({
  sku: "LAMP-1",
  quantity: 5,
  price: euros(1000),
  ...changes,
});
const held = (offers: Offer[], lines = [line("L1")], drop = 20) =>
  heldBackBy(order({ lines }), new Map(offers.map((one) => [one.sku, one])), drop);

describe("what holds an order back from being accepted by itself", () => {
  it.each<[string, Offer[], string | undefined]>([
    ["enough in stock at the offer's price", [offer()], undefined],
    ["the very last piece", [offer({ quantity: 1 })], undefined],
    ["nothing left", [offer({ quantity: 0 })], "guard-stock"],
    ["a price that fell by just so much", [offer({ price: euros(1250) })], undefined],
    ["a price that fell by more", [offer({ price: euros(1251) })], "guard-price"],
    ["a price that rose", [offer({ price: euros(500) })], undefined],
    ["an offer that is gone", [], "cannot-check"],
    ["an offer without a price", [offer({ price: null })], "cannot-check"],
    ["another currency", [offer({ price: { minor: 1000, currency: "PLN" } })], "cannot-check"],
  ])("%s", (_what, offers, why) => {
    expect(held(offers)?.why).toBe(why);
  });

  it("counts the lines of one offer together", () => {
    const lines = [line("L1", "waiting-acceptance", 2), line("L2", "waiting-acceptance", 2)];
    expect(held([offer({ quantity: 4 })], lines)).toBeNull();
    expect(held([offer({ quantity: 3 })], lines)).toMatchObject({ why: "guard-stock", ordered: 4, offered: 3 });
  });
});

describe("how many an hour", () => {
  const now = 10 * HOUR_MS;
  it.each([
    ["none yet", [], 2, now],
    ["one of two", [now - 1], 2, now],
    ["both", [now - 30, now - 10], 2, now - 30 + HOUR_MS],
    ["both, one of them long ago", [now - HOUR_MS, now - 10], 2, now],
    ["more than the limit that was lowered", [now - 30, now - 20, now - 10], 1, now - 10 + HOUR_MS],
  ])("%s", (_what, moments, most, at) => {
    expect(nextAcceptance(moments, most, now)).toBe(at);
  });
});

it("tells whole hours of an order's wait, and until when the next one waits", () => {
  expect(hoursUntilRefused(0, 48 * HOUR_MS + 5)).toBe(48);
  expect(hoursUntilRefused(0, HOUR_MS - 1)).toBeNull();
  expect(acceptBefore(100, { hours: 48, learntAt: null })).toBe(100 + 48 * HOUR_MS);
});
