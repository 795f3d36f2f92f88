import { labelByHand } from "./label-by-hand";
import { setOffer } from "./mirakl-offers";
import { findOrder } from "./order-store";
import { deleteIntegration } from "./sendcloud-integrations";
import { panelCancelLabel, panelDeleteOrder, panelEditOrder, panelLabel, panelOrders } from "./sendcloud-panel";
import { createReturn, moveReturn } from "./sendcloud-returns";
import type { StatusCode } from "./sendcloud-statuses";
import type { World } from "./world";

/**
 * What the merchant and his buyers do at Sendcloud, and the shop to the offers of an order's goods, outside of Passerelle. `order` is an order's number, as both see it;
 * `items` of a return name the lines of the shipment by their item ids.
 */
export type MerchantAct =
  | { panel: "label"; order: string; parcels?: number | undefined }
  | { panel: "edit"; order: string; street?: string | undefined; grams?: number | undefined }
  | { panel: "delete"; order: string }
  | { panel: "cancel-label"; shipment: string }
  | { panel: "new-label"; order: string; name: string; postcode: string; city: string }
  | { offersOf: string; quantity?: number | undefined; cents?: number | undefined }
  | { integration: "delete" }
  | {
      return: "create";
      order: string;
      by: "portal" | "form";
      items: { id: string; quantity: number; reason: number }[];
    }
  | { return: "move"; id: number; status: string };

export type MerchantActDone = { done: boolean; shipmentIds?: string[]; returnId?: number };

/** `done` is false where the panel would refuse, or there is no such thing. */
export function actAsMerchant(world: World, act: MerchantAct): MerchantActDone {
  if ("integration" in act) return { done: deleteIntegration(world) };
  if ("return" in act) return act.return === "create" ? sendBack(world, act) : { done: moveBack(world, act) };
  if ("offersOf" in act) return changeOffers(world, act);
  if (act.panel === "new-label") return typeLabel(world, act);
  if (act.panel === "cancel-label") return { done: panelCancelLabel(world, act.shipment) };
  const order = panelOrders(world).find(({ orderNumber }) => orderNumber === act.order);
  if (!order) return { done: false };
  switch (act.panel) {
    case "label": {
      const made = panelLabel(world, order.id, act.parcels === undefined ? {} : { parcels: act.parcels });
      return "errors" in made ? { done: false } : { done: true, shipmentIds: made.shipmentIds };
    }
    case "edit":
      return {
        done: panelEditOrder(world, order.id, {
          ...(act.street ? { address: { address_line_1: act.street } } : {}),
          ...(act.grams === undefined ? {} : { grams: act.grams }),
        }),
      };
    case "delete":
      return { done: panelDeleteOrder(world, order.id) };
  }
}

function typeLabel(world: World, act: Extract<MerchantAct, { panel: "new-label" }>): MerchantActDone {
  const shipmentId = labelByHand(world, act);
  return shipmentId === null ? { done: false } : { done: true, shipmentIds: [shipmentId] };
}

function changeOffers(world: World, act: Extract<MerchantAct, { offersOf: string }>): MerchantActDone {
  const { offersOf, quantity, cents } = act;
  const lines = findOrder(world, offersOf)?.order.order_lines ?? [];
  const change = { ...(quantity === undefined ? {} : { quantity }), ...(cents === undefined ? {} : { cents }) };
  for (const { offer_sku } of lines) setOffer(world, offer_sku, change);
  return { done: lines.length > 0 };
}

function sendBack(world: World, { order, by, items }: Extract<MerchantAct, { return: "create" }>): MerchantActDone {
  const returned = items.map(({ id, quantity, reason }) => ({ item_id: id, quantity, reason }));
  const returnId = createReturn(world, { orderNumber: order, by, items: returned });
  return returnId === null ? { done: false } : { done: true, returnId };
}

function moveBack(world: World, { id, status }: Extract<MerchantAct, { return: "move" }>): boolean {
  return moveReturn(world, id, status as StatusCode);
}
