import { createMiraklTables } from "../../src/sandbox/mirakl-orders";
import type { World } from "../../src/sandbox/world";
import { sqlTwin } from "../twins";

export const START = Date.UTC(2026, 10, 24, 8);

/** A world whose clock stands still until told otherwise. */
export function stillWorld(): World & { pass: (milliseconds: number) => void } {
  const sql = sqlTwin();
  createMiraklTables(sql);
  let now = START;
  let seed = 7;
  return {
    sql,
    now: () => now,
    random: () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
    deliver: async () => 0,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}
