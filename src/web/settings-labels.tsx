import { shipmentTypesFor } from "../domain/settings";
import { SelectField } from "./fields";
import { Choices, frame, Radios, type Shown, Text } from "./settings-inputs";

/** Where and how labels are made, and when the marketplace hears of it. */
export function LabelFields(shown: Shown) {
  const { settings } = shown.ground.store;
  const place = shown.typed.labels === "sendcloud" ? "sendcloud" : "here";
  const asksType = !shipmentTypesFor(place).includes(settings.shipmentType);
  return (
    <>
      <Radios
        shown={shown}
        name="labels"
        label="settings.place"
        choices={[
          ["here", "settings.place.here", "settings.place.here.note"],
          ["sendcloud", "settings.place.sendcloud", "settings.place.sendcloud.note"],
        ]}
      />
      {asksType ? (
        <Choices
          shown={shown}
          name="placeShipmentType"
          label="settings.shipmentType"
          hint="settings.placeShipmentType.hint"
          empty="wizard.choose"
          choices={shipmentTypesFor(place).map((type) => [type, `settings.shipmentType.${type}`])}
        />
      ) : null}
      <Sender shown={shown} />
      <Choices
        shown={shown}
        name="labelFormat"
        label="stores.labelFormat"
        hint="settings.labelFormat.hint"
        choices={(["pdf-a6", "pdf-a4", "zpl-203", "zpl-300"] as const).map((one) => [one, `stores.labelFormat.${one}`])}
      />
      <BoxFields shown={shown} />
      <EmailFields shown={shown} />
      <Radios
        shown={shown}
        name="shipWhen"
        label="stores.shipWhen"
        choices={[
          ["label-made", "settings.shipWhen.label-made", "settings.shipWhen.label-made.note"],
          ["carrier-scan", "settings.shipWhen.carrier-scan", "settings.shipWhen.carrier-scan.note"],
        ]}
      />
    </>
  );
}

function BoxFields({ shown }: { shown: Shown }) {
  return (
    <div class="field-grid">
      <Text
        shown={shown}
        name="weight"
        label="settings.weight"
        hint="settings.weight.hint"
        inputmode="numeric"
        maxlength={7}
      />
      <Text shown={shown} name="length" label="settings.length" inputmode="numeric" maxlength={4} />
      <Text shown={shown} name="width" label="settings.width" inputmode="numeric" maxlength={4} />
      <Text shown={shown} name="height" label="settings.height" inputmode="numeric" maxlength={4} />
      <Text shown={shown} name="tare" label="settings.tare" inputmode="numeric" maxlength={7} />
    </div>
  );
}

function EmailFields({ shown }: { shown: Shown }) {
  return (
    <>
      <Radios
        shown={shown}
        name="emailWay"
        label="settings.email"
        choices={[
          ["relay", "settings.email.relay"],
          ["own", "settings.email.own", "settings.email.own.note"],
        ]}
      />
      <Text shown={shown} name="email" label="settings.email.address" type="email" inputmode="email" maxlength={254} />
    </>
  );
}

function Sender({ shown }: { shown: Shown }) {
  const { t } = shown.reader;
  const value = shown.typed.sender ?? "";
  const { senderAddresses } = shown.ground.catalogue;
  const known = senderAddresses.map(({ id, label, country }) => ({
    value: String(id),
    label: `${label} (${country})`,
  }));
  const kept = value !== "" && !known.some((one) => one.value === value);
  return (
    <SelectField
      {...frame({ shown, name: "sender", label: "stores.sender", hint: "wizard.carriers.senderHint" })}
      value={value}
      empty={value === "" ? t("wizard.choose") : undefined}
      choices={kept ? [...known, { value, label: t("stores.senderId", { id: value }) }] : known}
    />
  );
}
