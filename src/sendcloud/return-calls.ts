import type { Reply } from "../lib/http";
import { isoSeconds } from "../lib/time";
import { readOne } from "./envelope";
import { type Page, walkPages } from "./paging";
import { type ReturnNews, toReturnNews } from "./translate-return";
import { READ_TIMEOUT_MS, rejectedWhenAbsent, type Transport } from "./transport";
import * as wire from "./wire-returns";

export type ReturnCalls = {
  /**
   * Returns created between two moments, both epoch milliseconds, at most 800 a call: go on with `cursor`. No document
   * promises an id (sendcloud.md 5.1): `returnId` is null then.
   */
  returns(from: number, to: number, cursor?: string): Promise<Reply<Page<ReturnNews>>>;
  /** The return of this id, which its webhook names; `rejected` 404 when there is none. */
  returnById(id: string): Promise<Reply<ReturnNews>>;
};

const PAGE_SIZE = "40";
const SECOND_MS = 1_000;

/** The calls about goods that come back. */
export function returnCalls(transport: Transport): ReturnCalls {
  return {
    returns: (from, to, cursor) =>
      walkPages(transport, {
        path: "/returns",
        query: { from_date: isoSeconds(from), to_date: isoSeconds(to + SECOND_MS - 1), page_size: PAGE_SIZE },
        schema: wire.returned,
        translate: toReturnNews,
        nextIn: "body",
        ...(cursor === undefined ? {} : { cursor }),
      }),
    returnById: async (id) => {
      const path = `/returns/${encodeURIComponent(id)}`;
      const reply = await transport.ask({ method: "GET", path, timeoutMs: READ_TIMEOUT_MS }, (body) => {
        const found = readOne(wire.returned, body);
        return found && (found.id || id) === id ? { ...toReturnNews(found), returnId: id } : null;
      });
      return rejectedWhenAbsent(reply);
    },
  };
}
