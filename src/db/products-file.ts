import { and, asc, eq } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { productUploadPieces } from "./schema-products";

/** D1 takes 2 MB in one bound value; a third more than this are bound. */
const PIECE_BYTES = 786_432;
/** Three bytes are four letters: slices of a multiple of three can be put one behind the other. */
const SLICE_BYTES = 24_576;

export type FilePiece = typeof productUploadPieces.$inferInsert;

/** A file in the pieces that D1 takes. */
export function piecesOf(workspaceId: string, uploadId: string, bytes: Uint8Array): FilePiece[] {
  return Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, place) => {
    const piece = bytes.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
    return { workspaceId, uploadId, place, content: toBase64(piece) };
  });
}

/** The file of an upload as it came. */
export async function readUploadedFile(
  d1: D1,
  workspaceId: string,
  uploadId: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { content, place } = productUploadPieces;
  const own = and(eq(productUploadPieces.workspaceId, workspaceId), eq(productUploadPieces.uploadId, uploadId));
  const rows = await ask(d1, (db) => db.select({ content }).from(productUploadPieces).where(own).orderBy(asc(place)));
  const pieces = rows.map((row) => atob(row.content));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces)
    for (let letter = 0; letter < piece.length; letter += 1) bytes[at++] = piece.charCodeAt(letter);
  return bytes;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += SLICE_BYTES)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + SLICE_BYTES)));
  return text;
}
