import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { toBase64Url } from "../src/lib/crypto";

type Options = { challenge: string; rp?: { id?: string }; rpId?: string };
/** What an authenticator may do wrong. */
export type Flaw = { verified?: boolean; counter?: number; origin?: string; challenge?: string };

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** An authenticator in software with one ES256 key, as WebAuthn describes it: it answers what a site asks. */
export function createAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let count = 0;
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, "base64url"),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, "base64url"),
  ]);
  const clientData = (type: string, { challenge }: Options, flaw: Flaw) =>
    Buffer.from(JSON.stringify({ type, challenge: flaw.challenge ?? challenge, origin: flaw.origin ?? origin }));
  const head = (host: string, more: number, flaw: Flaw) => {
    const counter = Buffer.alloc(4);
    count += 1;
    counter.writeUInt32BE(flaw.counter ?? count);
    const flags = USER_PRESENT | (flaw.verified === false ? 0 : USER_VERIFIED) | more;
    return Buffer.concat([createHash("sha256").update(host).digest(), Buffer.from([flags]), counter]);
  };
  const credential = { id: toBase64Url(id), rawId: toBase64Url(id), type: "public-key", clientExtensionResults: {} };
  return {
    id: credential.id,
    create(options: Options, flaw: Flaw = {}) {
      const data = head(options.rp?.id ?? "", HAS_CREDENTIAL, flaw);
      const authData = Buffer.concat([data, Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cborText("fmt"), cborText("none"), cborText("attStmt"), Buffer.from([0xa0]), cborText("authData")],
        Buffer.from([0x58, authData.length]),
        authData,
      ]);
      const response = {
        clientDataJSON: toBase64Url(clientData("webauthn.create", options, flaw)),
        attestationObject: toBase64Url(attestation),
      };
      return { ...credential, response };
    },
    get(options: Options, flaw: Flaw = {}) {
      const authenticatorData = head(options.rpId ?? "", 0, flaw);
      const clientDataJSON = clientData("webauthn.get", options, flaw);
      const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientDataJSON).digest()]);
      const response = {
        clientDataJSON: toBase64Url(clientDataJSON),
        authenticatorData: toBase64Url(authenticatorData),
        signature: toBase64Url(sign("sha256", signed, privateKey)),
      };
      return { ...credential, response };
    },
  };
}

function cborText(word: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);
}
