import type * as z from "zod";
import { isMessageKey, type MessageKey } from "../i18n/index";
import type { AppContext } from "./context";

/** What was typed, field by field, as it came. */
export type Typed = Record<string, string>;
export type FieldErrors = Partial<Record<string, MessageKey>>;
export type Form<Values> = { typed: Typed } & ({ ok: true; values: Values } | { ok: false; errors: FieldErrors });

/** A posted form that is none: the fault of whoever sent it. */
export class UnreadableForm extends Error {}

type Posted = Awaited<ReturnType<AppContext["req"]["parseBody"]>>;

/** What was posted, files included; of a repeated field all values with `all`, else the last. */
export async function readPosted(c: AppContext, all = false): Promise<Posted> {
  try {
    return await c.req.parseBody({ all });
  } catch {
    throw new UnreadableForm();
  }
}

/** The fields of a posted form; files are left out, and of a repeated field the last counts. */
export async function readTyped(c: AppContext): Promise<Typed> {
  const posted = await readPosted(c);
  const fields = Object.entries(posted).filter((field): field is [string, string] => typeof field[1] === "string");
  return Object.fromEntries(fields);
}

/** Holds a posted form against a schema whose messages are keys of the catalogue. */
export async function readForm<Schema extends z.ZodType>(
  c: AppContext,
  schema: Schema,
): Promise<Form<z.output<Schema>>> {
  return checkForm(await readTyped(c), schema);
}

/** The same for fields read before. The first fault of each field counts. */
export function checkForm<Schema extends z.ZodType>(typed: Typed, schema: Schema): Form<z.output<Schema>> {
  const checked = schema.safeParse(typed);
  if (checked.success) return { ok: true, values: checked.data, typed };
  const errors: FieldErrors = {};
  for (const issue of checked.error.issues) {
    const name = issue.path.join(".");
    errors[name] ??= isMessageKey(issue.message) ? issue.message : "form.invalid";
  }
  return { ok: false, errors, typed };
}

/** The fields under `prefix.`, without it: `carrier.dpd` becomes `dpd`. */
export function fieldsUnder(typed: Typed, prefix: string): Typed {
  const start = `${prefix}.`;
  const under = Object.entries(typed).filter(([name]) => name.startsWith(start));
  return Object.fromEntries(under.map(([name, value]) => [name.slice(start.length), value]));
}
