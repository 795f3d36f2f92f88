import { oneError } from "./wire";

/**
 * The vendor's code and words of a refusal. Takes `{errors: […]}`, a bare array, one object under `errors` or `error`
 * (v2), OAuth's `{error, error_description}` and a bare `{detail}` (sendcloud.md 1.6).
 */
export function readSendcloudError(body: unknown): { code: string | null; message: string } {
  const errors = errorsIn(body);
  const code = errors.map(codeOf).find((each) => each !== null) ?? null;
  return { code, message: errorWords(errors).join("; ") };
}

/** One sentence for each error of a list, each with the place in the request that it speaks of. */
export function errorWords(errors: unknown): string[] {
  return errorsIn(errors)
    .map(sentenceOf)
    .filter((sentence) => sentence !== "");
}

function errorsIn(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  if (typeof body !== "object" || body === null) return [];
  if ("errors" in body) return Array.isArray(body.errors) ? body.errors : [body.errors];
  if ("error" in body && typeof body.error === "string") {
    return [{ code: body.error, detail: "error_description" in body ? body.error_description : null }];
  }
  return "error" in body ? [body.error] : [body];
}

function codeOf(error: unknown): string | null {
  return oneError.safeParse(error).data?.code ?? null;
}

function sentenceOf(error: unknown): string {
  if (typeof error === "string") return error;
  const read = oneError.safeParse(error).data;
  if (!read) return "";
  const sentence = read.detail || read.message || read.title || read.code || "";
  const place = read.source?.pointer || read.source?.parameter || read.source?.header || read.field;
  return place && sentence ? `${sentence} (${place})` : sentence;
}
