import { describe, expect, it } from "vitest";
import { claimNumbers, findNumbers, findOrdersByNumbers, type NumberClaim } from "../../src/db/order-numbers";
import { d1Twin } from "../d1-twin";
import { OURS, THEIRS } from "./cast";

const INTEGRATION = "w1:10001";
const ours = { ...OURS, integration: INTEGRATION };
const beside = { workspaceId: "w1", storeId: "s9", integration: INTEGRATION };

const claim = (orderId: string, number = orderId): NumberClaim => ({
  orderId,
  number,
  numberUpper: number.toUpperCase(),
});

describe("order numbers", () => {
  it("go to one of two stores that claim them at once", async () => {
    const d1 = d1Twin();
    const [here, there] = await Promise.all([
      claimNumbers(d1, ours, [claim("A", "n-1"), claim("B", "n-2")]),
      claimNumbers(d1, beside, [claim("C", "N-2"), claim("D", "N-3")]),
    ]);
    const [first, second] = here.has("B") ? [here, there] : [there, here];
    expect(first.size + second.size).toBe(3);
    const holder = (await findOrdersByNumbers(d1, "w1", INTEGRATION, ["N-2", "N-9"])).get("N-2");
    expect(holder).toEqual(here.has("B") ? { storeId: "s1", orderId: "B" } : { storeId: "s9", orderId: "C" });
  });

  it("go to the first of two orders in one claim", async () => {
    const d1 = d1Twin();
    expect(await claimNumbers(d1, ours, [claim("A", "same"), claim("B", "SAME")])).toEqual(new Set(["A"]));
  });

  it("stay with who holds them when claimed again", async () => {
    const d1 = d1Twin();
    await claimNumbers(d1, ours, [claim("A", "n-1")]);
    expect(await claimNumbers(d1, ours, [claim("A", "n-1"), claim("B", "n-1")])).toEqual(new Set(["A"]));
    expect(await findNumbers(d1, "s1", ["A", "B"])).toEqual(new Map([["A", "n-1"]]));
    expect(await findNumbers(d1, "s9", ["A"])).toEqual(new Map());
  });

  it("are not guessed between for an order that holds two: it was renumbered", async () => {
    const d1 = d1Twin();
    await claimNumbers(d1, ours, [claim("A", "n-1"), claim("B", "n-2")]);
    await claimNumbers(d1, ours, [claim("A", "n-3")]);
    expect(await findNumbers(d1, "s1", ["A", "B"])).toEqual(new Map([["B", "n-2"]]));
    const old = await findOrdersByNumbers(d1, "w1", INTEGRATION, ["N-1", "N-3"]);
    expect([...old.values()].map(({ orderId }) => orderId)).toEqual(["A", "A"]);
  });

  it("may be the same in two integrations", async () => {
    const d1 = d1Twin();
    await claimNumbers(d1, ours, [claim("A")]);
    expect(await claimNumbers(d1, { ...THEIRS, integration: "w2:10002" }, [claim("A")])).toEqual(new Set(["A"]));
  });

  it("are claimed and found by the hundreds below D1's hundred bound values", async () => {
    const d1 = d1Twin();
    const claims = Array.from({ length: 500 }, (_, index) => claim(`O-${index}`));
    expect((await claimNumbers(d1, ours, claims)).size).toBe(500);
    expect((await findNumbers(d1, "s1", [...claims.map((one) => one.orderId), "O-501"])).size).toBe(500);
  });

  it("are nobody's when nothing is claimed", async () => {
    expect(await claimNumbers(d1Twin(), ours, [])).toEqual(new Set());
  });
});
