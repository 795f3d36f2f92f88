import { describe, expect, it } from "vitest";
import { type Letter, ORIGIN, openSite, signInto } from "../web/site";

const MAIL = { SANDBOX: "off", MAIL_FROM: "passerelle@example.org" };
const EMAIL = "camille@example.org";
const TRIES = 200;
const APART_MS = 20;

async function openDoor() {
  const site = openSite(MAIL);
  await signInto(site, "camille");
  const ask = (email: string, from: string) =>
    site.request("/sign-in", {
      method: "POST",
      headers: { Origin: ORIGIN, "CF-Connecting-IP": from, "Accept-Language": "fr" },
      body: new URLSearchParams({ email }),
    });
  const toCamille = (letters: Letter[]) => letters.filter(({ to }) => to === EMAIL);
  return { site, ask, toCamille };
}

describe("S5: guessing at the door", () => {
  it("a hundred tries from one place: twenty are heard, five letters leave, and other people are not kept out", async () => {
    const { site, ask, toCamille } = await openDoor();
    const answers: number[] = [];
    for (let n = 0; n < 100; n += 1) answers.push((await ask(EMAIL, "203.0.113.7")).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(20);
    expect(answers.filter((status) => status === 429)).toHaveLength(80);
    expect(toCamille(await site.mail())).toHaveLength(5);
    await signInto(site, "beatrix");
    expect((await ask("beatrix@example.org", "198.51.100.2")).status).toBe(200);
    expect((await site.mail()).at(-1)?.to).toBe("beatrix@example.org");
  });

  it("twenty at once are counted as twenty", async () => {
    const { site, ask, toCamille } = await openDoor();
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(EMAIL, "203.0.113.7")));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(toCamille(await site.mail())).toHaveLength(5);
  });

  it("a quarter of an hour later the door is open again", async () => {
    const { site, ask, toCamille } = await openDoor();
    for (let n = 0; n < 21; n += 1) await ask(EMAIL, "203.0.113.7");
    site.world.pass(15 * 60_000 + 1);
    expect((await ask(EMAIL, "203.0.113.7")).status).toBe(200);
    expect(toCamille(await site.mail())).toHaveLength(6);
  });
});

describe("S6: who has an account", () => {
  it("is told by neither status, page nor headers", async () => {
    const { ask } = await openDoor();
    const [known, unknown] = await Promise.all([ask(EMAIL, "1"), ask("nobody@example.org", "2")]);
    expect([...known.headers]).toEqual([...unknown.headers]);
    expect([known.status, (await known.text()).replaceAll(EMAIL, "X")]).toEqual([
      unknown.status,
      (await unknown.text()).replaceAll("nobody@example.org", "X"),
    ]);
  });

  it(`is not told by the time it takes either: ${TRIES} tries of each differ by less than ${APART_MS} ms`, async () => {
    const { ask } = await openDoor();
    const took: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
    for (let n = 0; n < TRIES; n += 1) {
      for (const who of ["known", "unknown"] as const) {
        const began = performance.now();
        await (await ask(who === "known" ? EMAIL : "nobody@example.org", `place-${who}-${n}`)).text();
        took[who].push(performance.now() - began);
      }
    }
    const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
    expect(Math.abs(middle(took.known) - middle(took.unknown))).toBeLessThan(APART_MS);
  });
});
