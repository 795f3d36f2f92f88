import * as z from "zod";
import { amount, code, optionalText, quantity } from "./wire";

// What Mirakl answers to our writes on money, references and shipments, and to ST11. The rules are those of wire.ts.

const id = code.refine((text) => text !== "", { error: "Invalid input: expected an id" });

const reversal = z.object({
  order_line_id: z.string(),
  amount,
  shipping_amount: amount,
  quantity,
  reason_code: code,
  currency_iso_code: optionalText,
});

/** The answer of OR28. */
export const wireRefunds = z.object({ refunds: z.array(reversal.extend({ refund_id: id })) });

/** The answer of OR30; Mirakl writes cancelation with one l. */
export const wireCancelations = z.object({ cancelations: z.array(reversal.extend({ cancelation_id: id })) });
export type WireReversalMade = z.output<typeof reversal>;

/** The answer of OR04: each order with its own errors. */
export const wireUpdatedOrders = z.object({
  updated_orders: z.array(
    z.object({
      order_id: z.string(),
      errors: z.array(z.unknown()).nullish(),
      updated: z.object({ references: z.object({ order_reference_for_seller: optionalText }).nullish() }).nullish(),
    }),
  ),
});

/** The answer of ST01, a 201 even when refused. */
export const wireShipmentsMade = z.object({
  shipment_success: z.array(z.object({ id, order_id: z.string() })),
  shipment_errors: z.array(z.object({ order_id: optionalText, message: optionalText })),
});

/** One shipment of ST11. */
const wireShipment = z.object({
  id,
  order_id: z.string(),
  status: z.string(),
  shipment_lines: z.array(z.object({ order_line_id: z.string(), quantity })),
  tracking: z.object({ tracking_number: optionalText }).nullish(),
});
export type WireShipment = z.output<typeof wireShipment>;

/** A page of ST11; the token is absent or null at the end (mirakl.md 1.6). */
export const wireShipments = z.object({ data: z.array(wireShipment), next_page_token: optionalText });
