import { acceptance } from "./en/acceptance";
import { attention } from "./en/attention";
import { cancellation } from "./en/cancellation";
import { common } from "./en/common";
import { customs } from "./en/customs";
import { dryRun } from "./en/dry-run";
import { hsChapters } from "./en/hs-chapters";
import { hsSearch } from "./en/hs-search";
import { intents } from "./en/intents";
import { jobs } from "./en/jobs";
import { keys } from "./en/keys";
import { life } from "./en/life";
import { orders } from "./en/orders";
import { people } from "./en/people";
import { productFile } from "./en/product-file";
import { productUpload } from "./en/product-upload";
import { products } from "./en/products";
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
  ...people,
  ...products,
  ...productUpload,
  ...productFile,
  ...pushes,
  ...shipping,
  ...stores,
  ...settings,
  ...settingsPreview,
  ...keys,
  ...returns,
  ...customs,
  ...dryRun,
  ...life,
  ...hsChapters,
  ...hsSearch,
};
