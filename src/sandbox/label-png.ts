import { barsOf } from "./label-barcode";

const QUIET_MODULES = 10;
const HEIGHT_INCHES = 1;
const MODULE_INCHES = 0.0134;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The tracking number's barcode alone, as a black and white PNG of `dpi` dots an inch. */
export async function barcodePng(trackingNumber: string, dpi: number): Promise<Uint8Array> {
  const { bars, modules } = barsOf(trackingNumber);
  const module = Math.max(1, Math.round(MODULE_INCHES * dpi));
  const width = (modules + 2 * QUIET_MODULES) * module;
  const height = HEIGHT_INCHES * dpi;
  const row = new Uint8Array(1 + width).fill(255, 1);
  for (const bar of bars) {
    const left = 1 + (QUIET_MODULES + bar.left) * module;
    row.fill(0, left, left + bar.width * module);
  }
  const pixels = new Uint8Array(row.length * height);
  for (let line = 0; line < height; line += 1) pixels.set(row, line * row.length);
  return pngOf(width, height, pixels);
}

// PNG, 8-bit greyscale: a header, one stream of filtered rows, an end. Each chunk carries its length and a checksum.
async function pngOf(width: number, height: number, rows: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const content = new Uint8Array(await new Response(packed).arrayBuffer());
  return joined([
    new Uint8Array(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", content),
    chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), content]);
  const framed = new Uint8Array(named.length + 8);
  const view = new DataView(framed.buffer);
  view.setUint32(0, content.length);
  framed.set(named, 4);
  view.setUint32(framed.length - 4, checksum(named));
  return framed;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
