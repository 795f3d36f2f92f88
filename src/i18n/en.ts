import { common } from "./en/common";
import { orders } from "./en/orders";
import { reasons } from "./en/reasons";
import { stores } from "./en/stores";

export const en = { ...common, ...orders, ...reasons, ...stores };
