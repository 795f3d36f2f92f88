import type { CarrierMapping, NumberField, StoreSettings } from "../domain/store";
import type { Translate } from "../i18n/index";
import { ButtonLink, Card, Facts } from "./components";
import type { Reader } from "./reader";

/** The settings of a store as they are, each with what it means. */
export function StoreSettingsView(props: { reader: Reader; storeId: string; settings: StoreSettings }) {
  const { reader, storeId, settings } = props;
  const { t } = reader;
  const { lengthCm, widthCm, heightCm, tareGrams } = settings.box;
  return (
    <>
      <Card
        title={t("stores.settings")}
        actions={
          <ButtonLink href={`/stores/${storeId}/settings`} weight="plain" icon="pencil">
            {t("settings.edit")}
          </ButtonLink>
        }
      >
        <Facts
          rows={[
            [t("stores.labels"), t(`stores.labels.${settings.labels}`)],
            [
              t("stores.sender"),
              settings.senderAddressId && t("stores.senderId", { id: String(settings.senderAddressId) }),
            ],
            [t("stores.labelFormat"), t(`stores.labelFormat.${settings.labelFormat}`)],
            [t("stores.shipWhen"), t(`stores.shipWhen.${settings.shipWhen}`)],
            [t("stores.numberField"), numberFieldText(t, settings.numberField)],
            [t("stores.shorten"), t(settings.shortenNumber ? "stores.shorten.on" : "stores.shorten.off")],
            [t("stores.itemSku"), t(`stores.itemSku.${settings.itemSku}`)],
            [t("stores.weight"), t("stores.weightGrams", { grams: settings.defaultWeightGrams })],
            [t("stores.box"), t("stores.boxSize", { lengthCm, widthCm, heightCm, tareGrams })],
            [
              t("stores.cancelReason"),
              settings.cancelReason && t("stores.cancelReasonCode", { code: settings.cancelReason }),
            ],
            [t("stores.interval"), intervalText(t, settings.pollInterval)],
          ]}
        />
      </Card>
      <Card title={t("stores.carriers")}>
        <CarrierList t={t} carriers={settings.carriers} />
      </Card>
    </>
  );
}

function CarrierList({ t, carriers }: { t: Translate; carriers: StoreSettings["carriers"] }) {
  const rows = Object.entries(carriers);
  return (
    <>
      {rows.length > 0 ? (
        <table class="mapping">
          <thead>
            <tr>
              <th scope="col">{t("wizard.carriers.left")}</th>
              <th scope="col">{t("wizard.carriers.right")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([code, mapping]) => (
              <tr>
                <th scope="row">{code}</th>
                <td>{mappingText(t, mapping)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <p>{t(rows.length > 0 ? "stores.carriers.rest" : "stores.carriers.none")}</p>
    </>
  );
}

function mappingText(t: Translate, mapping: CarrierMapping): string {
  return mapping.to === "carrier" ? mapping.label : t("stores.carriers.other", { name: mapping.name });
}

function numberFieldText(t: Translate, field: NumberField): string {
  return field.field === "custom"
    ? t("stores.numberField.custom", { code: field.code })
    : t(`stores.numberField.${field.field}`);
}

function intervalText(t: Translate, interval: StoreSettings["pollInterval"]): string {
  return interval === "auto" ? t("stores.interval.auto") : t("stores.interval.minutes", { minutes: interval });
}
