import { describe, expect, it } from "vitest";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { openShop } from "../web/shop";
import { signInto } from "../web/site";

const MINUTE = 60_000;

describe("S14: a label's file", () => {
  it("is a PDF that our own page alone may frame, and that nobody keeps", async () => {
    const shop = await openShop();
    const id = placeOrder({ ...shop.world, random: () => 0 }, "brico");
    payOrder(shop.world, id);
    await shop.run(6 * MINUTE);
    const [, option = ""] = /name="option" value="([^"]+)" checked/.exec(await shop.pageOf(id)) ?? [];
    await shop.owner.post(`${shop.pathOf(id)}/labels`, { option, weight: "700" });
    await shop.run(2 * MINUTE);
    const path = `${shop.pathOf(id)}/labels/1/file`;
    const answer = await shop.owner.get(path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": expect.stringMatching(/^inline; filename="[\w.-]+\.pdf"$/),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": expect.stringMatching(/^default-src 'none';.*frame-ancestors 'self'/),
    });
    expect(new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 5))).toBe("%PDF-");
    const stranger = await signInto(shop.site, "beatrix");
    expect((await stranger.get(path)).status).toBe(404);
  });
});
