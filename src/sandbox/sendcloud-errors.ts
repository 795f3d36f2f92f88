import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

export type ScError = {
  status: string;
  code: string;
  title?: string;
  detail: string;
  source?: { pointer: string } | { parameter: string };
};

/** One error in the shape of the v3 documents; `pointer` names the field. */
export function scError(status: number, code: string, detail: string, pointer?: string): ScError {
  return { status: String(status), code, detail, ...(pointer === undefined ? {} : { source: { pointer } }) };
}

/** Answers errors in Sendcloud's envelope, with the status of the first. */
export function refuse(context: Context, ...errors: ScError[]): Response {
  return context.json({ errors }, Number(errors[0]?.status ?? 400) as ContentfulStatusCode);
}

export function notFound(context: Context): Response {
  return refuse(context, scError(404, "not_found", "Not found"));
}

/** The request's JSON, or undefined where it is none. */
export async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}
