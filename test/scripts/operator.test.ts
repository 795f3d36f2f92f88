import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const SCRIPT = join(import.meta.dirname, "..", "..", "scripts", "operator.mjs");
const TOKEN = "operator-token-of-the-tests";

let server: Server | null = null;
afterEach(() => server?.close());

/** An instance that gives these answers, one after the other for each request, the last for ever. */
async function instance(answers: Record<string, object[]>, status = 200) {
  const asked: string[] = [];
  server = createServer(({ method, url, headers }, response) => {
    const key = `${method} ${url}`;
    asked.push(headers.authorization === `Bearer ${TOKEN}` ? key : `${key} without the token`);
    const left = answers[key] ?? [{ error: "not found" }];
    const answer = left.length > 1 ? left.shift() : left[0];
    response.writeHead(answers[key] ? status : 404, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function run(...words: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...words], { env: { ...process.env, OPERATOR_TOKEN: TOKEN } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, text };
}

describe("npm run operator", () => {
  it("starts a rebuild and shows how far it is until it is done", async () => {
    const progress = (phase: string, done: number) => ({ phase, done, total: 300, startedAt: 1 });
    const { asked, url } = await instance({
      "POST /operator/stores/store-1/rebuild": [progress("emptying", 0)],
      "GET /operator/stores/store-1/rebuild": [progress("reading-orders", 200), progress("done", 300)],
    });
    const { code, text } = await run("rebuild", "store-1", "--url", url);
    expect([code, text]).toEqual([
      0,
      "emptying D1: 0 of 300\nreading orders at the marketplace, a hundred a minute: 200 of 300\nstore-1 is rebuilt.\n",
    ]);
    expect(asked.filter((line) => line.includes("without"))).toEqual([]);
  });

  it("verifies every store, and ends with 1 when one is broken", async () => {
    const { url } = await instance({
      "GET /operator/stores": [{ stores: ["store-1", "store-2"] }],
      "GET /operator/stores/store-1/timeline": [{ result: "broken", seq: 7 }],
      "GET /operator/stores/store-2/timeline": [{ result: "whole", facts: 12, head: "0123456789abcdef0123" }],
    });
    const { code, text } = await run("verify", "--all", "--url", url);
    expect([code, text]).toEqual([
      1,
      "store-1: BROKEN at line 7\nstore-2: whole, 12 lines, ends in 0123456789abcdef\n",
    ]);
    expect((await run("verify", "store-2", "--url", url)).code).toBe(0);
  });

  it("seals anew until nothing is left, and says when the former key may go", async () => {
    const { asked, url } = await instance({
      "POST /operator/seals": [
        { resealed: 200, left: 3, unreadable: 0 },
        { resealed: 3, left: 0, unreadable: 0 },
      ],
    });
    const { code, text } = await run("reseal", "--url", url);
    expect([code, text]).toEqual([
      0,
      "203 secrets are sealed under the current MASTER_KEY.\nMASTER_KEY_PREVIOUS can be taken away.\n",
    ]);
    expect(asked).toHaveLength(2);
    const lost = await instance({ "POST /operator/seals": [{ resealed: 0, left: 0, unreadable: 2 }] });
    const failed = await run("reseal", "--url", lost.url);
    expect([failed.code, failed.text]).toEqual([1, expect.stringContaining("2 open under neither key")]);
  });

  it.each([
    ["nothing", []],
    ["no store", ["rebuild"]],
    ["a store and all", ["verify", "store-1", "--all"]],
    ["a store to seal", ["reseal", "store-1"]],
    ["all to rebuild", ["rebuild", "--all"]],
    ["a command nobody knows", ["burn", "store-1"]],
    ["an option nobody knows", ["verify", "store-1", "--fast"]],
  ])("says how it is used when it is given %s", async (_what, words) => {
    const { code, text } = await run(...words);
    expect(code).toBe(1);
    expect(text).toMatch(/^usage: npm run operator -- /);
  });

  it("says in one line what is wrong", async () => {
    const { url } = await instance({});
    expect((await run("verify", "store-1", "--url", url)).text).toBe(
      `${url} has no operator's door: it runs without OPERATOR_TOKEN.\n`,
    );
    server?.close();
    expect((await run("verify", "store-1", "--url", "http://127.0.0.1:9")).text).toBe(
      "Nothing answers at http://127.0.0.1:9: is it running there?\n",
    );
  });
});
