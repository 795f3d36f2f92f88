// A workbook is a zip. It is unpacked here, counted byte by byte, and packed again without compression: the reader would
// believe the sizes that the file states, and unpacks long parts in a browser's Worker, which workerd has not.

export type ZipEntry = {
  name: string;
  method: number;
  encrypted: boolean;
  size: number;
  packed: Uint8Array<ArrayBuffer>;
};
type Part = { name: string; bytes: Uint8Array };

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 2000;

/** What the central directory lists; null when it is none, or one for files beyond 4 GB. */
export function listEntries(bytes: Uint8Array<ArrayBuffer>): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let place = view.getUint32(end + 16, true);
  if (count > MOST_ENTRIES) return null;
  for (let index = 0; index < count; index++) {
    if (place + ENTRY_BYTES > bytes.length || view.getUint32(place, true) !== ENTRY_MARK) return null;
    const entry = readEntry(bytes, view, place);
    if (!entry) return null;
    entries.push(entry);
    place +=
      ENTRY_BYTES +
      view.getUint16(place + 28, true) +
      view.getUint16(place + 30, true) +
      view.getUint16(place + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number | null {
  const last = view.byteLength - END_BYTES;
  for (let place = last; place >= Math.max(0, last - LONGEST_COMMENT); place--) {
    if (view.getUint32(place, true) === END_MARK) return place;
  }
  return null;
}

function readEntry(bytes: Uint8Array<ArrayBuffer>, view: DataView, place: number): ZipEntry | null {
  const start = view.getUint32(place + 42, true);
  if (start + LOCAL_BYTES > bytes.length || view.getUint32(start, true) !== LOCAL_MARK) return null;
  const from = start + LOCAL_BYTES + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const packedSize = view.getUint32(place + 20, true);
  if (from + packedSize > bytes.length) return null;
  const nameFrom = place + ENTRY_BYTES;
  return {
    name: new TextDecoder().decode(bytes.subarray(nameFrom, nameFrom + view.getUint16(place + 28, true))),
    method: view.getUint16(place + 10, true),
    encrypted: (view.getUint16(place + 8, true) & 1) === 1,
    size: view.getUint32(place + 24, true),
    packed: bytes.subarray(from, from + packedSize),
  };
}

/** The entry's bytes. "too-large" when it unpacks to more than `limit` bytes, whatever size it states; "damaged" when it does not unpack. */
export async function unpackEntry(entry: ZipEntry, limit: number): Promise<Uint8Array | "too-large" | "damaged"> {
  if (entry.method === 0) return entry.packed.length > limit ? "too-large" : entry.packed;
  if (entry.method !== 8) return "damaged";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Blob([entry.packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > limit) {
        await reader.cancel();
        return "too-large";
      }
      chunks.push(read.value);
    }
  } catch {
    return "damaged";
  }
  return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, place);
    place += chunk.length;
  }
  return bytes;
}

/** A zip of these parts, uncompressed and without checksums, for a reader that looks at none. */
export function packStored(parts: readonly Part[]): ArrayBuffer {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let place = 0;
  for (const part of parts) {
    const name = encoder.encode(part.name);
    directory.push(entryHead(part, name.length, place), name);
    chunks.push(localHead(part, name.length), name, part.bytes);
    place += LOCAL_BYTES + name.length + part.bytes.length;
  }
  const directorySize = directory.reduce((sum, chunk) => sum + chunk.length, 0);
  chunks.push(...directory, endOf(parts.length, directorySize, place));
  return join(chunks, place + directorySize + END_BYTES).buffer;
}

function localHead(part: Part, nameLength: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(LOCAL_BYTES));
  view.setUint32(0, LOCAL_MARK, true);
  view.setUint32(18, part.bytes.length, true);
  view.setUint32(22, part.bytes.length, true);
  view.setUint16(26, nameLength, true);
  return new Uint8Array(view.buffer);
}

function entryHead(part: Part, nameLength: number, start: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(ENTRY_BYTES));
  view.setUint32(0, ENTRY_MARK, true);
  view.setUint32(20, part.bytes.length, true);
  view.setUint32(24, part.bytes.length, true);
  view.setUint16(28, nameLength, true);
  view.setUint32(42, start, true);
  return new Uint8Array(view.buffer);
}

function endOf(count: number, directorySize: number, start: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(END_BYTES));
  view.setUint32(0, END_MARK, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, directorySize, true);
  view.setUint32(16, start, true);
  return new Uint8Array(view.buffer);
}
