// Reads and writes .dev.vars, where wrangler keeps a machine's own variables.
const KNOWN = new Set([
  "SANDBOX",
  "MASTER_KEY",
  "MASTER_KEY_PREVIOUS",
  "SETUP_TOKEN",
  "OPERATOR_TOKEN",
  "SENDCLOUD_BASE_URL",
  "SENDCLOUD_TOKEN_URL",
  "EXTRA_MIRAKL_HOSTS",
  "MAIL_FROM",
  "MAIL_URL",
  "MAIL_TOKEN",
]);
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#"']*))\s*(?:#.*)?$/;
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=?$/;
const NEW_KEY = "make one with: openssl rand -base64 32";

/**
 * @param {string} text content of .dev.vars
 * @returns {{ values: Map<string, string> } | { fault: string }} a fault is one line with the cure, and never quotes a value
 */
export function readDevVars(text) {
  const values = new Map();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [matched, name, ...value] = ASSIGNMENT.exec(line) ?? [];
    if (matched === undefined) return fault(index, "is not NAME=value: write it so, or put # before it");
    const wrong = whatIsWrong(name, value.find((part) => part !== undefined)?.trim() ?? "");
    if (wrong !== null) return fault(index, wrong);
    values.set(name, value.find((part) => part !== undefined)?.trim() ?? "");
  }
  return values.has("MASTER_KEY") ? { values } : { fault: `.dev.vars has no line MASTER_KEY=…: ${NEW_KEY}` };
}

/** The example with a fresh key in it. */
export function newDevVars(example, randomBytes) {
  return example.replace(/^MASTER_KEY=.*$/m, `MASTER_KEY=${Buffer.from(randomBytes(32)).toString("base64")}`);
}

function whatIsWrong(name, value) {
  if (!KNOWN.has(name)) return `sets ${name}, which Passerelle does not know: known are ${[...KNOWN].join(", ")}`;
  if ((name === "MASTER_KEY" || (name === "MASTER_KEY_PREVIOUS" && value !== "")) && !BASE64_OF_32_BYTES.test(value))
    return `: ${name} is not 32 bytes in base64: ${NEW_KEY}`;
  if (name === "SANDBOX" && !["on", "off", ""].includes(value)) return ": SANDBOX is on or off, nothing else";
  return null;
}

function fault(index, what) {
  return { fault: `.dev.vars line ${index + 1}${what.startsWith(":") ? "" : " "}${what}` };
}
