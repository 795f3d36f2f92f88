import type { Http, HttpAnswer, HttpRequest } from "../lib/http";
import type { Ports } from "../lib/ports";
import { redactJson } from "../lib/redact";
import type { StoreDesk } from "./store-desk";
import type { RecordedExchange } from "./stub";

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

function told(request: HttpRequest, answer: HttpAnswer) {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: `${pathname}${search}`,
    request: request.body ? redactJson(request.body, LONGEST) : null,
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
