import * as z from "zod";
import type { MessageKey } from "../i18n/index";
import type { Refusal } from "../sync/stub-answers";
import type { CarrierWish } from "../sync/stub-orders";
import { checkForm, type FieldErrors, type Typed } from "./forms";

const MOST_CHARACTERS = 100;
/** The choices of the list that are no carrier of the marketplace; its own stand behind `code:`. */
export const OTHER_CARRIER = "other";
export const NO_CARRIER = "none";

const line = z
  .string()
  .default("")
  .transform((text) => text.replace(/\p{Cc}+/gu, " ").trim())
  .pipe(z.string().max(MOST_CHARACTERS, "shipping.tooLong" satisfies MessageKey));

const form = z
  .object({ carrier: line, carrierName: line, trackingUrl: line, trackingNumber: line })
  .superRefine(({ carrier, carrierName, trackingUrl, trackingNumber }, context) => {
    const fault = (field: string, message: MessageKey) => context.addIssue({ code: "custom", path: [field], message });
    if (carrier === "") fault("carrier", "shipping.carrier.choose");
    if (carrier === OTHER_CARRIER && carrierName === "") fault("carrierName", "shipping.carrierName.missing");
    if (trackingUrl !== "" && !/^https?:\/\/[^\s/]+/i.test(trackingUrl))
      fault("trackingUrl", "shipping.trackingUrl.invalid");
    if (carrier === NO_CARRIER && trackingNumber !== "") fault("carrier", "shipping.carrier.withNumber");
  });

export type CheckedWish = { ok: true; wish: CarrierWish } | { ok: false; errors: FieldErrors };

/** Who carries the parcel, as it was typed. */
export function checkShipping(typed: Typed): CheckedWish {
  const checked = checkForm(typed, form);
  if (!checked.ok) return { ok: false, errors: checked.errors };
  const { carrier, carrierName, trackingUrl, trackingNumber } = checked.values;
  const isOther = carrier === OTHER_CARRIER;
  const wish = {
    carrierCode: carrier.startsWith("code:") ? carrier.slice("code:".length) : null,
    carrierName: isOther ? carrierName : "",
    trackingUrl: isOther && trackingUrl !== "" ? trackingUrl : null,
    trackingNumber,
  };
  return { ok: true, wish };
}

/** The refusals that name a field stand beside it; null for those that concern the whole order. */
export function faultOf({ code, field }: Refusal): FieldErrors | null {
  if (field === undefined) return null;
  if (code !== "tracking-needed" && code !== "carrier-unknown" && code !== "carrier-not-allowed") return null;
  return { [field]: `reason.${code}` };
}
