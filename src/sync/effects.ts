import type { IntentKind } from "../domain/intent";
import type { Effect } from "./effect";
import { label } from "./effects/buy-label";
import { cancelLabel } from "./effects/cancel-label";
import { cancelLine } from "./effects/cancel-line";
import { cancel } from "./effects/cancel-order";
import { shipment } from "./effects/create-shipment";
import { accept, refuse } from "./effects/decide-acceptance";
import { patch } from "./effects/patch-order";
import { push } from "./effects/push-order";
import { refund } from "./effects/refund-line";
import { tracking } from "./effects/send-tracking";
import { reference } from "./effects/set-reference";
import { ship } from "./effects/ship-order";
import { unpush } from "./effects/unpush-order";

// One effect is one small file and one row here.
const EFFECTS = {
  accept,
  refuse,
  label,
  "cancel-label": cancelLabel,
  tracking,
  ship,
  shipment,
  refund,
  cancel,
  "cancel-line": cancelLine,
  reference,
  push,
  patch,
  unpush,
};

export type AnyEffect = Effect<IntentKind, unknown>;

export function effectOf(kind: IntentKind): AnyEffect {
  return EFFECTS[kind] as unknown as AnyEffect;
}
