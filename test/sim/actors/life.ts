// The owner disconnects the store, and connects the same shop again later.
import { reconnectStore } from "../../../src/db/store-life";
import { call } from "../incarnation";
import { noteAway, noteBack } from "../invariants/life";
import type { Sim } from "../sim";
import { sealedKeyOf, WORKSPACE } from "./connect";
import { storeAsShown } from "./settings";

const OWNER = { personId: "person-1", name: "Camille" };
const AGAIN_MS = 20_000;

export function startLife(sim: Sim): void {
  const { plan, timeline } = sim;
  const { away } = plan.owner;
  const [store] = sim.stores;
  if (away === null || !store) return;
  const leave = async () => {
    if (sim.calm) return;
    try {
      await call(sim, store, "disconnect", [OWNER]);
    } catch {
      // The page shows an error; the owner tries again.
    }
    const { disconnectedAt } = await storeAsShown(sim, store);
    if (disconnectedAt === null) {
      timeline.add(timeline.now() + AGAIN_MS, "the owner leaves again", leave);
      return;
    }
    sim.note(() => `${store.name} is disconnected`);
    noteAway(sim, store);
    timeline.add(timeline.now() + away.forMs, "the owner comes back", comeBack);
  };
  const comeBack = async () => {
    const { name, settings } = await storeAsShown(sim, store);
    const news = { name, settings, sealedKey: sealedKeyOf(store.name), keyHint: "back" };
    await reconnectStore(sim.openD1, { workspaceId: WORKSPACE, storeId: store.name }, news);
    sim.note(() => `${store.name} is connected again`);
    noteBack(sim, store);
    await begin();
  };
  // The page says "connected" when the object took it, and is sent again when it did not.
  const begin = async () => {
    try {
      await call(sim, store, "begin", [WORKSPACE, store.name, OWNER]);
    } catch {
      timeline.add(timeline.now() + AGAIN_MS, "the owner comes back once more", begin);
    }
  };
  timeline.add(plan.start + Math.floor(away.at * plan.activeMs), "the owner leaves", leave);
}
