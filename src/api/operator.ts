import { type Context, Hono } from "hono";
import { readConfig, sealKeys } from "../config";
import { listStoreIds } from "../db/stores";
import { createSeal, sha256Hex } from "../lib/crypto";
import { type StoreCalls, storeSync } from "../sync/stub";
import { reseal } from "./reseal";

type Door = { Bindings: Env };

/**
 * The operator's door: commands over any store of the deployment, in JSON. It opens to a bearer who knows
 * OPERATOR_TOKEN; where none is set it is not there.
 */
export const operator = new Hono<Door>();

operator.use(async (c, next) => {
  const { operatorToken } = readConfig(c.env);
  if (operatorToken === null) return c.json({ error: "not found" }, 404);
  const [, shown = ""] = /^Bearer (\S+)$/.exec(c.req.header("Authorization") ?? "") ?? [];
  if (!(await isSame(shown, operatorToken))) return c.json({ error: "the token is not the operator's" }, 401);
  return next();
});

operator.get("/stores", async (c) => c.json({ stores: await listStoreIds(c.env.DB) }));

operator.post("/seals", async (c) => c.json(await reseal(c.env.DB, createSeal(...sealKeys(readConfig(c.env))))));

operator.post("/stores/:storeId/rebuild", (c) => answer(c, (store) => store.rebuild()));
operator.get("/stores/:storeId/rebuild", (c) => answer(c, (store) => store.rebuildProgress()));
operator.get("/stores/:storeId/timeline", (c) => answer(c, (store) => store.verifyTimeline()));

// An object comes to life by being called: only what has a row is.
async function answer(c: Context<Door>, ask: (store: StoreCalls) => Promise<object>): Promise<Response> {
  const storeId = c.req.param("storeId") ?? "";
  const known = await listStoreIds(c.env.DB);
  if (!known.includes(storeId)) return c.json({ error: "there is no such store" }, 404);
  return c.json(await ask(storeSync(c.env, storeId)));
}

// Digests of one length in place of the secrets: how long the comparison takes says nothing of them.
async function isSame(shown: string, secret: string): Promise<boolean> {
  const [one, other] = [await sha256Hex(shown), await sha256Hex(secret)];
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
