import type { Child } from "hono/jsx";
import type { MessageKey } from "../i18n/index";
import type { ReasonView } from "../sync/stub-stores";
import { CheckField, RadioField, SelectField, TextField } from "./fields";
import type { FieldErrors, Typed } from "./forms";
import type { Reader } from "./reader";
import type { Ground } from "./settings-forms";

/** One section as it is shown: what was typed, or what is saved as a form would send it, and what is wrong with it. */
export type Shown = {
  reader: Reader;
  ground: Ground;
  typed: Typed;
  errors: FieldErrors;
  /** Codes of custom fields that recent orders carry. */
  customCodes: readonly string[];
  /** A Sendcloud carrier whose mapping is wanted. */
  focused: { code: string; name: string } | null;
};

type FieldProps = { shown: Shown; name: string; label: MessageKey; hint?: MessageKey };

export function frame({ shown: { reader, errors }, name, label, hint }: FieldProps) {
  const fault = errors[name];
  return { name, label: reader.t(label), hint: hint && reader.t(hint), error: fault && reader.t(fault) };
}

export function Text(
  props: FieldProps & {
    inputmode?: "decimal" | "numeric" | "email";
    maxlength?: number;
    type?: "text" | "email";
    extra?: Child;
  },
) {
  const { inputmode = "text", maxlength = 200, type = "text" } = props;
  return (
    <TextField
      {...frame(props)}
      type={type}
      inputmode={inputmode}
      maxlength={maxlength}
      value={props.shown.typed[props.name] ?? ""}
      extra={props.extra}
    />
  );
}

export function Check(props: FieldProps) {
  return <CheckField {...frame(props)} checked={props.shown.typed[props.name] !== undefined} />;
}

export function Radios(props: FieldProps & { choices: readonly (readonly [string, MessageKey, MessageKey?])[] }) {
  const { t } = props.shown.reader;
  return (
    <RadioField
      {...frame(props)}
      value={props.shown.typed[props.name] ?? ""}
      choices={props.choices.map(([value, label, note]) => ({ value, label: t(label), note: note && t(note) }))}
    />
  );
}

export function Choices(
  props: FieldProps & { choices: readonly (readonly [string, MessageKey])[]; empty?: MessageKey },
) {
  const { t } = props.shown.reader;
  return (
    <SelectField
      {...frame(props)}
      value={props.shown.typed[props.name] ?? ""}
      empty={props.empty && t(props.empty)}
      choices={props.choices.map(([value, label]) => ({ value, label: t(label) }))}
    />
  );
}

export function Reasons(props: FieldProps & { reasons: readonly ReasonView[]; empty: MessageKey }) {
  const { shown, reasons, empty, name } = props;
  const value = shown.typed[name] ?? "";
  // One that the marketplace took away since is shown by its code until another is chosen.
  const gone = value !== "" && !reasons.some(({ code }) => code === value) ? [{ value, label: value }] : [];
  return (
    <SelectField
      {...frame(props)}
      value={value}
      empty={shown.reader.t(empty)}
      choices={[...reasons.map(({ code, label }) => ({ value: code, label })), ...gone]}
    />
  );
}
