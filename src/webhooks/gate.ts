type Bucket = { left: number; at: number };

/** Addresses remembered at once; those that are forgotten start full again. */
const REMEMBERED = 10_000;

/**
 * Lets so many pass under one name: a burst, and as many more as time refills. It counts within one isolate, so an
 * attacker spread over the world meets several; each protects what stands behind it.
 */
export function createGate(limit: { burst: number; perSecond: number }): (name: string, now: number) => boolean {
  const buckets = new Map<string, Bucket>();
  return (name, now) => {
    const known = buckets.get(name);
    const refilled = known ? known.left + (Math.max(0, now - known.at) / 1000) * limit.perSecond : limit.burst;
    const left = Math.min(limit.burst, refilled);
    if (!known && buckets.size >= REMEMBERED) buckets.clear();
    buckets.set(name, { left: left < 1 ? left : left - 1, at: now });
    return left >= 1;
  };
}
