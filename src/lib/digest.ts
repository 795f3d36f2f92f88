import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Lower-case hex of the SHA-256 of a text, at once: for synchronous blocks, which the platform's own asynchronous digest
 * would tear in two (decision 009).
 */
export function digestHex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
