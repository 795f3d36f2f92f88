import type * as z from "zod";

/**
 * The one object of an answer: under `data`, as the only element of `data`, or bare (the documents and the live API
 * disagree, sendcloud.md 1.7 and 11). Null when it does not fit.
 */
export function readOne<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> | null {
  const inner = dataOf(body) ?? body;
  const object = Array.isArray(inner) && inner.length === 1 ? inner[0] : inner;
  return schema.safeParse(object).data ?? null;
}

/** Rows that could be read, and how many could not. */
export type Rows<T> = { rows: T[]; unreadable: number };

/** The list of an answer, row by row, so that one strange row does not hide its neighbours. Null when there is no list. */
export function readList<T extends z.ZodType>(schema: T, body: unknown): Rows<z.infer<T>> | null {
  const list = dataOf(body) ?? body;
  if (!Array.isArray(list)) return null;
  const rows: z.infer<T>[] = [];
  for (const row of list) {
    const parsed = schema.safeParse(row);
    if (parsed.success) rows.push(parsed.data);
  }
  return { rows, unreadable: list.length - rows.length };
}

function dataOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "data" in body ? body.data : undefined;
}
