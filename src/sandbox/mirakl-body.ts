import * as z from "zod";
import { type Call, refuse } from "./mirakl-access";
import { findOrder } from "./order-store";
import type { WireLine, WireOrder } from "./wire-order";

/** Reads a body of exactly this shape, or gives the answer that refuses it (mirakl.md 1.4). */
export async function bodyOf<T>(request: Request, shape: z.ZodType<T>): Promise<T | Response> {
  if (!/json/i.test(request.headers.get("content-type") ?? "")) return refuse(415, "Unsupported Media Type");
  const parsed = shape.safeParse(jsonFrom(await request.text()));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "body";
  return refuse(400, `Error with field ${field}. Please check the field datatype.`);
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer to a body where none may be: "the Content-Length header must be present with value 0" (mirakl.md 3.5). */
export async function refuseBody(request: Request): Promise<Response | null> {
  const length = request.headers.get("content-length");
  const isBare = (await request.text()) === "" && (length === null || length === "0");
  if (isBare && !request.headers.has("transfer-encoding")) return null;
  return refuse(400, "This operation takes no body: the Content-Length header must be present with value 0");
}

/** The order, when it belongs to the caller's shop. */
export function ownOrder({ world, marketplace, shop }: Call, orderId: string): WireOrder | null {
  const stored = findOrder(world, orderId);
  return stored && stored.marketplace === marketplace.id && stored.shopId === shop.id ? stored.order : null;
}

/** A line of the caller's shop with its order; `known` holds the orders this call has already changed. */
export function ownLine(
  call: Call,
  known: ReadonlyMap<string, WireOrder>,
  lineId: string,
): { order: WireOrder; line: WireLine } | null {
  const orderId = lineId.replace(/-\d+$/, "");
  const order = known.get(orderId) ?? ownOrder(call, orderId);
  const line = order?.order_lines.find((each) => each.order_line_id === lineId);
  return order && line ? { order, line } : null;
}

// Mirakl's own SDK sends amounts as text. More decimals than the currency has are refused.
const money = z
  .union([
    z.number().nonnegative(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6)
  .transform((value) => Math.round(value * 100));
const coded = z.array(z.strictObject({ code: z.string(), amount: money })).optional();

/** What a refund and a cancelation of a line have in common. Amounts come out as hundredths. */
export const moneyOfLine = {
  order_line_id: z.string(),
  amount: money,
  shipping_amount: money,
  reason_code: z.string(),
  currency_iso_code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  taxes: coded,
  shipping_taxes: coded,
  fees: coded,
  tax_legal_notice: z.string().optional(),
};
export const taxMode = z.enum(["TAX_INCLUDED", "TAX_EXCLUDED"]).optional();
