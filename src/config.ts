import * as z from "zod";

export type Config = {
  /** Both remote worlds are the sandbox's, and the clock can be moved. */
  sandbox: boolean;
  /** 32 bytes: seals the merchants' keys. */
  masterKey: Uint8Array;
  /** Opened what the master key before sealed; null when there is none. */
  formerMasterKey: Uint8Array | null;
  /** Lets the first owner in, once. */
  setupToken: string | null;
  /** Opens the operator's door; without it there is none. */
  operatorToken: string | null;
  /** Ends in /api/v3. */
  sendcloudBaseUrl: string;
  sendcloudTokenUrl: string;
  /** `host` or `host:port`, lower case. */
  extraMiraklHosts: string[];
  /** Who mail comes from, and the HTTP service that takes it where no binding does; null: mail is printed. */
  mail: { from: string; service: { url: string; token: string } | null } | null;
};

/** The keys that seal and open, today's first. */
export function sealKeys({ masterKey, formerMasterKey }: Config): [Uint8Array, ...Uint8Array[]] {
  return formerMasterKey ? [masterKey, formerMasterKey] : [masterKey];
}

/** Says in one line which variable is wrong and what cures it. */
export class ConfigError extends Error {}

const REAL_SENDCLOUD = "https://panel.sendcloud.sc/api/v3";
const REAL_TOKEN_URL = "https://account.sendcloud.com/oauth2/token";
const SANDBOX_SENDCLOUD = "https://panel.sendcloud.test/api/v3";
const SANDBOX_TOKEN_URL = "https://account.sendcloud.test/oauth2/token";
const SHORTEST_TOKEN = 20;
const HOST = /^[a-z0-9.-]+(:\d{1,5})?$/;

const text = z.string().trim().optional().default("");
const variables = z.object({
  SANDBOX: text,
  MASTER_KEY: text,
  MASTER_KEY_PREVIOUS: text,
  SETUP_TOKEN: text,
  OPERATOR_TOKEN: text,
  SENDCLOUD_BASE_URL: text,
  SENDCLOUD_TOKEN_URL: text,
  EXTRA_MIRAKL_HOSTS: text,
  MAIL_FROM: text,
  MAIL_URL: text,
  MAIL_TOKEN: text,
});

/** Reads variables and secrets once; throws a `ConfigError` naming the variable and the cure. */
export function readConfig(env: object): Config {
  const parsed = variables.safeParse(env);
  if (!parsed.success) throw new ConfigError(`${parsed.error.issues[0]?.path.join(".")} must be text.`);
  const given = parsed.data;
  if (given.SANDBOX !== "" && given.SANDBOX !== "on" && given.SANDBOX !== "off") {
    throw new ConfigError("SANDBOX must be on or off.");
  }
  const sandbox = given.SANDBOX === "on";
  return {
    sandbox,
    masterKey: readMasterKey("MASTER_KEY", given.MASTER_KEY),
    formerMasterKey: given.MASTER_KEY_PREVIOUS ? readMasterKey("MASTER_KEY_PREVIOUS", given.MASTER_KEY_PREVIOUS) : null,
    setupToken: given.SETUP_TOKEN || null,
    operatorToken: readOperatorToken(given.OPERATOR_TOKEN),
    sendcloudBaseUrl: readSendcloudUrl(given.SENDCLOUD_BASE_URL || (sandbox ? SANDBOX_SENDCLOUD : REAL_SENDCLOUD)),
    sendcloudTokenUrl: readUrl(
      "SENDCLOUD_TOKEN_URL",
      given.SENDCLOUD_TOKEN_URL || (sandbox ? SANDBOX_TOKEN_URL : REAL_TOKEN_URL),
    ).href,
    extraMiraklHosts: readHosts(given.EXTRA_MIRAKL_HOSTS),
    mail: readMail(given),
  };
}

function readMasterKey(name: string, base64: string): Uint8Array {
  const cure = `${name} must be 32 bytes in base64: make one with \`openssl rand -base64 32\`.`;
  if (base64 === "") throw new ConfigError(`${name} is missing. ${cure}`);
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    if (bytes.length === 32) return bytes;
  } catch {
    // Falls through to the same sentence: not base64 at all.
  }
  throw new ConfigError(cure);
}

// It opens every store of the deployment to whoever knows it.
function readOperatorToken(token: string): string | null {
  if (token !== "" && token.length < SHORTEST_TOKEN)
    throw new ConfigError("OPERATOR_TOKEN is too short: make one with `openssl rand -base64 24`.");
  return token || null;
}

// The address may be given with or without the path: both are habits of the vendor's own documents.
function readSendcloudUrl(given: string): string {
  const url = readUrl("SENDCLOUD_BASE_URL", given);
  const path = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${path === "" ? "/api/v3" : path}`;
}

function readMail(given: { MAIL_FROM: string; MAIL_URL: string; MAIL_TOKEN: string }): Config["mail"] {
  const { MAIL_FROM: from, MAIL_URL: url, MAIL_TOKEN: token } = given;
  if (from === "") {
    if (url !== "") throw new ConfigError("MAIL_FROM is missing: MAIL_URL is set, and mail needs a sender.");
    return null;
  }
  if (!from.includes("@")) throw new ConfigError("MAIL_FROM must be an address such as passerelle@example.org.");
  if (url === "") return { from, service: null };
  if (token === "") throw new ConfigError("MAIL_TOKEN is missing: the service at MAIL_URL wants one.");
  return { from, service: { url: readUrl("MAIL_URL", url).href, token } };
}

function readUrl(name: string, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigError(`${name} must be an address such as ${REAL_SENDCLOUD}.`);
  return url;
}

function readHosts(list: string): string[] {
  const hosts = list
    .split(",")
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== "");
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) throw new ConfigError("EXTRA_MIRAKL_HOSTS must be a comma list of host or host:port.");
  return hosts;
}
