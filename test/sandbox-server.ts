import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { MarketplaceId } from "../src/sandbox/marketplaces";
import { miraklApp } from "../src/sandbox/mirakl-app";
import { createMiraklTables, stepMirakl } from "../src/sandbox/mirakl-orders";
import { sendcloudApp } from "../src/sandbox/sendcloud-app";
import { createSendcloudTables, stepSendcloud } from "../src/sandbox/sendcloud-parcels";
import type { World } from "../src/sandbox/world";
import { sqlTwin } from "./twins";

const STEP_EVERY_MS = 200;

/** A request as it crossed the wire: header names and values exactly as sent. */
export type SeenRequest = {
  api: "mirakl" | "sendcloud";
  line: string;
  headers: [name: string, value: string][];
  body: string;
};

export type SandboxServers = {
  miraklUrl: string;
  sendcloudUrl: string;
  world: World;
  seen: SeenRequest[];
  /** Moves the servers' clock ahead of real time. `POST /control/clock {"advance": ms}` does the same. */
  advance(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
};

/** Both vendors as plain HTTP servers on 127.0.0.1; port 0 takes any free one. Mirakl's is one marketplace. */
export async function startServers({
  mirakl = 0,
  sendcloud = 0,
  marketplace = "brico",
}: {
  mirakl?: number;
  sendcloud?: number;
  marketplace?: MarketplaceId;
} = {}): Promise<SandboxServers> {
  let offset = 0;
  const world = openWorld(() => Date.now() + offset);
  const seen: SeenRequest[] = [];
  const step = async () => {
    stepMirakl(world);
    await stepSendcloud(world);
  };
  const advance = async (milliseconds: number) => {
    offset += milliseconds;
    await step();
  };
  const miraklServer = serve(
    "mirakl",
    miraklApp(world, () => marketplace),
    { seen, advance },
  );
  const sendcloudServer = serve("sendcloud", sendcloudApp(world), { seen, advance });
  const [miraklUrl, sendcloudUrl] = await Promise.all([
    listen(miraklServer, mirakl),
    listen(sendcloudServer, sendcloud),
  ]);
  const timer = setInterval(step, STEP_EVERY_MS);
  const stop = async () => {
    clearInterval(timer);
    await Promise.all([close(miraklServer), close(sendcloudServer)]);
  };
  return { miraklUrl, sendcloudUrl, world, seen, advance, stop };
}

function openWorld(now: () => number): World {
  const sql = sqlTwin();
  createMiraklTables(sql);
  createSendcloudTables(sql);
  const deliver = (url: string, headers: Record<string, string>, body: string) =>
    fetch(url, { method: "POST", headers, body }).then(
      (answer) => answer.status,
      () => 0,
    );
  return { sql, now, random: Math.random, deliver };
}

type App = { fetch(request: Request): Response | Promise<Response> };
type Desk = { seen: SeenRequest[]; advance: (milliseconds: number) => Promise<void> };

function serve(api: SeenRequest["api"], app: App, { seen, advance }: Desk): Server {
  return createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming);
    if (incoming.url === "/control/clock") {
      await advance(Number(JSON.parse(body.toString()).advance));
      outgoing.writeHead(204).end();
      return;
    }
    const line = `${incoming.method} ${incoming.url} HTTP/${incoming.httpVersion}`;
    seen.push({ api, line, headers: rawHeaders(incoming), body: body.toString() });
    await writeAnswer(await app.fetch(toRequest(incoming, body)), outgoing);
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts);
}

function rawHeaders({ rawHeaders: flat }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let n = 0; n + 1 < flat.length; n += 2) pairs.push([flat[n] ?? "", flat[n + 1] ?? ""]);
  return pairs;
}

function toRequest(incoming: IncomingMessage, body: Buffer): Request {
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const method = incoming.method ?? "GET";
  const headers = new Headers(rawHeaders(incoming));
  return new Request(url, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

// A lost connection is cut; a lost answer to a slow call leaves the client waiting until it gives up.
async function writeAnswer(answer: Response, outgoing: ServerResponse): Promise<void> {
  const lost = answer.headers.get("x-sandbox-lost");
  if (lost === "timeout") return;
  if (lost === "connection") {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
