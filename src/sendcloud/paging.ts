import type * as z from "zod";
import type { Reply } from "../lib/http";
import { readList } from "./envelope";
import { READ_TIMEOUT_MS, type Transport } from "./transport";
import { nextPage } from "./wire";

/**
 * Rows of one walk. `next` is the cursor to go on from when more pages are left than one walk takes; `unreadable` counts
 * rows that no schema of ours fits.
 */
export type Page<T> = { rows: T[]; unreadable: number; next: string | null };

type Walk<S extends z.ZodType, T> = {
  path: string;
  query: Record<string, string>;
  schema: S;
  translate: (row: z.infer<S>) => T;
  cursor?: string;
  /** Where the next page's address stands; the returns alone put it into the body (sendcloud.md 1.5). */
  nextIn?: "link" | "body";
  /** Ends the walk early: the rows so far hold all that was looked for. */
  isEnough?: (rows: readonly T[]) => boolean;
};

/** One slice of the engine makes at most 40 requests (reliability.md 2.6). */
const PAGES_A_WALK = 20;

/**
 * Collects the pages of a list (sendcloud.md 1.5). Of the next page's address only the cursor is taken, and only when
 * it points to our own host: the request carries the keys. An address elsewhere gives `unknown` "redirect", one
 * without a new cursor `unknown` "unexpected-shape".
 */
export async function walkPages<S extends z.ZodType, T>(
  transport: Transport,
  walk: Walk<S, T>,
): Promise<Reply<Page<T>>> {
  const page: Page<T> = { rows: [], unreadable: 0, next: walk.cursor ?? null };
  const seen = new Set<string>();
  for (let turn = 1; ; turn += 1) {
    const query = page.next === null ? walk.query : { ...walk.query, cursor: page.next };
    const call = { method: "GET", path: walk.path, query, timeoutMs: READ_TIMEOUT_MS } as const;
    const reply = await transport.ask(call, (body) => {
      const list = readList(walk.schema, body);
      return list && { ...list, next: nextPage.safeParse(body).data?.next ?? "" };
    });
    if (reply.kind !== "ok") return reply;
    page.rows.push(...reply.value.rows.map(walk.translate));
    page.unreadable += reply.value.unreadable;
    const { status, headers } = reply;
    const address = walk.nextIn === "body" ? reply.value.next : nextInLink(headers.link ?? "");
    const next = nextCursor(address, transport.host);
    if (next.found === "elsewhere") return { kind: "unknown", why: "redirect", status, message: "" };
    if (next.found === "none") return { ...reply, value: { ...page, next: null } };
    if (next.cursor === null || seen.has(next.cursor)) {
      return { kind: "unknown", why: "unexpected-shape", status, message: "" };
    }
    seen.add(next.cursor);
    page.next = next.cursor;
    if (turn === PAGES_A_WALK || walk.isEnough?.(page.rows)) return { ...reply, value: page };
  }
}

type Next = { found: "none" } | { found: "elsewhere" } | { found: "here"; cursor: string | null };

function nextCursor(address: string, host: string): Next {
  if (address === "") return { found: "none" };
  const url = URL.parse(address, `https://${host}`);
  if (url?.host !== host) return { found: "elsewhere" };
  return { found: "here", cursor: url.searchParams.get("cursor") };
}

function nextInLink(link: string): string {
  const next = link.split(/,\s*(?=<)/).find((each) => /;\s*rel="?next"?\s*(;|$)/i.test(each));
  return next === undefined ? "" : next.slice(next.indexOf("<") + 1, next.indexOf(">"));
}
