import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { documentFormatOf } from "../../src/sendcloud/document-calls";
import { access, answer, BASIC, fakeSendcloud } from "./fake-sendcloud";

const PDF_A6 = { format: "pdf", paperSize: "A6" } as const;
const ZPL = { format: "zpl", paperSize: null } as const;

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("document", () => {
  it("asks for the file in its format and size", async () => {
    const { requests, client } = clientOf(answer(200, "%PDF-1.4 …"), answer(200, "^XA^FO50,50^XZ"));
    const url = "https://panel.sendcloud.test/api/v3/parcels/383707309/documents";
    await client.document(383707309, "label", PDF_A6);
    await client.document(383707309, "customs-declaration", ZPL);
    expect(requests).toEqual([
      {
        method: "GET",
        url: `${url}/label?paper_size=A6`,
        headers: { authorization: BASIC, accept: "application/pdf" },
        timeoutMs: 20_000,
      },
      {
        method: "GET",
        url: `${url}/customs-declaration`,
        headers: { authorization: BASIC, accept: "application/zpl" },
        timeoutMs: 20_000,
      },
    ]);
  });

  it.each([
    ["PDF", "%PDF-1.4 …", "application/pdf"],
    ["ZPL", "^XA^FO50,50^XZ", "application/zpl"],
    ["ZPL after a line end", "\r\n^XA^XZ", "application/zpl"],
    ["ZPL after a download", "~DGR:LOGO.GRF,1,1,00^XA^XZ", "application/zpl"],
    ["ZPL after printer settings", "CT~~CD,~CC^~CT~^XA^XZ", "application/zpl"],
  ])("knows %s by its first bytes, whatever was asked", async (_, text, contentType) => {
    const { client } = clientOf(answer(200, text, { "content-type": "application/octet-stream" }));
    const bytes = new TextEncoder().encode(text);
    expect(await client.document(1, "label", PDF_A6)).toMatchObject({ kind: "ok", value: { bytes, contentType } });
  });

  it.each([
    ["a page", "<!doctype html><p>Sign in</p>", "html"],
    ["nothing", "", "empty"],
    ["spaces", " \n", "empty"],
    ["JSON", '{"errors":[]}', "unexpected-shape"],
    ["a picture", "\u0089PNG\r\n", "unexpected-shape"],
    ["a PDF that begins late", "junk %PDF-1.4", "unexpected-shape"],
    ["a caret without a label", "^_^", "unexpected-shape"],
  ])("does not take %s for a label", async (_, text, why) => {
    const { client } = clientOf(answer(200, text));
    expect(await client.document(1, "label", PDF_A6)).toMatchObject({ kind: "unknown", why });
  });

  it.each([
    [
      "a 404",
      answer(404, { errors: [{ status: "404", code: "not_found", detail: "No Parcel" }] }),
      { kind: "rejected", message: "No Parcel" },
    ],
    ["a 401", answer(401), { kind: "key-refused" }],
    ["a redirect", answer(302, "%PDF-1.4"), { kind: "unknown", why: "redirect" }],
    ["a 500 that holds a file", answer(500, "%PDF-1.4"), { kind: "unknown", why: "server-error" }],
    ["a file too large", { arrived: false, failure: "too-large" } as const, { kind: "unknown", why: "too-large" }],
  ])("reads %s by the common rules", async (_, given, expected) => {
    const { client } = clientOf(given);
    expect(await client.document(1, "label", PDF_A6)).toMatchObject(expected);
  });
});

describe("documentFormatOf", () => {
  it.each([
    ["pdf-a6", PDF_A6],
    ["pdf-a4", { format: "pdf", paperSize: "A4" }],
    ["zpl-203", ZPL],
    ["zpl-300", ZPL],
  ] as const)("turns %s into %j", (format, expected) => {
    expect(documentFormatOf(format)).toEqual(expected);
  });
});
