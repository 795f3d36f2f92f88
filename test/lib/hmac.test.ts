import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyHmac } from "../../src/lib/hmac";

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;
// sendcloud.md 6.2.
const BODY = bytesOf('{"key": "value"}');
const MAC = "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a";

describe("verifyHmac", () => {
  it("takes the published vector", async () => {
    expect(await verifyHmac("secretkey", BODY, MAC)).toBe(true);
  });

  it.each([
    ["another key", "secretkez", BODY, MAC],
    ["an empty key", "", BODY, MAC],
    ["a body without the space", "secretkey", bytesOf('{"key":"value"}'), MAC],
    ["upper case", "secretkey", BODY, MAC.toUpperCase()],
    ["a digit too few", "secretkey", BODY, MAC.slice(1)],
    ["a digit too many", "secretkey", BODY, `${MAC}0`],
    ["a space around it", "secretkey", BODY, ` ${MAC}`],
    ["something else than hex", "secretkey", BODY, "z".repeat(64)],
    ["nothing", "secretkey", BODY, ""],
  ])("refuses %s", async (_, key, body, mac) => {
    expect(await verifyHmac(key, body, mac)).toBe(false);
  });

  it("agrees with Node for any key and bytes, and refuses any flipped bit", async () => {
    const anyKey = fc.string({ minLength: 1, unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(anyKey, fc.uint8Array({ minLength: 1 }), fc.nat(), async (key, bytes, where) => {
        const mac = createHmac("sha256", key).update(bytes).digest("hex");
        const body = new Uint8Array(bytes);
        expect(await verifyHmac(key, body.buffer, mac)).toBe(true);
        const at = where % body.length;
        body[at] = (body[at] ?? 0) ^ 1;
        expect(await verifyHmac(key, body.buffer, mac)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
