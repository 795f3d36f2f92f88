import { listSealed, replaceSealed } from "../db/sealed";
import type { D1, Seal } from "../lib/ports";

/** So many in one call: each is a write, and a call has a bound on them. */
const AT_ONCE = 200;

export type Resealed = { resealed: number; left: number; unreadable: number };

/**
 * Seals secrets anew under the current master key, while everything goes on: both keys open until the former one is
 * taken away. What neither key opens is counted, and stays as it is.
 */
export async function reseal(d1: D1, seal: Seal): Promise<Resealed> {
  const all = await listSealed(d1);
  const stale = [];
  for (const text of all) if (!(await seal.isCurrent(text.sealed))) stale.push(text);
  let resealed = 0;
  let unreadable = 0;
  for (const text of stale) {
    if (resealed === AT_ONCE) break;
    const secret = await seal.open(text.sealed, text.place).catch(() => null);
    if (secret === null) unreadable += 1;
    else {
      await replaceSealed(d1, text, await seal.seal(secret, text.place));
      resealed += 1;
    }
  }
  return { resealed, left: stale.length - resealed - unreadable, unreadable };
}
