import { allowedActions, type OrderAction } from "../domain/order-state";
import type { BookedOrder } from "./order-book";
import { stateInput } from "./settle-order";
import type { StoreDesk } from "./store-desk";

/** Whether a person may do this to the order as it stands now: asked again when a button is pressed. */
export function may(desk: StoreDesk, booked: BookedOrder, action: OrderAction): boolean {
  return allowedActions(stateInput(desk, booked)).includes(action);
}
