import { acceptance } from "./en/acceptance";
import { attention } from "./en/attention";
import { cancellation } from "./en/cancellation";
import { common } from "./en/common";
import { dryRun } from "./en/dry-run";
import { intents } from "./en/intents";
import { jobs } from "./en/jobs";
import { keys } from "./en/keys";
import { life } from "./en/life";
import { orders } from "./en/orders";
import { pushes } from "./en/pushes";
import { reasons } from "./en/reasons";
import { returns } from "./en/returns";
import { settings } from "./en/settings";
import { settingsPreview } from "./en/settings-preview";
import { shipping } from "./en/shipping";
import { stores } from "./en/stores";
import { timeline } from "./en/timeline";

export const en = {
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
