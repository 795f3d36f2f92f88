import { describe, expect, it } from "vitest";
import type { IntentState } from "../../src/domain/intent";
import type { OrderLine } from "../../src/domain/order";
import { changeIntent, findIntentByKey, PASSERELLE, planIntent } from "../../src/sync/intents";
import { reversalsAhead } from "../../src/sync/reversals-ahead";
import { migrateStore } from "../../src/sync/store-schema";
import { line } from "../domain/cast";
import { sqlTwin } from "../twins";

const eur = (minor: number) => ({ minor, currency: "EUR" });
const shown = (id: string) => ({ id, quantity: 1, amount: eur(100), shipping: eur(0), reason: "15", at: 1 });

/** A line's own wish in a state, under the id "mine". */
function planned(state: IntentState, remoteRef: string | null = null, kind: "refund" | "cancel-line" = "refund") {
  const sql = sqlTwin();
  migrateStore(sql);
  const payload = { lineId: "L1", quantity: 1, amount: eur(100), shipping: eur(0), reason: "15", returnId: null };
  const key = "refund:L1:r";
  planIntent(sql, { id: "mine", businessKey: key, orderId: "O1", kind, payload, actor: PASSERELLE, now: 0, nextAt: 0 });
  const intent = findIntentByKey(sql, key);
  if (intent) changeIntent(sql, intent, { state, remoteRef });
  return (of: OrderLine, ownId: string | null = null) => reversalsAhead({ ports: { sql } } as never, "O1", of, ownId);
}

const OPEN: IntentState[] = ["planned", "ready", "sent", "unknown", "reconciling", "parked"];

describe("what of ours the marketplace does not show yet", () => {
  it.each(OPEN)("counts a wish that is %s", (state) => {
    expect(planned(state)(line("L1"))).toMatchObject([{ lineId: "L1", amount: eur(100) }]);
    expect(planned(state, null, "cancel-line")(line("L1"))).toHaveLength(1);
  });

  it.each(["failed", "skipped"] as const)("counts none that %s", (state) => {
    expect(planned(state)(line("L1"))).toEqual([]);
  });

  it("counts what is done until the line shows its id, as a refund or as a cancelation", () => {
    const ahead = planned("done", "77");
    expect(ahead(line("L1"))).toHaveLength(1);
    expect(ahead({ ...line("L1"), refunds: [shown("76")] })).toHaveLength(1);
    expect(ahead({ ...line("L1"), refunds: [shown("77")] })).toEqual([]);
    expect(ahead({ ...line("L1"), cancelations: [shown("77")] })).toEqual([]);
  });

  it("counts nothing of another line, and not the one that asks", () => {
    const ahead = planned("sent");
    expect(ahead(line("L2"))).toEqual([]);
    expect(ahead(line("L1"), "mine")).toEqual([]);
    expect(ahead(line("L1"), "another")).toHaveLength(1);
  });
});
