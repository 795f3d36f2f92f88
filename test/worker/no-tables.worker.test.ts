import { beforeAll, describe, expect, it } from "vitest";
import { type Browser, browser, knock, rows, signIn } from "./door";

let owner: Browser;

beforeAll(async () => {
  owner = await signIn("owner", "camille", "workspace-a");
  expect((await owner.get("/orders")).status).toBe(200);
});

/** Each damage stays for the tests after it. */
describe("a database that lacks its migrations", () => {
  it.each([
    ["a table", "DROP TABLE orders", "/orders"],
    ["the sign-in links", "DROP TABLE login_links", "/enter?token=any"],
    ["the stores", "DROP TABLE stores", "/healthz"],
    ["the people", "DROP TABLE people", "/sendcloud-accounts"],
    ["the sessions", "DROP TABLE sessions", "/stores"],
  ])("answers 503 with the cure when %s is missing", async (_what, damage, path) => {
    await rows(damage);
    const answer = await owner.get(path);
    const html = await answer.text();
    expect([answer.status, answer.headers.get("x-content-type-options")]).toEqual([503, "nosniff"]);
    expect(html).toContain("npm run db:migrate");
    expect(html).not.toMatch(/SQLITE|select/);
  });

  it("keeps open what needs no table", async () => {
    expect((await browser("").get("/sign-in")).status).toBe(200);
    expect((await knock("/csp", { method: "POST", body: "{}" })).status).toBe(204);
  });
});
