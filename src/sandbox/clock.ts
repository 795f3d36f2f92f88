const MOST_WAKES = 20_000;

/** Anything of the app that wakes by itself. Moments are the sandbox's time. */
export type Sleeper = { nextWake(): Promise<number | null>; wake(): Promise<void> };

export type ClockedWorld = {
  /** Adds milliseconds to the offset and gives the sandbox's time after it. */
  moveClock(milliseconds: number): Promise<number>;
  step(): Promise<void>;
  nextStep(): Promise<number | null>;
};

type Due = { at: number; wake: () => Promise<void>; wokenAs: number };

/**
 * Walks the sandbox's time forward and wakes whatever falls due on the way, earliest first; at one moment the world
 * moves before those who look at it. Ends at the target even when the wakes are used up.
 */
export async function advanceClock(
  milliseconds: number,
  { sandbox, objects }: { sandbox: ClockedWorld; objects: Sleeper[] },
): Promise<{ now: number; woken: number }> {
  let now = await sandbox.moveClock(0);
  const target = now + milliseconds;
  const turns: number[] = [];
  let woken = 0;
  while (woken < MOST_WAKES) {
    const due = await earliestDue(sandbox, objects, turns, now);
    if (due === null || due.at > target) break;
    now = await sandbox.moveClock(Math.max(0, due.at - now));
    woken += 1;
    turns[due.wokenAs] = woken;
    await due.wake();
  }
  now = await sandbox.moveClock(Math.max(0, target - now));
  return { now, woken };
}

// What is overdue is due now; of several due at once the one that waited longest since its last turn comes first.
async function earliestDue(
  sandbox: ClockedWorld,
  objects: Sleeper[],
  turns: number[],
  now: number,
): Promise<Due | null> {
  const [step, ...wakes] = await Promise.all([sandbox.nextStep(), ...objects.map((object) => object.nextWake())]);
  const all: Due[] = [];
  if (typeof step === "number") all.push({ at: Math.max(step, now), wake: () => sandbox.step(), wokenAs: 0 });
  for (const [index, object] of objects.entries()) {
    const at = wakes[index];
    if (typeof at === "number") all.push({ at: Math.max(at, now), wake: () => object.wake(), wokenAs: index + 1 });
  }
  all.sort((a, b) => a.at - b.at || (turns[a.wokenAs] ?? 0) - (turns[b.wokenAs] ?? 0) || a.wokenAs - b.wokenAs);
  return all[0] ?? null;
}
