import { describe, expect, it } from "vitest";
import { verifySignature } from "../../src/sendcloud/signature";

const BODY = new TextEncoder().encode('{"key": "value"}').buffer as ArrayBuffer;
const SIGNATURE = "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a";

describe("verifySignature", () => {
  it.each([
    ["the secret key fits", SIGNATURE, ["secretkey"], true],
    ["only the second key fits", SIGNATURE, ["other", "secretkey"], true],
    ["an empty key stands beside the right one", SIGNATURE, ["", "secretkey"], true],
    ["no key fits", SIGNATURE, ["other"], false],
    ["there is no key", SIGNATURE, [], false],
    ["there is no header", null, ["secretkey"], false],
    ["the header is not lower-case hex", SIGNATURE.toUpperCase(), ["secretkey"], false],
  ])("when %s", async (_, header, keys, expected) => {
    expect(await verifySignature(BODY, header, keys)).toBe(expected);
  });
});
