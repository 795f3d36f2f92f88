import * as z from "zod";

export type Config = {
  /** Both remote worlds are the sandbox's, and the clock can be moved. */
  sandbox: boolean;
  /** 32 bytes: seals the merchants' keys. */
  masterKey: Uint8Array;
  /** Lets the first owner in, once. */
  setupToken: string | null;
  /** Opens the operator's door; without it there is none. */
  operatorToken: string | null;
  /** Ends in /api/v3. */
  sendcloudBaseUrl: string;
  sendcloudTokenUrl: string;
  /** `host` or `host:port`, lower case. */
  extraMiraklHosts: string[];
};

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
  SETUP_TOKEN: text,
  OPERATOR_TOKEN: text,
  SENDCLOUD_BASE_URL: text,
  SENDCLOUD_TOKEN_URL: text,
  EXTRA_MIRAKL_HOSTS: text,
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
    masterKey: readMasterKey(given.MASTER_KEY),
    setupToken: given.SETUP_TOKEN || null,
    operatorToken: readOperatorToken(given.OPERATOR_TOKEN),
    sendcloudBaseUrl: readSendcloudUrl(given.SENDCLOUD_BASE_URL || (sandbox ? SANDBOX_SENDCLOUD : REAL_SENDCLOUD)),
    sendcloudTokenUrl: readUrl(
      "SENDCLOUD_TOKEN_URL",
      given.SENDCLOUD_TOKEN_URL || (sandbox ? SANDBOX_TOKEN_URL : REAL_TOKEN_URL),
    ).href,
    extraMiraklHosts: readHosts(given.EXTRA_MIRAKL_HOSTS),
  };
}

function readMasterKey(base64: string): Uint8Array {
  const cure = "MASTER_KEY must be 32 bytes in base64: make one with `openssl rand -base64 32`.";
  if (base64 === "") throw new ConfigError(`MASTER_KEY is missing. ${cure}`);
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
