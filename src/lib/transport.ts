import type { Http, HttpAnswer, HttpRequest } from "./http";

const LARGEST_ANSWER_BYTES = 20 * 1024 * 1024;

type Send = (request: Request) => Promise<Response>;

/** Sends through `fetch`: once, without following redirects, with a time limit and a size limit. */
export function createTransport(send: Send = (request) => fetch(request)): Http {
  return async (request) => {
    // Not AbortSignal.timeout: a timer that outlives the answer keeps its Durable Object awake, and paid for.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), request.timeoutMs);
    try {
      const response = await send(toRequest(request, limit.signal));
      return await readResponse(response);
    } catch {
      // Nobody can tell "refused before sending" from "lost after sending" here (reliability.md 2.3).
      return { arrived: false, failure: limit.signal.aborted ? "timeout" : "connection" };
    } finally {
      clearTimeout(timer);
    }
  };
}

function toRequest({ method, url, headers, body }: HttpRequest, signal: AbortSignal): Request {
  const init = { method, headers, redirect: "manual" as const, signal };
  return new Request(url, body === undefined ? init : { ...init, body });
}

async function readResponse(response: Response): Promise<HttpAnswer> {
  // The sandbox cannot cut a connection inside one process: it says so instead.
  const lost = response.headers.get("x-sandbox-lost");
  if (lost === "timeout" || lost === "connection") return { arrived: false, failure: lost };
  const body = await readCapped(response);
  if (!body) return { arrived: false, failure: "too-large" };
  return { arrived: true, status: response.status, headers: Object.fromEntries(response.headers), body };
}

async function readCapped(response: Response): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > LARGEST_ANSWER_BYTES) return null;
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

const SECRET_HEADERS = new Set(["authorization"]);

/** Tells `note` of each exchange as one JSON line, with secrets masked. For the sandbox alone. */
export function recordExchanges(
  http: Http,
  apiOf: (url: string) => "mirakl" | "sendcloud",
  note: (line: string) => Promise<void>,
): Http {
  return async (request) => {
    const answer = await http(request);
    await note(JSON.stringify(toExchange(request, answer, apiOf(request.url))));
    return answer;
  };
}

function toExchange(request: HttpRequest, answer: HttpAnswer, api: string): object {
  const faulted = !answer.arrived || answer.headers["x-sandbox-fault"] !== undefined;
  const response = answer.arrived
    ? { status: answer.status, headers: answer.headers, body: textOf(answer) }
    : { status: 0, headers: {}, body: null };
  return {
    api,
    method: request.method,
    url: request.url,
    request: { headers: mask(request.headers), body: request.body ?? null },
    response,
    ...(faulted ? { faulted: true } : {}),
  };
}

// Files are left out: the documents describe them as binary, and a label is a buyer's address.
function textOf(answer: Extract<HttpAnswer, { arrived: true }>): string | null {
  const type = answer.headers["content-type"] ?? "";
  return /pdf|zpl|octet-stream|image\//.test(type) ? null : new TextDecoder().decode(answer.body);
}

function mask(headers: Record<string, string>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    masked[lower] = SECRET_HEADERS.has(lower) ? value.replace(/\S+$/, "***") : value;
  }
  return masked;
}
