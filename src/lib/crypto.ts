import type { Seal } from "./ports";

const VERSION = "2";
/** Texts sealed before keys had names. */
const NAMELESS = "1";
const IV_BYTES = 12;
const NAME_LENGTH = 8;

type MasterKey = { name: string; key: CryptoKey };

/**
 * AES-256-GCM with the place as associated data; the text is `2.key.iv.ciphertext`, base64url, where `key` names the
 * master key without telling it. What another of `former` sealed is opened too, until it is sealed anew.
 */
export function createSeal(masterKey: Uint8Array, ...former: Uint8Array[]): Seal {
  const current = readKey(masterKey);
  const all = [current, ...former.map(readKey)];
  const encoder = new TextEncoder();
  const openWith = async ({ key }: MasterKey, iv: string, ciphertext: string, place: string) => {
    const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: encoder.encode(place) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64Url(ciphertext)));
  };
  return {
    async seal(secret, place) {
      const { name, key } = await current;
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const algorithm = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
      const sealed = await crypto.subtle.encrypt(algorithm, key, encoder.encode(secret));
      return [VERSION, name, toBase64Url(iv), toBase64Url(new Uint8Array(sealed))].join(".");
    },
    async open(sealed, place) {
      const { name, iv, ciphertext } = readSealed(sealed);
      const keys = (await Promise.all(all)).filter((known) => name === null || known.name === name);
      for (const key of keys.slice(0, -1)) {
        const opened = await openWith(key, iv, ciphertext, place).catch(() => null);
        if (opened !== null) return opened;
      }
      const last = keys.at(-1);
      if (!last) throw new Error("a secret is sealed under a key that this deployment does not have");
      return openWith(last, iv, ciphertext, place);
    },
    isCurrent: async (sealed) => readSealed(sealed).name === (await current).name,
  };
}

function readSealed(sealed: string): { name: string | null; iv: string; ciphertext: string } {
  const parts = sealed.split(".");
  const [name, iv = "", ciphertext = ""] = parts[0] === NAMELESS ? [null, ...parts.slice(1)] : parts.slice(1);
  const known = parts[0] === NAMELESS || parts[0] === VERSION;
  if (!known || name === undefined || !iv || !ciphertext) throw new Error("a sealed secret has a form nobody knows");
  return { name, iv, ciphertext };
}

async function readKey(bytes: Uint8Array): Promise<MasterKey> {
  const raw = Uint8Array.from(bytes);
  const [key, digest] = await Promise.all([
    crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
    sha256Hex(raw.buffer),
  ]);
  return { name: digest.slice(0, NAME_LENGTH), key };
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

/** Bytes as base64url text without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** The bytes of base64url text. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
