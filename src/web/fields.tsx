import type { Child, PropsWithChildren } from "hono/jsx";

type FieldFrame = { label: Child; name: string; hint?: Child; error?: string | undefined };

/** What a control must carry so that its hint and its error are read with it. */
function described({ name, hint, error }: FieldFrame) {
  const ids = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter((id) => id !== "");
  return {
    ...(error ? { "aria-invalid": "true" as const } : {}),
    ...(ids.length > 0 ? { "aria-describedby": ids.join(" ") } : {}),
  };
}

function Field(props: PropsWithChildren<FieldFrame & { extra?: Child }>) {
  const { name, label, hint, error } = props;
  return (
    <div class="field" data-field={error ? "error" : "fine"}>
      <label for={`field-${name}`}>{label}</label>
      {props.children}
      {hint ? (
        <small data-hint="" id={`${name}-hint`}>
          {hint}
        </small>
      ) : null}
      {error ? (
        <small class="error" id={`${name}-error`}>
          {error}
        </small>
      ) : null}
      {props.extra}
    </div>
  );
}

/** One line of text to type. `extra` stands below: an original value, a link. */
export function TextField(
  props: FieldFrame & {
    value?: string | undefined;
    type?: "text" | "email" | "tel" | "url" | "password" | "number";
    required?: boolean;
    autocomplete?: string;
    inputmode?: "text" | "numeric" | "tel" | "email" | "url" | "decimal";
    placeholder?: string;
    min?: number;
    max?: number;
    maxlength?: number;
    extra?: Child;
  },
) {
  const { label, name, hint, error, extra, type = "text", autocomplete = "off", ...rest } = props;
  const frame = { label, name, hint, error };
  return (
    <Field {...frame} extra={extra}>
      <input id={`field-${name}`} name={name} type={type} autocomplete={autocomplete} {...rest} {...described(frame)} />
    </Field>
  );
}

export type Choice = { value: string; label: string };

/** One choice of a list. */
export function SelectField(
  props: FieldFrame & {
    value: string;
    choices: readonly Choice[];
    empty?: string | undefined;
    required?: boolean;
    extra?: Child;
  },
) {
  const { value, choices, empty, required, extra, ...frame } = props;
  return (
    <Field {...frame} extra={extra}>
      <select
        id={`field-${frame.name}`}
        name={frame.name}
        {...(required ? { required: true } : {})}
        {...described(frame)}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A yes or no. Unticked sends nothing. */
export function CheckField(props: FieldFrame & { checked: boolean; value?: string }) {
  const { checked, value = "on", ...frame } = props;
  return (
    <div class="field" data-field={frame.error ? "error" : "fine"}>
      <label>
        <input type="checkbox" name={frame.name} value={value} checked={checked} {...described(frame)} />
        {frame.label}
      </label>
      {frame.hint ? (
        <small data-hint="" id={`${frame.name}-hint`}>
          {frame.hint}
        </small>
      ) : null}
      {frame.error ? (
        <small class="error" id={`${frame.name}-error`}>
          {frame.error}
        </small>
      ) : null}
    </div>
  );
}

/** One of a few, all visible. `note` explains a choice below its label. */
export function RadioField(
  props: FieldFrame & { value: string; choices: readonly (Choice & { note?: Child; disabled?: boolean })[] },
) {
  const { value, choices, ...frame } = props;
  return (
    <fieldset class="radios" data-field={frame.error ? "error" : "fine"} {...described(frame)}>
      <legend>{frame.label}</legend>
      {choices.map((choice) => (
        <label class="radio">
          <input
            type="radio"
            name={frame.name}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.disabled ?? false}
          />
          <span>
            {choice.label}
            {choice.note ? <small>{choice.note}</small> : null}
          </span>
        </label>
      ))}
      {frame.hint ? (
        <small data-hint="" id={`${frame.name}-hint`}>
          {frame.hint}
        </small>
      ) : null}
      {frame.error ? (
        <small class="error" id={`${frame.name}-error`}>
          {frame.error}
        </small>
      ) : null}
    </fieldset>
  );
}
