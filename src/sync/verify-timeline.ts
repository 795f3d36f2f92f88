import { clearAttention, raiseAttention } from "./attention";
import { chainHash, type Fact } from "./facts";
import type { StoreDesk } from "./store-desk";
import type { ChainVerdict } from "./stub-stores";

const FACTS_AT_ONCE = 1_000;
const KEY = "timeline-broken";

/**
 * Walks the chain of facts from its first link: each fact must follow the one before it, in number and in hash. Facts
 * older than the chain carry no hash and only count. A broken chain is put before a person until it is whole again.
 */
export function verifyTimeline(desk: Pick<StoreDesk, "ports">): ChainVerdict {
  const verdict = walkChain(desk);
  if (verdict.result === "whole") clearAttention(desk, KEY);
  else raiseAttention(desk, { key: KEY, kind: "timeline-broken", orderId: null, details: { seq: verdict.seq } });
  return verdict;
}

function walkChain({ ports: { sql } }: Pick<StoreDesk, "ports">): ChainVerdict {
  let seq = 0;
  let head = "";
  for (;;) {
    const facts = sql.all<Fact>("SELECT * FROM facts WHERE seq > ? ORDER BY seq LIMIT ?", seq, FACTS_AT_ONCE);
    for (const fact of facts) {
      seq += 1;
      const isOlder = fact.hash === "" && head === "";
      if (fact.seq !== seq || !(isOlder || fact.hash === chainHash(head, fact))) return { result: "broken", seq };
      head = fact.hash;
    }
    if (facts.length < FACTS_AT_ONCE) return { result: "whole", facts: seq, head };
  }
}
