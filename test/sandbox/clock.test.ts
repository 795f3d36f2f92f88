import { describe, expect, it } from "vitest";
import { advanceClock } from "../../src/sandbox/clock";

/** An outside with things due at fixed moments; writes down who woke when. */
function outside(worldDue: number[], objectsDue: Record<string, number[]>) {
  let now = 1000;
  const log: string[] = [];
  const sandbox = {
    moveClock: async (milliseconds: number) => {
      now += milliseconds;
      return now;
    },
    nextStep: async () => worldDue[0] ?? null,
    step: async () => {
      worldDue.shift();
      log.push(`world@${now}`);
    },
  };
  const objects = Object.entries(objectsDue).map(([name, due]) => ({
    nextWake: async () => due[0] ?? null,
    wake: async () => {
      due.shift();
      log.push(`${name}@${now}`);
    },
  }));
  return { sandbox, objects, log };
}

describe("advanceClock", () => {
  it("wakes what falls due in the order of time, the world first, and ends at the target", async () => {
    const { sandbox, objects, log } = outside([1500, 3000], { a: [1500, 2000], b: [1200, 5001] });
    const end = await advanceClock(4000, { sandbox, objects });
    expect(log).toEqual(["b@1200", "world@1500", "a@1500", "a@2000", "world@3000"]);
    expect(end).toEqual({ now: 5000, woken: 5 });
  });

  it("wakes what is overdue at once and lets two of them take turns", async () => {
    const { sandbox, objects, log } = outside([], { a: [10, 10, 10], b: [20, 20] });
    await advanceClock(100, { sandbox, objects });
    expect(log).toEqual(["a@1000", "b@1000", "a@1000", "b@1000", "a@1000"]);
  });

  it("sees what a wake makes due", async () => {
    const { sandbox, objects, log } = outside([], { a: [1100] });
    const worldDue: number[] = [];
    const [a] = objects;
    const waking = {
      nextWake: async () => (await a?.nextWake()) ?? null,
      wake: async () => {
        await a?.wake();
        worldDue.push(1150);
      },
    };
    const world = {
      ...sandbox,
      nextStep: async () => worldDue[0] ?? null,
      step: async () => {
        worldDue.shift();
        log.push("world");
      },
    };
    expect(await advanceClock(200, { sandbox: world, objects: [waking] })).toEqual({ now: 1200, woken: 2 });
    expect(log).toEqual(["a@1100", "world"]);
  });

  it("gives up waking after 20,000 and still ends at the target", async () => {
    const { sandbox } = outside([], {});
    let wakes = 0;
    const restless = {
      nextWake: async () => 0,
      wake: async () => {
        wakes += 1;
      },
    };
    expect(await advanceClock(1, { sandbox, objects: [restless] })).toEqual({ now: 1001, woken: 20_000 });
    expect(wakes).toBe(20_000);
  });
});
