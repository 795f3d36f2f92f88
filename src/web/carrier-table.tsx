import type { Translate } from "../i18n/index";
import type { CarrierView } from "../sync/stub-stores";
import { type CarrierRow, TRACKING_PLACE } from "./carrier-mapping";
import { TextField } from "./fields";
import type { FieldErrors } from "./forms";

type TableProps = {
  t: Translate;
  rows: CarrierRow[];
  marketplace: CarrierView[];
  allowsOther: boolean;
  errors: FieldErrors;
  /** The carrier that somebody came here for. */
  focused?: string | undefined;
};

/** Sendcloud's carriers on the left, the marketplace's on the right. */
export function CarrierTable({ t, rows, marketplace, allowsOther, errors, focused }: TableProps) {
  return (
    <table class="mapping">
      <caption class="visually-hidden">{t("wizard.carriers.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("wizard.carriers.left")}</th>
          <th scope="col">{t("wizard.carriers.right")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.carrier.name}</th>
            <td>
              <CarrierSelect
                t={t}
                row={row}
                marketplace={marketplace}
                allowsOther={allowsOther}
                errors={errors}
                focused={focused}
              />
              {allowsOther ? <OtherCarrier t={t} row={row} errors={errors} /> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SelectProps = Omit<TableProps, "rows"> & { row: CarrierRow };

function CarrierSelect({ t, row, marketplace, allowsOther, errors, focused }: SelectProps) {
  const name = `carrier.${row.carrier.code}`;
  const fault = errors[name];
  const count = row.candidates.length;
  return (
    <>
      <select
        id={`field-${name}`}
        name={name}
        aria-label={t("wizard.carriers.for", { carrier: row.carrier.name })}
        autofocus={focused === row.carrier.code}
        {...(fault ? { "aria-invalid": "true" as const, "aria-describedby": `${name}-error` } : {})}
      >
        <option value="">{count > 0 ? t("wizard.carriers.choose", { count }) : t("wizard.carriers.none")}</option>
        {count > 0 ? (
          <optgroup label={t("wizard.carriers.candidates")}>
            <CarrierOptions carriers={row.candidates} choice={row.choice} />
          </optgroup>
        ) : null}
        <optgroup label={t("wizard.carriers.all")}>
          <CarrierOptions
            carriers={marketplace.filter((carrier) => !row.candidates.includes(carrier))}
            choice={row.choice}
          />
        </optgroup>
        {allowsOther ? (
          <option value="other" selected={row.choice === "other"}>
            {t("wizard.carriers.other")}
          </option>
        ) : null}
      </select>
      {fault ? (
        <small class="error" id={`${name}-error`}>
          {t(fault)}
        </small>
      ) : null}
    </>
  );
}

// Two carriers of one name are told apart by their codes.
function CarrierOptions({ carriers, choice }: { carriers: CarrierView[]; choice: string }) {
  return carriers.map(({ code, label }) => (
    <option value={`carrier:${code}`} selected={choice === `carrier:${code}`}>
      {label.toLowerCase() === code.toLowerCase() ? label : `${label} (${code})`}
    </option>
  ));
}

function OtherCarrier({ t, row, errors }: { t: Translate; row: CarrierRow; errors: FieldErrors }) {
  const { code, name } = row.carrier;
  const faultOf = (field: string) => errors[field] && t(errors[field]);
  return (
    <details open={row.choice === "other"}>
      <summary>{t("wizard.carriers.otherFor", { carrier: name })}</summary>
      <TextField
        name={`otherName.${code}`}
        label={t("wizard.carriers.otherName")}
        error={faultOf(`otherName.${code}`)}
        value={row.otherName}
      />
      <TextField
        name={`otherUrl.${code}`}
        label={t("wizard.carriers.otherUrl")}
        hint={t("wizard.carriers.otherUrlHint", { place: TRACKING_PLACE })}
        error={faultOf(`otherUrl.${code}`)}
        value={row.otherUrl}
        inputmode="url"
      />
    </details>
  );
}
