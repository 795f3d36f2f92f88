import type { Http, HttpAnswer, HttpRequest } from "../lib/http";
import type { Ports } from "../lib/ports";
import { redactJson } from "../lib/redact";
import type { StoreDesk } from "./store-desk";
import type { RecordedExchange } from "./stub-orders";

const LONGEST = 8_000;
const KEPT_MS = 14 * 86_400_000;

/** A desk whose calls are written down, redacted, as evidence of one intent. */
export function tapedDesk(desk: StoreDesk, intentId: string, step: RecordedExchange["step"]): StoreDesk {
  const { ports } = desk;
  const taped: Http = async (request) => {
    const at = ports.now();
    const answer = await ports.http(request);
    keepExchange(ports, intentId, { at, step, ...told(request, answer) });
    return answer;
  };
  return { ...desk, ...desk.clientsOver(taped) };
}

/** One of many intents; its row in a list has the mark as `order_id`. */
export type Taped = { id: string; mark: string };

/** The same for a call that carries many intents: each keeps what concerns it, and of nobody else's order a word. */
export function tapedForMany(desk: StoreDesk, intents: readonly Taped[], step: RecordedExchange["step"]): StoreDesk {
  const { ports } = desk;
  const taped: Http = async (request) => {
    const at = ports.now();
    const answer = await ports.http(request);
    const [asked, answered] = [request.body, answer.arrived ? textOf(answer) : undefined].map(parsed);
    ports.sql.transaction(() => {
      for (const [place, { id, mark }] of intents.entries()) {
        const own = { ...request, ...(asked && { body: JSON.stringify(partOf(asked.value, mark, place)) }) };
        const text = answered ? JSON.stringify(partOf(answered.value, mark, place)) : "";
        // Of a list of many pages only the one that holds it.
        if (step === "read-back" && text === NOTHING_OF_IT) continue;
        const part = answer.arrived ? { ...answer, body: new TextEncoder().encode(text) } : answer;
        keepExchange(ports, id, { at, step, ...told(own, part) });
      }
    });
    return answer;
  };
  return { ...desk, ...desk.clientsOver(taped) };
}

const NOTHING_OF_IT = JSON.stringify({ data: [] });

function parsed(text: string | undefined): { value: unknown } | null {
  try {
    return text ? { value: JSON.parse(text) } : null;
  } catch {
    return null;
  }
}

/** Of a list its marked rows, of errors those that point at the place or at nothing of the list. */
function partOf(body: unknown, mark: string, place: number): unknown {
  if (Array.isArray(body)) return body.filter((row) => row?.order_id === mark);
  if (typeof body !== "object" || body === null) return body;
  if ("data" in body && Array.isArray(body.data)) return { data: partOf(body.data, mark, place) };
  if (!("errors" in body) || !Array.isArray(body.errors)) return body;
  const isOwn = (error: unknown) => (/\[(\d+)\]/.exec(JSON.stringify(error))?.[1] ?? String(place)) === String(place);
  return { errors: body.errors.filter(isOwn) };
}

/** What was asked and answered for one intent, oldest first. */
export function exchangesOf({ sql }: Pick<Ports, "sql">, intentId: string): RecordedExchange[] {
  return sql.all<RecordedExchange>(
    "SELECT at, step, method, path, request, status, answer FROM exchanges WHERE intent_id = ? ORDER BY seq",
    intentId,
  );
}

export function forgetOldExchanges({ sql, now }: Pick<Ports, "sql" | "now">): void {
  sql.run("DELETE FROM exchanges WHERE at < ?", now() - KEPT_MS);
}

function keepExchange({ sql }: Ports, intentId: string, exchange: RecordedExchange): void {
  const { at, step, method, path, request, status, answer } = exchange;
  sql.run(
    "INSERT INTO exchanges (intent_id, at, step, method, path, request, status, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    intentId,
    at,
    step,
    method,
    path,
    request,
    status,
    answer,
  );
}

/** A request as it may be shown: without its headers, and without secrets or a buyer's words in its body. */
export function requestTold({ method, url, body }: HttpRequest) {
  const { pathname, search } = new URL(url);
  return { method, path: `${pathname}${search}`, request: body ? redactJson(body, LONGEST) : null };
}

function told(request: HttpRequest, answer: HttpAnswer) {
  return {
    ...requestTold(request),
    status: answer.arrived ? answer.status : null,
    answer: answer.arrived ? redactJson(textOf(answer), LONGEST) : null,
  };
}

// A file is named by its type and size: a label is a buyer's address.
function textOf(answer: Extract<HttpAnswer, { arrived: true }>): string {
  const type = answer.headers["content-type"] ?? "";
  if (/pdf|zpl|octet-stream|image\//.test(type)) return JSON.stringify({ file: type, bytes: answer.body.length });
  return new TextDecoder().decode(answer.body);
}
