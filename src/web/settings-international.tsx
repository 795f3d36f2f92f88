import { readHsCode } from "../domain/hs-code";
import { shipmentTypesFor } from "../domain/settings";
import type { StoreSettings } from "../domain/store";
import type { MessageKey } from "../i18n/index";
import { SelectField } from "./fields";
import type { Typed } from "./forms";
import { countryChoices } from "./recipient-form";
import { Choices, frame, type Shown, Text } from "./settings-inputs";

/** What customs read of every parcel of the store: its type, the values that stand in for a product's own, tax numbers. */
export function InternationalFields(shown: Shown) {
  const { reader, typed, ground } = shown;
  const origin = { shown, name: "defaultOrigin", label: "settings.defaultOrigin" } as const;
  return (
    <>
      <Choices
        shown={shown}
        name="shipmentType"
        label="settings.shipmentType"
        hint="settings.shipmentType.hint"
        choices={shipmentTypesFor(ground.store.settings.labels).map((type) => [type, `settings.shipmentType.${type}`])}
      />
      <div class="field-grid">
        <Text
          shown={shown}
          name="defaultHsCode"
          label="settings.defaultHsCode"
          hint="settings.defaultHsCode.hint"
          inputmode="numeric"
          maxlength={20}
        />
        <SelectField
          {...frame(origin)}
          value={typed.defaultOrigin ?? ""}
          choices={countryChoices(reader.language)}
          empty={reader.t("settings.defaultOrigin.empty")}
        />
      </div>
      <p class="muted">
        {reader.t("settings.productWeight")} <a href="/products">{reader.t("nav.products")}</a>
      </p>
      <div class="field-grid">
        <Text shown={shown} name="eori" label="settings.eori" hint="settings.eori.hint" maxlength={30} />
        <Text shown={shown} name="vat" label="settings.vat" hint="settings.vat.hint" maxlength={30} />
      </div>
      <Text shown={shown} name="ioss" label="settings.ioss" hint="settings.ioss.hint" maxlength={30} />
    </>
  );
}

/** The same as a form that nobody has touched would send it. */
export function typedInternational(settings: StoreSettings): Typed {
  const { shipmentType, defaultHsCode, defaultOrigin, taxNumbers } = settings;
  return {
    shipmentType,
    defaultHsCode: defaultHsCode ?? "",
    defaultOrigin: defaultOrigin ?? "",
    eori: taxNumbers.eori ?? "",
    vat: taxNumbers.vat ?? "",
    ioss: taxNumbers.ioss ?? "",
  };
}

type Form = { text(name: string): string; fail(name: string, fault: MessageKey): void };

const TAX_NUMBERS = {
  eori: /^[A-Z]{2}[A-Z0-9]{1,15}$/,
  vat: /^[A-Z]{2}[A-Z0-9+*]{2,15}$/,
  ioss: /^IM\d{10}$/,
} as const;

/** What was typed of the defaults and the tax numbers; a field with an error keeps its saved value. */
export function readInternational(
  form: Form,
  settings: StoreSettings,
): Pick<StoreSettings, "defaultHsCode" | "defaultOrigin" | "taxNumbers"> {
  const taxNumber = (name: keyof typeof TAX_NUMBERS) => {
    const number = form
      .text(name)
      .toUpperCase()
      .replace(/[\s.-]/g, "");
    if (number === "") return null;
    if (TAX_NUMBERS[name].test(number)) return number;
    form.fail(name, `settings.fault.${name}`);
    return settings.taxNumbers[name];
  };
  return {
    defaultHsCode: readCode(form, settings.defaultHsCode),
    defaultOrigin: readOrigin(form, settings.defaultOrigin),
    taxNumbers: { eori: taxNumber("eori"), ioss: taxNumber("ioss"), vat: taxNumber("vat") },
  };
}

function readCode(form: Form, saved: string | null): string | null {
  const read = readHsCode(form.text("defaultHsCode"));
  if (read.ok) return read.code;
  if (read.why === "empty") return null;
  form.fail("defaultHsCode", `hs.fault.${read.why}`);
  return saved;
}

function readOrigin(form: Form, saved: string | null): string | null {
  const code = form.text("defaultOrigin");
  if (code === "") return null;
  if (countryChoices("fr").some(({ value }) => value === code)) return code;
  form.fail("defaultOrigin", "settings.fault.defaultOrigin");
  return saved;
}
