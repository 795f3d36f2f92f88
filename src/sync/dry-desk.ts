import type { Http, HttpRequest } from "../lib/http";
import type { Sql } from "../lib/ports";
import type { StoreDesk } from "./store-desk";

/** POSTs that only ask: prices, and the token that opens Sendcloud. */
const ASKING_POSTS = /\/(shipping-options|token)$/;

/**
 * A desk on which everything runs and nothing remains: reads go out, a write is shown to `onWrite` and stopped on our
 * side, and each transaction is taken back once `onBlock` has seen what it wrote.
 */
export function dryDesk(
  desk: StoreDesk,
  { onWrite, onBlock }: { onWrite: (request: HttpRequest) => void; onBlock: (sql: Sql) => void },
): StoreDesk {
  const { ports, accountObject } = desk;
  const http: Http = async (request) => {
    if (isAsking(request)) return ports.http(request);
    onWrite(request);
    return { arrived: false, failure: "blocked" };
  };
  const alarm = { at: () => ports.alarm.at(), set: () => undefined };
  return {
    ...desk,
    ...desk.clientsOver(http),
    ports: { ...ports, http, alarm, sql: takenBack(ports.sql, onBlock) },
    accountObject: {
      permit: async () => ({ granted: false, waitMs: 0 }),
      holdFor: async () => undefined,
      options: (question) => accountObject.options(question),
      sender: (id) => accountObject.sender(id),
    },
  };
}

function isAsking({ method, url }: HttpRequest): boolean {
  return method === "GET" || (method === "POST" && ASKING_POSTS.test(new URL(url).pathname));
}

class TakenBack extends Error {}

// What it remembers is its own, and forgotten with each block: the real desk must never read what did not stay.
function takenBack(sql: Sql, onBlock: (sql: Sql) => void): Sql {
  const memo = new Map<string, unknown>();
  let isInside = false;
  const dry: Sql = {
    memo,
    all: (statement, ...values) => sql.all(statement, ...values),
    run: (statement, ...values) => (isInside ? sql.run(statement, ...values) : 0),
    transaction(work) {
      if (isInside) return work();
      const outcome: ReturnType<typeof work>[] = [];
      isInside = true;
      memo.clear();
      try {
        sql.transaction(() => {
          outcome.push(work());
          onBlock(dry);
          throw new TakenBack();
        });
      } catch (error) {
        if (!(error instanceof TakenBack)) throw error;
      } finally {
        isInside = false;
        memo.clear();
      }
      return outcome[0] as ReturnType<typeof work>;
    },
  };
  return dry;
}
