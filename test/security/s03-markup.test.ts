import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openSite, signInto } from "../web/site";

const SRC = path.join(import.meta.dirname, "../../src");
const SCRIPTS = path.join(import.meta.dirname, "../../public/js");
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp";

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => path.join(folder, file));
}

describe("S3 and S4: what a page may hold", () => {
  it("is said by one policy on every page", async () => {
    const site = openSite();
    const camille = await signInto(site, "camille");
    for (const page of ["/", "/orders", "/people", "/profile", "/stores", "/nowhere"])
      expect((await camille.get(page)).headers.get("Content-Security-Policy")).toBe(POLICY);
  });

  it.each([
    ["inline behaviour", /\s(?!one=)(on[a-z]+|hx-on[\w:-]*|style)=(?=["'{])/],
    ["htmx that evaluates", /["'\s](js:|javascript:)/],
    ["markup that is not escaped", /dangerouslySetInnerHTML|\braw\(/],
  ])("no component writes %s", (_what, banned) => {
    const guilty = filesUnder(SRC, /\.tsx$/).filter((file) => banned.test(readFileSync(file, "utf8")));
    expect(guilty.map((file) => path.relative(SRC, file))).toEqual([]);
  });

  it("no script of ours makes code or markup out of text", () => {
    const banned = /\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/;
    expect(filesUnder(SCRIPTS, /\.js$/).filter((file) => banned.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
