import * as z from "zod";

const fault = z.object({ code: z.unknown(), message: z.unknown() }).partial();
const errorBody = fault.extend({ errors: z.array(fault).nullish().catch(null) });

/**
 * What an error body says. Its shape is not published (mirakl.md 1.4): `{status, message}`, `{message}`,
 * `{code, message}` and a list under `errors` have been seen or announced. Anything else gives no code and no words.
 */
export function readMiraklError(body: unknown): { code: string | null; message: string } {
  const reading = errorBody.safeParse(body);
  if (!reading.success) return { code: null, message: "" };
  const { errors, ...whole } = reading.data;
  const faults = [whole, ...(errors ?? [])];
  const codes = faults.map(({ code }) => code).filter(isText);
  const messages = faults.map(({ message }) => message).filter(isText);
  return { code: codes[0] ?? null, message: messages.join("; ") };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
