import { acceptance } from "./fr/acceptance";
import { attention } from "./fr/attention";
import { cancellation } from "./fr/cancellation";
import { common } from "./fr/common";
import { customs } from "./fr/customs";
import { dryRun } from "./fr/dry-run";
import { hsChapters } from "./fr/hs-chapters";
import { hsSearch } from "./fr/hs-search";
import { intents } from "./fr/intents";
import { jobs } from "./fr/jobs";
import { keys } from "./fr/keys";
import { life } from "./fr/life";
import { orders } from "./fr/orders";
import { people } from "./fr/people";
import { productFile } from "./fr/product-file";
import { productUpload } from "./fr/product-upload";
import { products } from "./fr/products";
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
