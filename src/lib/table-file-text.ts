export const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be", "macintosh"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export type DecodedText = { ok: true; text: string; encoding: Encoding } | { ok: false; line: number } | { ok: false };

const SAMPLE_BYTES = 4096;
/** Of text in a European language in UTF-16 nearly every second byte is zero. */
const ZEROS_OF_UTF16 = 0.4;

/**
 * The text of a file, without its byte order mark. Its encoding is the chosen one, else what the mark says, else UTF-8
 * when the bytes are that, else Windows-1252. Not ok with the line of the first byte that is none of the encoding; not ok
 * without a line when this is no text.
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>, chosen: Encoding | undefined): DecodedText {
  const encoding = chosen ?? markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (!encoding?.startsWith("utf-16") && bytes.includes(0)) return { ok: false };
  if (encoding) return decodeAs(encoding, bytes);
  const unicode = decodeAs("utf-8", bytes);
  return unicode.ok ? unicode : decodeAs("windows-1252", bytes);
}

function markedEncoding(bytes: Uint8Array): Encoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

function unmarkedUtf16(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros: [number, number] = [0, 0];
  for (let place = 0; place < sample.length; place++) if (sample[place] === 0) zeros[place % 2 === 0 ? 0 : 1]++;
  const enough = (sample.length / 2) * ZEROS_OF_UTF16;
  if (zeros[1] > enough && zeros[0] < zeros[1] / 10) return "utf-16le";
  return zeros[0] > enough && zeros[1] < zeros[0] / 10 ? "utf-16be" : null;
}

function decodeAs(encoding: Encoding, bytes: Uint8Array<ArrayBuffer>): DecodedText {
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes), encoding };
  } catch {
    const text = new TextDecoder(encoding).decode(bytes);
    return { ok: false, line: text.slice(0, text.indexOf("\uFFFD")).split(/\r\n?|\n/).length };
  }
}
