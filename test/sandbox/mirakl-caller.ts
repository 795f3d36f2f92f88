import * as z from "zod";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { miraklApp } from "../../src/sandbox/mirakl-app";
import type { World } from "../../src/sandbox/world";

const page = z.object({ orders: z.array(z.looseObject({ order_id: z.string() })), total_count: z.number() });

/** Calls the sandbox's seller API as a client would. */
export function caller(
  world: World,
  { host = "brico.mirakl.test", key = BRICO_KEY }: { host?: string; key?: string } = {},
) {
  const app = miraklApp(world, () => null);
  const send = async (method: string, path: string, body?: unknown) =>
    app.fetch(
      new Request(`https://${host}${path}`, {
        method,
        headers: { authorization: key, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return {
    send,
    get: (path: string) => send("GET", path),
    put: (path: string, body?: unknown) => send("PUT", path, body),
    /** One OR11 page that must be answered 200. */
    page: async (query: string) => page.parse(await (await send("GET", `/api/orders?${query}`)).json()),
    /** One order by its id, which no rate limit hinders. */
    order: async (id: string) => {
      const found = page.parse(await (await send("GET", `/api/orders?order_ids=${id}`)).json()).orders[0];
      if (!found) throw new Error(`no order ${id}`);
      return found;
    },
  };
}
