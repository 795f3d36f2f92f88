import { attention } from "./fr/attention";
import { common } from "./fr/common";
import { intents } from "./fr/intents";
import { jobs } from "./fr/jobs";
import { keys } from "./fr/keys";
import { orders } from "./fr/orders";
import { reasons } from "./fr/reasons";
import { stores } from "./fr/stores";
import { timeline } from "./fr/timeline";

/** French is the first language: its keys are the type of every other catalogue. */
export const fr = {
  ...common,
  ...orders,
  ...intents,
  ...jobs,
  ...timeline,
  ...attention,
  ...reasons,
  ...stores,
  ...keys,
};
