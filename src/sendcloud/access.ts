import { type FailedReply, type Http, type HttpRequest, type Reply, readReply } from "../lib/http";
import { readOne } from "./envelope";
import { readSendcloudError } from "./error";
import { accessToken } from "./wire";

export type Keys = { publicKey: string; secretKey: string };
export type Token = { accessToken: string; expiresAt: number };

/** Holds one token; `expiresAt` is epoch milliseconds. */
export type TokenStore = { get(): Token | null; set(token: Token): void };

/** Everything a client stands on. `baseUrl` is "https://host", with or without "/api/v3". */
export type Access = {
  http: Http;
  now: () => number;
  random: () => number;
  baseUrl: string;
  tokenUrl: string;
  keys: Keys;
  auth: "basic" | "oauth2";
  /** Where an OAuth2 token rests between calls; without one each client keeps its own. */
  token?: TokenStore;
};

/** The Authorization header of a call. `kept` says that it is a token from an earlier call. */
export type Authorise = (wish: {
  renew: boolean;
}) => Promise<{ header: string; kept: boolean } | { refused: FailedReply }>;

const TOKEN_TIMEOUT_MS = 20_000;
const RENEW_BEFORE_MS = 60_000;
/** sendcloud.md 1.3. */
const TOKEN_LIFE_SECONDS = 3600;
const TRY_AGAIN_AFTER_MS = 30_000;

/** Basic with the key pair, or a bearer token that the same pair buys at the token address (sendcloud.md 1.3). */
export function authoriser(access: Access): Authorise {
  if (access.auth === "basic") return async () => ({ header: basicOf(access.keys), kept: false });
  const store = access.token ?? memory();
  return async ({ renew }) => {
    const kept = store.get();
    if (kept && !renew && kept.expiresAt - RENEW_BEFORE_MS > access.now()) {
      return { header: `Bearer ${kept.accessToken}`, kept: true };
    }
    const bought = await buyToken(access);
    if (bought.kind !== "ok") return { refused: asNotDone(bought, access) };
    store.set(bought.value);
    return { header: `Bearer ${bought.value.accessToken}`, kept: false };
  };
}

async function buyToken(access: Access): Promise<Reply<Token>> {
  const request: HttpRequest = {
    method: "POST",
    url: access.tokenUrl,
    headers: {
      authorization: basicOf(access.keys),
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials&scope=api",
    timeoutMs: TOKEN_TIMEOUT_MS,
  };
  const answer = await access.http(request);
  const now = access.now();
  const parse = (body: unknown): Token | null => {
    const read = readOne(accessToken, body);
    if (!read) return null;
    return { accessToken: read.access_token, expiresAt: now + (read.expires_in ?? TOKEN_LIFE_SECONDS) * 1000 };
  };
  return readReply(answer, { now, random: access.random(), readError: readSendcloudError, parse });
}

// Whatever befell the token, the call itself was never sent: it must not look as if it might have been done.
function asNotDone(reply: FailedReply, access: Access): FailedReply {
  if (reply.kind === "rejected") return { kind: "key-refused", status: 401, message: reply.message };
  if (reply.kind !== "unknown") return reply;
  return { kind: "wait", until: access.now() + TRY_AGAIN_AFTER_MS + Math.floor(access.random() * TRY_AGAIN_AFTER_MS) };
}

function basicOf({ publicKey, secretKey }: Keys): string {
  const bytes = new TextEncoder().encode(`${publicKey}:${secretKey}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function memory(): TokenStore {
  let token: Token | null = null;
  return {
    get: () => token,
    set: (next) => {
      token = next;
    },
  };
}
