import * as z from "zod";

// Answers mix strings and numbers and leave out what the documents promise (sendcloud.md 11), so a field that no
// decision hangs on becomes null instead of spoiling its whole object.
export const scalar = z.union([z.string(), z.number()]);
export const text = scalar.transform(String);
export const words = text.nullish().catch(null);
export const flag = z.boolean().nullish().catch(null);
export const wholeNumber = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
export const anyNumber = wholeNumber.nullish().catch(null);
export const listOf = <T extends z.ZodType>(item: T) => z.array(item).nullish().catch(null);

export const price = z.looseObject({ value: scalar.nullish(), currency: z.string().nullish() }).nullish().catch(null);
export const measure = z.looseObject({ value: scalar, unit: z.string() }).nullish().catch(null);
