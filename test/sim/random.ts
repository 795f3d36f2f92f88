/** Draws from 0 up to, not including, 1. */
export type Stream = {
  next(): number;
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** A stream of its own for each name: one more draw in one of them moves none of the others. */
export function streamOf(seed: number, name: string): Stream {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of `${name}/${seed}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  let [a, b, c, d] = [hash, seed | 0, Math.imul(seed, 0x9e3779b1) | 0, 1];
  const next = () => {
    // sfc32 (Chris Doty-Humphrey): small, fast, and passes PractRand.
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick(list) {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error("nothing to pick from");
      return found;
    },
  };
}
