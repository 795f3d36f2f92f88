// Marketplaces on domains of their own that are known to be Mirakl (mirakl.md 1.2).
const KNOWN_CUSTOM_HOSTS = new Set(["marketplace.empik.com", "marketplace.worten.pt", "marketplace.elcorteingles.es"]);
const MIRAKL_SUFFIX = ".mirakl.net";
const SANDBOX_SUFFIX = ".mirakl.test";

const HTTPS_PORT = 443;
const USUAL_PORTS: Readonly<Record<string, number>> = { http: 80, https: HTTPS_PORT };
const HOST_LENGTH = 253;

// Letters, digits and inner hyphens between single dots, or an IPv6 address in brackets: no user info, no trailing
// dot, no escape and nothing but ASCII fits.
const AUTHORITY = /^((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?|\[[\da-f:.]+\])(?::(\d{1,5}))?$/;

export type AddressVerdict =
  | { ok: true; baseUrl: string }
  | { ok: false; why: "not-an-address" | "host-not-allowed" | "https-only" };

type Authority = { host: string; port: number | null };

/**
 * Decides whether a typed address is a marketplace that may be given a key (reliability.md S9, design.md 6), and gives
 * it as `https://host`: path, query and fragment are dropped, since people paste the back office's address.
 * `extraHosts` are the deployment's own, each `host` or `host:port`; only they may be plain http, an IP address or on
 * another port. With `sandbox` only they and `*.mirakl.test` are allowed.
 */
export function checkMiraklAddress(typed: string, extraHosts: string[], sandbox: boolean): AddressVerdict {
  const match = /^(?:([a-z][a-z\d+.-]*):\/\/)?([^/?#]*)/.exec(typed.trim().toLowerCase());
  const scheme = match?.[1] ?? null;
  const authority = readAuthority(match?.[2] ?? "");
  if (!authority || hasOddCharacter(typed.trim())) return { ok: false, why: "not-an-address" };
  const extra = extraHosts.map((entry) => readAuthority(entry.trim().toLowerCase()));
  const listed = extra.find((entry) => entry !== null && isSame(entry, authority, scheme));
  if (listed) return checkExtraHost(authority, listed, scheme);
  if (!isMiraklHost(authority.host, sandbox)) return { ok: false, why: "host-not-allowed" };
  if (scheme !== null && scheme !== "https") return { ok: false, why: "https-only" };
  if (authority.port !== null && authority.port !== HTTPS_PORT) {
    return { ok: false, why: "host-not-allowed" };
  }
  return { ok: true, baseUrl: `https://${authority.host}` };
}

function readAuthority(text: string): Authority | null {
  const match = AUTHORITY.exec(text);
  const [, host = "", port] = match ?? [];
  // The platform's own parser must read the same host: `0x7f.1` and `127.1` are 127.0.0.1 to it.
  if (!host || host.length > HOST_LENGTH || !URL.canParse(`http://${text}`)) return null;
  if (new URL(`http://${text}`).hostname !== host) return null;
  return { host, port: port === undefined ? null : Number(port) };
}

function hasOddCharacter(text: string): boolean {
  return !/^[\x21-\x7e]+$/.test(text) || text.includes("\\");
}

function isSame(entry: Authority, authority: Authority, scheme: string | null): boolean {
  const usual = USUAL_PORTS[scheme ?? "https"];
  return entry.host === authority.host && (entry.port ?? usual) === (authority.port ?? usual);
}

function checkExtraHost(authority: Authority, listed: Authority, typedScheme: string | null): AddressVerdict {
  const onOtherPort = listed.port !== null && listed.port !== HTTPS_PORT;
  const scheme = typedScheme ?? (onOtherPort ? "http" : "https");
  if (scheme !== "https" && scheme !== "http") return { ok: false, why: "https-only" };
  const { host, port } = authority;
  const suffix = port === null || port === USUAL_PORTS[scheme] ? "" : `:${port}`;
  return { ok: true, baseUrl: `${scheme}://${host}${suffix}` };
}

function isMiraklHost(host: string, sandbox: boolean): boolean {
  if (sandbox) return host.endsWith(SANDBOX_SUFFIX);
  return host.endsWith(MIRAKL_SUFFIX) || KNOWN_CUSTOM_HOSTS.has(host);
}
