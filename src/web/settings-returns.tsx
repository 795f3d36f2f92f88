import { Check, Radios, Reasons, type Shown, Text } from "./settings-inputs";

/** Sendcloud's reasons of a return by their ids (sendcloud.md 5.1). */
const RETURN_REASONS = [
  ...[1, 3, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32],
] as const;

/** What a return gives back by itself, how far, and under which reason. */
export function ReturnFields(shown: Shown) {
  const { t } = shown.reader;
  const reasons = shown.ground.lists?.refundReasons ?? [];
  return (
    <>
      <Radios
        shown={shown}
        name="when"
        label="settings.refunds"
        choices={[
          ["off", "settings.refunds.off"],
          ["created", "settings.refunds.created", "settings.refunds.created.note"],
          ["back", "settings.refunds.back"],
          ["by-hand", "settings.refunds.by-hand"],
        ]}
      />
      <Reasons
        shown={shown}
        name="refundReason"
        label="settings.refundReason"
        hint="settings.refundReason.hint"
        reasons={reasons}
        empty="wizard.choose"
      />
      <Check shown={shown} name="withShipping" label="settings.withShipping" hint="settings.withShipping.hint" />
      <div class="field-grid">
        <Text shown={shown} name="largest" label="settings.largest" hint="settings.largest.hint" inputmode="decimal" />
        <Text shown={shown} name="daily" label="settings.daily" hint="settings.daily.hint" inputmode="decimal" />
        <Text
          shown={shown}
          name="resendLimit"
          label="settings.resendLimit"
          hint="settings.resendLimit.hint"
          inputmode="decimal"
        />
      </div>
      <p class="muted">{t("settings.caps.currency", { currency: shown.ground.store.currency })}</p>
      <details open={Object.keys(shown.errors).some((name) => name.startsWith("map."))}>
        <summary>{t("settings.map")}</summary>
        <p class="muted">{t("settings.map.hint")}</p>
        <div class="field-grid">
          {RETURN_REASONS.map((id) => (
            <Reasons
              shown={shown}
              name={`map.${id}`}
              label={`settings.returnReason.${id}`}
              reasons={reasons}
              empty="settings.map.default"
            />
          ))}
        </div>
      </details>
    </>
  );
}
