import { Hono } from "hono";
import { type AttentionCursor, countAttention, listAttention, SOURCES } from "../db/attention";
import { AttentionPage } from "./attention-list";
import { type AppEnv, signedIn } from "./context";
import { page } from "./layout";
import { readerOf } from "./reader";

const PAGE_ROWS = 50;

export const attention = new Hono<AppEnv>();

attention.get("/", async (c) => {
  const { workspaceId } = signedIn(c);
  const after = readCursor(c.req.query("after"));
  const [found, held] = await Promise.all([
    listAttention(c.env.DB, workspaceId, { after, limit: PAGE_ROWS + 1 }),
    countAttention(c.env.DB, workspaceId),
  ]);
  const shown = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? shown.at(-1) : undefined;
  const next = last ? writeCursor(last) : null;
  const body = <AttentionPage reader={readerOf(c)} waiting={shown} next={next} isFirst={after === null} />;
  return page(c, c.var.t("attention.title"), body, 200, { attention: held });
});

// The key comes last: it alone may hold the mark between the parts.
function writeCursor({ at, source, storeId, key }: AttentionCursor): string {
  return [at, source, storeId, key].join("~");
}

/** What makes no sense falls back to the beginning. */
function readCursor(asked = ""): AttentionCursor | null {
  const [at = "", source, storeId = "", ...key] = asked.split("~");
  const known = SOURCES.find((one) => one === source);
  if (!/^\d{1,15}$/.test(at) || !known || key.length === 0) return null;
  return { at: Number(at), source: known, storeId, key: key.join("~") };
}
