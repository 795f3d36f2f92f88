import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import {
  addPasskey,
  findPasskey,
  keepChallenge,
  listPasskeys,
  useUpChallenge,
  useUpPasskey,
  workspaceOf,
} from "../db/passkeys";
import { fromBase64Url, toBase64Url } from "../lib/crypto";
import type { D1 } from "../lib/ports";

const ANSWERED_WITHIN_MS = 5 * 60_000;
const NAME = "Passerelle";

/** Where the passkey belongs: the host that the browser sees, and the whole origin. */
export type Place = { host: string; origin: string };
type Holder = { personId: string; email: string; name: string };

/** What the browser shall make a passkey from. */
export async function askForPasskey(d1: D1, place: Place, holder: Holder, now: number) {
  const known = await listPasskeys(d1, holder.personId);
  const options = await generateRegistrationOptions({
    rpName: NAME,
    rpID: place.host,
    userName: holder.email,
    userDisplayName: holder.name,
    userID: Uint8Array.from(new TextEncoder().encode(holder.personId)),
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await keepChallenge(d1, { ...challengeOf(options, now), personId: holder.personId }, now);
  return options;
}

/** Keeps the passkey that a browser made; false when it is not the answer to what this person was asked. */
export async function keepPasskey(
  d1: D1,
  place: Place,
  holder: { personId: string; name: string },
  response: RegistrationResponseJSON,
  now: number,
): Promise<boolean> {
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => useUpChallenge(d1, challenge, holder.personId, now),
    expectedOrigin: place.origin,
    expectedRPID: place.host,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return false;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const kept = { id, publicKey: toBase64Url(publicKey), counter, createdAt: now, usedAt: null };
  return addPasskey(d1, { ...kept, personId: holder.personId, name: holder.name });
}

/** What the browser shall sign to come in; any passkey of this host will do. */
export async function askForSignature(d1: D1, place: Place, now: number) {
  const options = await generateAuthenticationOptions({ rpID: place.host, userVerification: "required" });
  await keepChallenge(d1, { ...challengeOf(options, now), personId: null }, now);
  return options;
}

/** Whom a signature lets in; null for one that is not good, or comes a second time. */
export async function personOfSignature(
  d1: D1,
  place: Place,
  response: AuthenticationResponseJSON,
  now: number,
): Promise<{ personId: string; workspaceId: string } | null> {
  const passkey = await findPasskey(d1, response.id);
  if (!passkey) return null;
  const credential = { id: passkey.id, publicKey: fromBase64Url(passkey.publicKey), counter: passkey.counter };
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => useUpChallenge(d1, challenge, null, now),
    expectedOrigin: place.origin,
    expectedRPID: place.host,
    credential,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  if (!(await useUpPasskey(d1, passkey.id, verified.authenticationInfo.newCounter, now))) return null;
  const workspaceId = await workspaceOf(d1, passkey.personId);
  return workspaceId === null ? null : { personId: passkey.personId, workspaceId };
}

function challengeOf({ challenge }: { challenge: string }, now: number) {
  return { challenge, expiresAt: now + ANSWERED_WITHIN_MS };
}
