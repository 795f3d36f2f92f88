import type { EvidenceResult } from "../../../src/sync/stub-orders";
import { call } from "../incarnation";
import { noteOpened } from "../invariants/attention";
import type { Sim } from "../sim";

/** At the end somebody opens every parked intent. */
export async function openParked(sim: Sim): Promise<void> {
  for (const store of sim.stores)
    for (const { id } of store.sql.all<{ id: string }>("SELECT id FROM intents WHERE state = 'parked' ORDER BY id"))
      noteOpened(sim, id, (await call(sim, store, "evidence", [id, false])) as EvidenceResult);
}
