import { findOrder } from "../../src/db/order-record";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { createLabel } from "../../src/sync/acts";
import { optionsFor } from "../../src/sync/label-options";
import { flushOutbox } from "../../src/sync/outbox";
import type { ActResult } from "../../src/sync/stub-answers";
import { BUYER_OF_LABELS as camille, type Engine } from "../engine";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";

/** An order that is paid and arrived here, ready for its label. */
export async function readyOrder(engine: Engine, options: Parameters<typeof placeOrder>[2] = {}): Promise<string> {
  const orderId = placeOrder(engine.world, "brico", options);
  payOrder(engine.world, orderId);
  await engine.run(6 * MINUTE);
  return orderId;
}

/** The order as its page shows it. */
export async function seen(engine: Engine, orderId: string) {
  await flushOutbox(engine.store);
  const order = await findOrder(engine.d1, "workspace-1", "store-1", orderId);
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
}

/** Presses Create label with the option that is preselected, for all lines or those named. */
export async function pressCreateLabel(engine: Engine, orderId: string, lineIds?: string[]): Promise<ActResult> {
  const offered = await optionsFor(engine.store, orderId, null);
  if (offered.result === "refused") return offered;
  const [first] = offered.options;
  if (!first) throw new Error("an empty list of options is a refusal");
  const { code: optionCode, contractId } = first;
  const request = { orderId, optionCode, contractId, weightGrams: offered.weightGrams };
  return createLabel(engine.store, lineIds ? { ...request, lineIds } : request, camille);
}
