import { Hono } from "hono";
import { readConfig, sealKeys } from "../config";
import { createSeal } from "../lib/crypto";
import { sendcloudAccount, storeSync } from "../sync/stub";
import { sandboxWorld } from "./calls";
import type { Sleeper } from "./clock";
import { sandboxRoutes } from "./routes";
import { seedDemo } from "./seed";

/** Who lives in the deployment and wakes by itself. */
export type Census = { stores(env: Env): Promise<string[]>; accounts(env: Env): Promise<string[]> };

/** What the browser reported against our policy: kept for the journeys, which allow none. */
export async function noteCspReport(env: Env, report: string): Promise<void> {
  if (readConfig(env).sandbox) await sandboxWorld(env).noteCspReport(report);
}

/** Everything under /sandbox: the page and controls of the two worlds, the demo's seed, and the policy's own proof. */
export function sandboxEdge(census: Census): Hono<{ Bindings: Env }> {
  const edge = new Hono<{ Bindings: Env }>();
  edge.post("/seed", async (c) => {
    const now = Date.now() + (await sandboxWorld(c.env).offset());
    const seal = createSeal(...sealKeys(readConfig(c.env)));
    const url = await seedDemo({ env: c.env, seal, now, origin: new URL(c.req.url).origin });
    return c.json({ url });
  });
  edge.get("/csp-reports", async (c) => c.json(await sandboxWorld(c.env).cspReports()));
  edge.get("/csp-probe", (c) =>
    c.html(
      <html lang="en">
        <head>
          <title>Policy probe</title>
          <style>{"body { color: red }"}</style>
        </head>
        <body>
          <p>This page carries one inline style and one inline script. Both must be reported and neither may work.</p>
          <script>{"document.title = 'broken'"}</script>
        </body>
      </html>,
    ),
  );
  edge.route(
    "/",
    sandboxRoutes((env) => ({ sandbox: sandboxWorld(env), sleepers: () => sleepersOf(env, census) })),
  );
  return edge;
}

async function sleepersOf(env: Env, census: Census): Promise<Sleeper[]> {
  const stores = (await census.stores(env)).map((id) => storeSync(env, id));
  const accounts = (await census.accounts(env)).map((id) => sendcloudAccount(env, id));
  return [...stores, ...accounts];
}
