import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 20;
const KB_A_MB = 1_024;
// What Linux counts 100 of a second, on every machine.
const MS_A_TICK = 10;

/** What a process holds in memory of its own, in MB; null where the system does not say (it is read from Linux' /proc). */
export function memoryOf(pid: number): number | null {
  try {
    const [, kilobytes] = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / KB_A_MB;
  } catch {
    return null;
  }
}

/** Looks again and again; the function it gives ends that, and tells the most that was seen. */
export function watchMemory(pid: number): () => number | null {
  let most = memoryOf(pid);
  const timer = setInterval(() => {
    const now = memoryOf(pid);
    if (now !== null && most !== null) most = Math.max(most, now);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}

/** The processor time a process has used, in ms; null where the system does not say. */
export function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
  } catch {
    return null;
  }
}
