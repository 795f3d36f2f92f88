import { acceptance } from "./fr/acceptance";
import { attention } from "./fr/attention";
import { cancellation } from "./fr/cancellation";
import { common } from "./fr/common";
import { dryRun } from "./fr/dry-run";
import { intents } from "./fr/intents";
import { jobs } from "./fr/jobs";
import { keys } from "./fr/keys";
import { life } from "./fr/life";
import { orders } from "./fr/orders";
import { pushes } from "./fr/pushes";
import { reasons } from "./fr/reasons";
import { returns } from "./fr/returns";
import { settings } from "./fr/settings";
import { settingsPreview } from "./fr/settings-preview";
import { shipping } from "./fr/shipping";
import { stores } from "./fr/stores";
import { timeline } from "./fr/timeline";

/** French is the first language: its keys are the type of every other catalogue. */
export const fr = {
  ...common,
  ...cancellation,
  ...acceptance,
  ...orders,
  ...intents,
  ...jobs,
  ...timeline,
  ...attention,
  ...reasons,
  ...pushes,
  ...shipping,
  ...stores,
  ...settings,
  ...settingsPreview,
  ...keys,
  ...returns,
  ...dryRun,
  ...life,
};
