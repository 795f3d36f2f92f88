import { createHash } from "node:crypto";
import { baseNumber, candidateNumber, lastResortNumber, MAX_TRIES, numberKey } from "../../src/domain/order-number";
import type { NumberField } from "../../src/domain/store";

const TAG = "k3m9qz";
export type Claimant = { orderId: string; reference: string | null };

/** Claims numbers one after the other, as db does: a number once held is never given again. */
export function claimAll(orders: readonly Claimant[], shorten: boolean, held: Map<string, string>): string[] {
  const field: NumberField = { field: orders[0]?.reference === null ? "order-id" : "customer-reference" };
  return orders.map(({ orderId, reference }) => {
    const source = { orderId, commercialId: "", references: { customer: reference, seller: null }, customFields: [] };
    const { base } = baseNumber(source, field, shorten);
    let number = base;
    for (let n = 0; held.has(numberKey(number)); n += 1) {
      if (n > MAX_TRIES) throw new Error(`no number is free for ${orderId}`);
      number = n < MAX_TRIES ? candidateNumber(base, n + 1, shorten, TAG, orderId) : lastResort(orderId);
    }
    held.set(numberKey(number), orderId);
    return number;
  });
}

const lastResort = (orderId: string) =>
  lastResortNumber(createHash("sha256").update(`${TAG}:${orderId}`).digest("hex"));
