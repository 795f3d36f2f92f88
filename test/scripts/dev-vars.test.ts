import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { newDevVars, readDevVars } from "../../scripts/dev-vars.mjs";

const KEY = "ogEaVMVJSy9qT+SYtpbbVzb02h9KcWPgKxKxTJFNVX4=";
const example = readFileSync(path.join(import.meta.dirname, "../../.dev.vars.example"), "utf8");

describe("the variables of a machine", () => {
  it("fills the example with a key of its own each time", () => {
    const [first, second] = [newDevVars(example, randomBytes), newDevVars(example, randomBytes)];
    const read = readDevVars(first);
    if ("fault" in read) throw new Error(read.fault);
    expect(Buffer.from(read.values.get("MASTER_KEY") ?? "", "base64")).toHaveLength(32);
    expect(read.values.get("SANDBOX")).toBe("on");
    expect(first).not.toBe(second);
  });

  it.each([
    ["SANDBOX=off", "off"],
    ['SANDBOX = "off"  # real shops', "off"],
    ["SANDBOX='on'", "on"],
    ["SANDBOX=off # a note", "off"],
    ["SANDBOX=", ""],
  ])("reads %s", (line, value) => {
    const read = readDevVars(`# a comment\n\nMASTER_KEY=${KEY}\r\n${line}\n`);
    expect("values" in read && read.values.get("SANDBOX")).toBe(value);
  });

  it.each([
    ["hello", /line 2 is not NAME=value/],
    ["MASTER_KEY=secret-but-short", /line 2: MASTER_KEY is not 32 bytes in base64.*openssl rand/],
    ["SANDBOX=maybe", /line 2: SANDBOX is on or off/],
    ["SENDCLOUD_URL=https://x.test", /line 2 sets SENDCLOUD_URL, which Passerelle does not know/],
  ])("names the line and the cure of %s, never the value", (line, words) => {
    const read = readDevVars(`MASTER_KEY=${KEY}\n${line}`);
    expect("fault" in read && read.fault).toMatch(words);
    expect(JSON.stringify(read)).not.toMatch(/hello|secret-but-short|x\.test/);
  });

  it("asks for a missing key", () => {
    expect(readDevVars("SANDBOX=on")).toEqual({
      fault: ".dev.vars has no line MASTER_KEY=…: make one with: openssl rand -base64 32",
    });
  });

  it("knows exactly the variables that the README describes", () => {
    const named = (file: string) => {
      const text = readFileSync(path.join(import.meta.dirname, "../..", file), "utf8");
      return [...text.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name).sort();
    };
    const known = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name).sort();
    expect(named("README.md")).toEqual(known);
    expect(named("README.fr.md")).toEqual(known);
  });
});
