const PERSONAL =
  /^(name|first_?name|last_?name|civility|company.*|email.*|.*_email|phone.*|telephone|street.*|address|address_2|address_line.*|address_divided|house_number|zip.*|postal_code|city|po_box|additional_info|notes?|message_to_carrier|latitude|longitude)$/i;
const SECRET = /^(authorization|.*token|.*secret.*|password|.*_key)$/i;
const MASK = "•••";
const LONGEST_TEXT = 2_000;

/**
 * The JSON text with every buyer's word and every secret masked, and long strings (files) replaced by their length, cut
 * at `longest` characters. Text that is no JSON gives only its length: nobody knows what it holds.
 */
export function redactJson(text: string, longest: number): string {
  if (text === "") return "";
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return `(${text.length} characters, not JSON)`;
  }
  const redacted = JSON.stringify(redact(parsed));
  return redacted.length > longest ? `${redacted.slice(0, longest)}…` : redacted;
}

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value === "string") return value.length > LONGEST_TEXT ? `(${value.length} characters)` : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactField(key, inner)]));
}

// An address may be an object of fields that each have their own rule; a plain text under such a name is the buyer's.
function redactField(key: string, inner: unknown): unknown {
  const isText = typeof inner === "string" || typeof inner === "number";
  if (isText && inner !== "" && (PERSONAL.test(key) || SECRET.test(key))) return MASK;
  return redact(inner);
}
