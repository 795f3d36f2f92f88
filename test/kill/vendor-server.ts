import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { SANDBOX_SENDCLOUD_HOST } from "../../src/sandbox/world";
import type { PaidCall } from "./simulator-calls";

/** What stands behind the port of one vendor. */
export type Vendor = {
  /** The name under which the sandbox knows the host. */
  host: string;
  answer(request: Request): Promise<Response>;
  /** Before and after a paid call; `isLost` says that the call never arrived. */
  received(call: PaidCall): Promise<"arrived" | "lost">;
  done(call: PaidCall): Promise<void>;
  cut(call: PaidCall): void;
  /** How long an answer that gets lost keeps its caller waiting, in milliseconds. */
  holdMs(): number;
};

const PAID: readonly [operation: string, method: string, path: RegExp][] = [
  ["announce", "POST", /^\/api\/v3\/shipments\/announce$/],
  ["OR28", "PUT", /^\/api\/orders\/refund$/],
  ["OR30", "PUT", /^\/api\/orders\/cancel$/],
  ["OR29", "PUT", /^\/api\/orders\/[^/]+\/cancel$/],
];

/** One vendor as a plain HTTP server on a free port. */
export function serveVendor(vendor: Vendor): Server {
  return createServer((incoming, outgoing) => {
    serve(vendor, incoming, outgoing).catch(() => outgoing.destroy());
  });
}

async function serve(vendor: Vendor, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  const paid = paidCall(incoming, body);
  const way = watch(vendor, paid, outgoing);
  if (paid && (await vendor.received(paid)) === "lost") return way.cutOurselves();
  const answer = await vendor.answer(toRequest(vendor, incoming, body));
  if (paid) await vendor.done(paid);
  const lost = answer.headers.get("x-sandbox-lost");
  if (lost === null) return writeAnswer(answer, incoming, outgoing);
  if (lost === "timeout") await new Promise((resolve) => setTimeout(resolve, vendor.holdMs()));
  way.cutOurselves();
}

/** Notes a paid call whose caller went away before it had its answer. */
function watch(vendor: Vendor, paid: PaidCall | null, outgoing: ServerResponse): { cutOurselves(): void } {
  let byUs = false;
  outgoing.on("close", () => {
    if (paid && !byUs && !outgoing.writableFinished) vendor.cut(paid);
  });
  return {
    cutOurselves() {
      byUs = true;
      outgoing.destroy();
    },
  };
}

function paidCall({ method, url = "" }: IncomingMessage, body: Buffer): PaidCall | null {
  const path = url.split("?")[0] ?? "";
  const found = PAID.find(([, wanted, pattern]) => wanted === method && pattern.test(path));
  if (!found) return null;
  const text = body.toString();
  const named = /"(?:external_reference_id|order_line_id)":"([^"]+)"/.exec(text)?.[1];
  return { operation: found[0], what: named ?? path };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts);
}

function toRequest(vendor: Vendor, incoming: IncomingMessage, body: Buffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === "string") headers.set(name, value);
  headers.set("x-sandbox-host", vendor.host);
  const init = { method: incoming.method ?? "GET", headers, ...(body.length > 0 ? { body } : {}) };
  return new Request(`http://${incoming.headers.host}${incoming.url}`, init);
}

// The sandbox's links name its own host; a client that keeps its keys at home follows only those to where it asked.
async function writeAnswer(answer: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const here = `http://${incoming.headers.host}`;
  const there = `https://${SANDBOX_SENDCLOUD_HOST}`;
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isText = /json/.test(answer.headers.get("content-type") ?? "");
  const body = isText ? Buffer.from(bytes.toString().replaceAll(there, here)) : bytes;
  const headers = Object.fromEntries([...answer.headers].map(([name, value]) => [name, value.replaceAll(there, here)]));
  outgoing.writeHead(answer.status, { ...headers, "content-length": body.length });
  outgoing.end(body);
}
