import type { LabelFormat } from "../domain/store";
import type { HttpAnswer, Reply } from "../lib/http";
import { READ_TIMEOUT_MS, type Transport } from "./transport";

export type DocumentType = "label" | "customs-declaration" | "air-waybill";
export type DocumentFormat = { format: "pdf" | "zpl"; paperSize: "A4" | "A6" | null };

/** A file by what its first bytes say, which may differ from what was asked: native ZPL stays ZPL (sendcloud.md 3.5). */
export type DocumentFile = { bytes: Uint8Array; contentType: "application/pdf" | "application/zpl" };

export type DocumentCalls = {
  /** A file of a parcel. Bytes that are neither PDF nor ZPL give `unknown` "html", "empty" or "unexpected-shape". */
  document(parcelId: number, type: DocumentType, wish: DocumentFormat): Promise<Reply<DocumentFile>>;
};

const PDF_HEAD = "%PDF-";
const ZPL_START = "^XA";
const HEAD_BYTES = 4096;

/** The calls that fetch labels and customs papers. */
export function documentCalls(transport: Transport): DocumentCalls {
  return {
    document: (parcelId, type, { format, paperSize }) =>
      transport.askRaw(
        {
          method: "GET",
          path: `/parcels/${parcelId}/documents/${type}`,
          ...(paperSize && { query: { paper_size: paperSize } }),
          accept: `application/${format}`,
          timeoutMs: READ_TIMEOUT_MS,
        },
        readFile,
      ),
  };
}

/** The document format of a store's label setting. */
export function documentFormatOf(format: LabelFormat): DocumentFormat {
  if (format === "pdf-a4") return { format: "pdf", paperSize: "A4" };
  return format === "pdf-a6" ? { format: "pdf", paperSize: "A6" } : { format: "zpl", paperSize: null };
}

function readFile(answer: HttpAnswer): Reply<DocumentFile> | null {
  if (!answer.arrived || answer.status < 200 || answer.status > 299) return null;
  const { status, headers, body } = answer;
  const head = new TextDecoder("latin1").decode(body.subarray(0, HEAD_BYTES)).trimStart();
  const contentType = contentTypeOf(head);
  if (contentType) return { kind: "ok", value: { bytes: body, contentType }, status, headers };
  // A page or nothing at all is named by the common rules; any other bytes are just not this document.
  if (head === "" || head.startsWith("<")) return null;
  return { kind: "unknown", why: "unexpected-shape", status, message: "" };
}

function contentTypeOf(head: string): DocumentFile["contentType"] | null {
  if (head.startsWith(PDF_HEAD)) return "application/pdf";
  // ZPL may begin with downloads and printer settings before its first label.
  return /^[\^~]|^CT~~CD/.test(head) && head.includes(ZPL_START) ? "application/zpl" : null;
}
