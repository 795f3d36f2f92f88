import type { Sim } from "../sim";

/** What an invariant remembers of a seed: a fresh value for each simulation. */
export function remember<T>(fresh: () => T): (sim: Sim) => T {
  const kept = new WeakMap<Sim, T>();
  return (sim) => {
    const known = kept.get(sim);
    if (known !== undefined) return known;
    const made = fresh();
    kept.set(sim, made);
    return made;
  };
}
