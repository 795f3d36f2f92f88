import type { Api, WayFault } from "./faults";

type Spoiler = { kind: WayFault; api: Api; seconds: number; now: number };

/** What the caller gets in place of the true answer. It always says in a header that it was spoilt on purpose. */
export async function spoiltAnswer(spoiler: Spoiler, truth: Response): Promise<Response> {
  const answer = await spoil(spoiler, truth);
  answer.headers.set("x-sandbox-fault", spoiler.kind);
  return answer;
}

async function spoil({ kind, api, seconds, now }: Spoiler, truth: Response): Promise<Response> {
  switch (kind) {
    case "drop-before":
    case "drop-after":
      return lost("connection");
    case "timeout-before":
    case "timeout-after":
      return lost("timeout");
    case "500-before":
    case "500-after":
      return failure(api, 500, "Internal Server Error");
    case "429-seconds":
      return busy(api, String(seconds));
    case "429-date":
      return busy(api, new Date(now + seconds * 1000).toUTCString());
    case "429-bare":
      return busy(api, null);
    case "html-200":
      return new Response("<!doctype html><title>Maintenance</title><p>Back soon.</p>", {
        headers: { "content-type": "text/html; charset=utf-8" },
      });
    case "empty-200":
      return new Response("", { status: 200 });
    case "truncated":
      return truncated(truth);
    case "unauthorized":
      return failure(api, 401, "Unauthorized");
    case "forbidden":
      return failure(api, 403, "Forbidden");
  }
}

// Nothing of this crosses the wire: the transport reads the header and gives a lost answer.
function lost(how: "connection" | "timeout"): Response {
  return new Response(null, { status: 503, headers: { "x-sandbox-lost": how } });
}

function failure(api: Api, status: number, message: string): Response {
  const mirakl = { status, message };
  const sendcloud = { errors: [{ status: String(status), code: "fault", title: message, detail: message }] };
  return Response.json(api === "mirakl" ? mirakl : sendcloud, { status });
}

function busy(api: Api, retryAfter: string | null): Response {
  const answer = failure(api, 429, "Too many requests");
  if (retryAfter !== null) answer.headers.set("retry-after", retryAfter);
  return answer;
}

async function truncated(truth: Response): Promise<Response> {
  const text = await truth.text();
  const part = text === "" ? "{" : text.slice(0, Math.ceil(text.length / 2));
  const status = truth.status === 204 ? 200 : truth.status;
  return new Response(part, { status, headers: { "content-type": "application/json" } });
}
