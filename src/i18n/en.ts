import { attention } from "./en/attention";
import { common } from "./en/common";
import { intents } from "./en/intents";
import { jobs } from "./en/jobs";
import { keys } from "./en/keys";
import { orders } from "./en/orders";
import { reasons } from "./en/reasons";
import { stores } from "./en/stores";
import { timeline } from "./en/timeline";

export const en = {
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
