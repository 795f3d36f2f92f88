import type { Child, PropsWithChildren } from "hono/jsx";
import { ActForm } from "./act-form";
import { Button, Icon } from "./components";

type Question = {
  path: string;
  act: string;
  ask: Child;
  sure: string;
  icon?: string;
  /** What the answer says beside its place. */
  fields?: Readonly<Record<string, string>>;
  /** Asked already, and answered in part. */
  open?: boolean;
};

/**
 * An act that cannot be taken back: the button opens the question, and the answer does it. Children stand between the
 * two: what the answer must say as well.
 */
export function AskFirst({
  path,
  act,
  ask,
  sure,
  icon = "x",
  fields = {},
  open,
  children,
}: PropsWithChildren<Question>) {
  return (
    <details class="ask-box" hx-morph-skip="" open={open ?? false}>
      <summary class="button-like danger">
        <Icon name={icon} />
        {act}
      </summary>
      <ActForm path={path} class="ask">
        <p>{ask}</p>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {children}
        <Button weight="danger">{sure}</Button>
      </ActForm>
    </details>
  );
}
