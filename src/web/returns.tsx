import { Hono } from "hono";
import { countReturnTabs, listReturns } from "../db/returns";
import { listStores } from "../db/stores";
import { type AppEnv, signedIn } from "./context";
import { page } from "./layout";
import { readerOf } from "./reader";
import { ReturnsList, readReturnsQuery } from "./returns-list";

const PAGE_ROWS = 50;

export const returns = new Hono<AppEnv>();

returns.get("/", async (c) => {
  const { workspaceId } = signedIn(c);
  const query = readReturnsQuery(c.req.query());
  const { view, storeId, after } = query;
  const [found, counts, stores] = await Promise.all([
    listReturns(c.env.DB, workspaceId, {
      tab: view === "all" ? null : view,
      storeId,
      after,
      limit: PAGE_ROWS + 1,
    }),
    countReturnTabs(c.env.DB, workspaceId, storeId),
    listStores(c.env.DB, workspaceId),
  ]);
  const rows = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
  const next = last ? { at: last.at, returnKey: last.returnKey } : null;
  const shown = { query, returns: rows, next, counts, stores };
  return page(c, c.var.t("returns.title"), <ReturnsList reader={readerOf(c)} shown={shown} />);
});
