import { common } from "./fr/common";
import { orders } from "./fr/orders";
import { reasons } from "./fr/reasons";
import { stores } from "./fr/stores";

/** French is the first language: its keys are the type of every other catalogue. */
export const fr = { ...common, ...orders, ...reasons, ...stores };
