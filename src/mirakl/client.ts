import { type MoneyCalls, moneyCalls } from "./money-calls";
import { type OrderCalls, orderCalls } from "./order-calls";
import { type ReadCalls, readCalls } from "./read-calls";
import { type MarketplaceShipmentCalls, marketplaceShipmentCalls } from "./shipment-calls";
import { createTransport, type MiraklAccess } from "./transport";

export type { TrackingToSend } from "./tracking";

/** Every call is sent once, never retried, and answers with what the answer means (reliability.md 2.3). */
export type MiraklClient = ReadCalls & OrderCalls & MoneyCalls & MarketplaceShipmentCalls;

/** A client of one shop of one Mirakl marketplace. */
export function createMiraklClient(access: MiraklAccess): MiraklClient {
  const transport = createTransport(access);
  return {
    ...readCalls(access),
    ...orderCalls(transport),
    ...moneyCalls(transport),
    ...marketplaceShipmentCalls(transport),
  };
}
