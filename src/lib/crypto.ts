import type { Seal } from "./ports";

const VERSION = "1";
const IV_BYTES = 12;

/** AES-256-GCM with the place as associated data; the text is `version.iv.ciphertext`, base64url. */
export function createSeal(masterKey: Uint8Array): Seal {
  const key = crypto.subtle.importKey("raw", masterKey as BufferSource, "AES-GCM", false, ["encrypt", "decrypt"]);
  const encoder = new TextEncoder();
  return {
    async seal(secret, place) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const algorithm = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
      const sealed = await crypto.subtle.encrypt(algorithm, await key, encoder.encode(secret));
      return [VERSION, toBase64Url(iv), toBase64Url(new Uint8Array(sealed))].join(".");
    },
    async open(sealed, place) {
      const [version, iv, ciphertext] = sealed.split(".");
      if (version !== VERSION || !iv || !ciphertext) throw new Error("a sealed secret has a form nobody knows");
      const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: encoder.encode(place) };
      const opened = await crypto.subtle.decrypt(algorithm, await key, fromBase64Url(ciphertext));
      return new TextDecoder().decode(opened);
    },
  };
}

/** 256 random bits as text that fits a URL. */
export function randomToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Lower-case hex of the SHA-256 of the text or bytes. */
export async function sha256Hex(content: string | ArrayBuffer): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
