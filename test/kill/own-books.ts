import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type IntentKind, type IntentState, isOpen } from "../../src/domain/intent";
import { databasesIn } from "./set-up";

export type OwnIntent = {
  id: string;
  kind: IntentKind;
  state: IntentState;
  reason: string | null;
  orderId: string;
  lineId: string | null;
  /** How often a process died while it was SENT. */
  orphaned: number;
  evidence: { at: number; what: string }[];
};

/** The stores' own journals, read when the app is down: only to name what is parked or still open, never to count. */
export function readOwnBooks(data: string): OwnIntent[] {
  return databasesIn(path.join(data, "v3/do/passerelle-StoreSync")).flatMap(readOne);
}

export function openOnes(intents: readonly OwnIntent[]): OwnIntent[] {
  return intents.filter(({ state }) => isOpen(state));
}

function readOne(file: string): OwnIntent[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const has = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'intents'").get();
  const rows = has
    ? database.prepare("SELECT id, kind, state, reason, order_id, payload, evidence FROM intents").all()
    : [];
  database.close();
  return rows.map((row) => {
    const evidence = JSON.parse(String(row.evidence)) as OwnIntent["evidence"];
    return {
      id: String(row.id),
      kind: row.kind as IntentKind,
      state: row.state as IntentState,
      reason: row.reason === null ? null : String(row.reason),
      orderId: String(row.order_id),
      lineId: (JSON.parse(String(row.payload)) as { lineId?: string }).lineId ?? null,
      orphaned: evidence.filter(({ what }) => what === "process ended").length,
      evidence,
    };
  });
}
