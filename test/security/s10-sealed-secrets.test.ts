import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reseal } from "../../src/api/reseal";
import { listSealed } from "../../src/db/sealed";
import { createSeal } from "../../src/lib/crypto";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { openShop } from "../web/shop";
import { MASTER_KEY } from "../web/site";

const seal = createSeal(new Uint8Array(32).fill(7));

describe("S10: a sealed secret", () => {
  it("opens at its own place alone: another row, another field or another key finds nothing", async () => {
    const sealed = await seal.seal("the-key", "w1|store-1|key");
    expect(await seal.open(sealed, "w1|store-1|key")).toBe("the-key");
    for (const place of ["w1|store-2|key", "w2|store-1|key", "w1|store-1|public", ""])
      await expect(seal.open(sealed, place)).rejects.toThrow();
    await expect(createSeal(new Uint8Array(32).fill(8)).open(sealed, "w1|store-1|key")).rejects.toThrow();
  });

  it("with one flipped bit opens nowhere, and two of the same differ", async () => {
    const sealed = await seal.seal("the-key", "place");
    expect(await seal.seal("the-key", "place")).not.toBe(sealed);
    const [version, name, iv, text = ""] = sealed.split(".");
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), async (at) => {
        const other = text[at] === "A" ? "B" : "A";
        const spoilt = `${version}.${name}.${iv}.${text.slice(0, at)}${other}${text.slice(at + 1)}`;
        await expect(seal.open(spoilt, "place")).rejects.toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it("is sealed anew under another key while both open, and the former opens nothing then", async () => {
    const { site, owner } = await openShop();
    const draft = { address: "https://brico.mirakl.test", key: BRICO_KEY };
    await owner.post("/stores/new", draft);
    const former = Uint8Array.from(atob(MASTER_KEY), (letter) => letter.charCodeAt(0));
    const fresh = new Uint8Array(32).fill(9);
    const before = await listSealed(site.d1);
    expect(new Set(before.map(({ table }) => table))).toEqual(new Set(["accounts", "stores", "drafts"]));
    const secrets = await Promise.all(before.map(({ sealed, place }) => site.seal.open(sealed, place)));
    expect(await reseal(site.d1, createSeal(fresh, former))).toEqual({
      ...{ resealed: before.length, left: 0, unreadable: 0 },
    });
    const after = await listSealed(site.d1);
    const alone = createSeal(fresh);
    expect(await Promise.all(after.map(({ sealed, place }) => alone.open(sealed, place)))).toEqual(secrets);
    for (const { sealed, place } of after) await expect(site.seal.open(sealed, place)).rejects.toThrow();
    expect(await reseal(site.d1, alone)).toEqual({ resealed: 0, left: 0, unreadable: 0 });
    const lost = createSeal(new Uint8Array(32).fill(3));
    expect(await reseal(site.d1, lost)).toEqual({ resealed: 0, left: 0, unreadable: after.length });
  });

  it("that was sealed before keys had names is opened, and sealed anew", async () => {
    const named = await seal.seal("the-key", "place");
    const nameless = ["1", ...named.split(".").slice(2)].join(".");
    expect(await createSeal(new Uint8Array(32).fill(8), new Uint8Array(32).fill(7)).open(nameless, "place")).toBe(
      "the-key",
    );
    expect([await seal.isCurrent(named), await seal.isCurrent(nameless)]).toEqual([true, false]);
    for (const odd of ["", "1", "1.x", "2.a.b", "3.a.b.c", "x.y.z"])
      await expect(seal.open(odd, "place")).rejects.toThrow();
  });

  it("is all that the database holds of a shop's and an account's keys", async () => {
    const { site } = await openShop();
    const { results: tables } = await site.d1
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      .all<{ name: string }>();
    let read = 0;
    for (const { name } of tables) {
      const { results } = await site.d1.prepare(`SELECT * FROM "${name}"`).all();
      read += results.length;
      const dump = JSON.stringify(results);
      for (const secret of [BRICO_KEY, DEMO_KEYS.secretKey])
        expect([name, dump.includes(secret)]).toEqual([name, false]);
    }
    expect(read).toBeGreaterThan(5);
  });
});
