import type { D1 } from "../lib/ports";

export type NumberClaim = { orderId: string; number: string; numberUpper: string };
type Place = { workspaceId: string; storeId: string; integration: string };

/** Numbers these orders hold already, by order id. */
export async function findNumbers(d1: D1, storeId: string, orderIds: readonly string[]): Promise<Map<string, string>> {
  const { results } = await d1
    .prepare(
      `SELECT order_id AS orderId, number FROM order_numbers
        WHERE store_id = ? AND order_id IN (SELECT value FROM json_each(?))`,
    )
    .bind(storeId, JSON.stringify(orderIds))
    .all<{ orderId: string; number: string }>();
  return new Map(results.map((row) => [row.orderId, row.number]));
}

/** Claims numbers in the given order, first come first served; gives the ids of the orders that got theirs. */
export async function claimNumbers(d1: D1, place: Place, claims: readonly NumberClaim[]): Promise<Set<string>> {
  const wanted = JSON.stringify(claims.map((claim) => [claim.orderId, claim.number, claim.numberUpper]));
  const [, held] = await d1.batch<{ orderId: string }>([
    d1
      .prepare(
        `INSERT INTO order_numbers (integration, workspace_id, store_id, order_id, number, number_upper)
         SELECT ?1, ?2, ?3, value->>0, value->>1, value->>2 FROM json_each(?4) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(place.integration, place.workspaceId, place.storeId, wanted),
    d1
      .prepare(
        `SELECT n.order_id AS orderId FROM json_each(?3) AS claim
           JOIN order_numbers n ON n.integration = ?1 AND n.number_upper = claim.value->>2
          WHERE n.store_id = ?2 AND n.order_id = claim.value->>0`,
      )
      .bind(place.integration, place.storeId, wanted),
  ]);
  return new Set(held?.results.map((row) => row.orderId));
}

/** Which order holds this number within the integration. */
export async function findOrderByNumber(
  d1: D1,
  workspaceId: string,
  integration: string,
  numberUpper: string,
): Promise<{ storeId: string; orderId: string } | null> {
  return d1
    .prepare(
      `SELECT store_id AS storeId, order_id AS orderId FROM order_numbers
        WHERE integration = ? AND number_upper = ? AND workspace_id = ?`,
    )
    .bind(integration, numberUpper, workspaceId)
    .first();
}
