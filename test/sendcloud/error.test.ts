import { describe, expect, it } from "vitest";
import { errorWords, readSendcloudError } from "../../src/sendcloud/error";

const one = {
  status: "400",
  code: "invalid",
  detail: "Not a postcode",
  source: { pointer: "/to_address/postal_code" },
};

describe("readSendcloudError", () => {
  it.each([
    ["an errors list", { errors: [one] }, "invalid", "Not a postcode (/to_address/postal_code)"],
    ["a bare list", [one], "invalid", "Not a postcode (/to_address/postal_code)"],
    ["one object under errors", { errors: one }, "invalid", "Not a postcode (/to_address/postal_code)"],
    [
      "two errors",
      { errors: [one, { code: "required", detail: "Name" }] },
      "invalid",
      "Not a postcode (/to_address/postal_code); Name",
    ],
    [
      "a numeric status and no detail",
      { errors: [{ status: 404, code: "not_found", title: "Not Found" }] },
      "not_found",
      "Not Found",
    ],
    [
      "a query parameter",
      { errors: [{ code: "invalid", detail: "Bad", source: { parameter: "cursor" } }] },
      "invalid",
      "Bad (cursor)",
    ],
    [
      "the returns shape",
      { errors: [{ field: "weight", code: 12, message: "Too heavy" }] },
      "12",
      "Too heavy (weight)",
    ],
    [
      "the v2 shape",
      { error: { code: 401, message: "Invalid credentials", request: "api/v2" } },
      "401",
      "Invalid credentials",
    ],
    [
      "OAuth's shape",
      { error: "invalid_client", error_description: "Client unknown" },
      "invalid_client",
      "Client unknown",
    ],
    ["a bare detail", { detail: "Not found." }, null, "Not found."],
    ["only a code", { errors: [{ code: "forbidden" }] }, "forbidden", "forbidden"],
    ["a null source", { errors: [{ code: "invalid", detail: "Bad", source: null }] }, "invalid", "Bad"],
    ["texts in the list", { errors: ["Out of order"] }, null, "Out of order"],
    ["nothing", null, null, ""],
    ["an unknown object", { hello: 1 }, null, ""],
    ["an empty list", { errors: [] }, null, ""],
  ])("reads %s", (_, body, code, message) => {
    expect(readSendcloudError(body)).toEqual({ code, message });
  });
});

describe("errorWords", () => {
  it("gives one sentence for each error and leaves out the empty ones", () => {
    expect(errorWords([one, {}, "Plain"])).toEqual(["Not a postcode (/to_address/postal_code)", "Plain"]);
    expect(errorWords(undefined)).toEqual([]);
  });
});
