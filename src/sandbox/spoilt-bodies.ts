type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

/** Changes the object in an answer that is one; any other answer stays as it is. */
export async function inJson(truth: Response, change: (body: JsonObject) => Json): Promise<Response> {
  if (!truth.ok || !truth.headers.get("content-type")?.includes("json")) return truth;
  const body: Json = JSON.parse(await truth.text());
  const changed = isObject(body) ? change(body) : body;
  return new Response(JSON.stringify(changed), { status: truth.status, headers: truth.headers });
}

/** Fields and values that no document knows yet: both vendors may add them at any time (mirakl.md 1.3). */
export function withNewFields(body: JsonObject): Json {
  const told: JsonObject = { ...body, sandbox_novelty: { is_new: true, since: "2027" }, mode: "ON_THE_MOON" };
  for (const name of ["orders", "data"]) {
    const rows = body[name];
    if (Array.isArray(rows)) told[name] = rows.map((row) => (isObject(row) ? withNovelty(row) : row));
    else if (rows !== undefined && isObject(rows)) told[name] = withNovelty(rows);
  }
  return told;
}

function withNovelty(row: JsonObject): JsonObject {
  const novel: JsonObject = { ...row, sandbox_novelty: [1, "two", null] };
  if ("payment_workflow" in row) novel.payment_workflow = "BARTER_ON_THE_MOON";
  return novel;
}

// Fields that both documents let be null and that carry no state.
const MAY_BE_NULL = new Set([
  "channel",
  "civility",
  "company",
  "company_2",
  "customer_notification_email",
  "delivery_date",
  "leadtime_to_ship",
  "locale",
  "payment_duration",
  "payment_type",
  "phone",
  "phone_secondary",
  "product_shop_sku",
  "promotions",
  "references",
  "shipping_deadline",
  "shipping_type_standard_code",
  "street_2",
  "tracking_url",
]);

export function withNulls(body: JsonObject): Json {
  return changeAll(body, (value, name) => (name !== null && MAY_BE_NULL.has(name) ? null : value));
}

export function numbersAsText(body: JsonObject): Json {
  return changeAll(body, (value) => (typeof value === "number" ? String(value) : value));
}

function changeAll(value: Json, change: (value: Json, name: string | null) => Json, name: string | null = null): Json {
  const changed = change(value, name);
  if (Array.isArray(changed)) return changed.map((each) => changeAll(each, change));
  if (!isObject(changed)) return changed;
  return Object.fromEntries(Object.entries(changed).map(([key, each]) => [key, changeAll(each, change, key)]));
}

export function withWrongTotal(body: JsonObject, by: number): Json {
  const total = body.total_count;
  return typeof total === "number" ? { ...body, total_count: Math.max(0, total + by) } : body;
}

/** Leaves one row out, as if it had never been there. */
export function withoutOne(body: JsonObject, random: () => number): Json {
  const name = Array.isArray(body.orders) ? "orders" : "data";
  const rows = body[name];
  if (!Array.isArray(rows) || rows.length === 0) return body;
  const left = rows.toSpliced(Math.floor(random() * rows.length), 1);
  return withWrongTotal({ ...body, [name]: left }, -1) as JsonObject;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
