import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const SCRIPT = path.join(import.meta.dirname, "../../scripts/hs-load.mjs");

// What is refused before any database is asked. A whole load takes wrangler, and is done by hand.
const server = createServer((request, response) => {
  response
    .writeHead(request.url === "/gone.csv" ? 404 : 200)
    .end("section,hscode,description,parent,level\nI,1,Bees,01,6");
});
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it.each([
  [["/no/such/file.csv"], "/no/such/file.csv cannot be read: is it there?"],
  [["a.csv", "b.csv"], "usage: npm run hs:load"],
  [["--far"], "usage: npm run hs:load"],
  [["ORIGIN/gone.csv"], "/gone.csv answers 404: download it by hand"],
  [["ORIGIN/bad.csv"], '/bad.csv cannot be loaded. Row 1: "1" is no code of 6 digits.'],
  [["http://127.0.0.1:1/x.csv"], "does not answer: download it by hand"],
])("hs:load %j ends with %j", async (asked, words) => {
  const { code, output } = await load(asked.map((part) => part.replace("ORIGIN", origin)));
  expect(code).toBe(1);
  expect(output).toContain(words);
  expect(output.trim().split("\n")).toHaveLength(1);
});

function load(asked: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...asked], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
