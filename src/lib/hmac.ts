const HEX_SHA256 = /^[0-9a-f]{64}$/;

/** True when `mac`, 64 lower-case hex digits, is the HMAC-SHA256 of these bytes under this key. Compares in constant time. */
export async function verifyHmac(key: string, bytes: ArrayBuffer, mac: string): Promise<boolean> {
  // WebCrypto refuses to import an empty key, and an empty key proves nothing.
  if (key === "" || !HEX_SHA256.test(mac)) return false;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", new TextEncoder().encode(key), algorithm, false, ["verify"]);
  return crypto.subtle.verify("HMAC", imported, bytesOfHex(mac), bytes);
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
