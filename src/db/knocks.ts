import { sql } from "drizzle-orm";
import type { D1 } from "../lib/ports";
import { ask } from "./client";
import { knocks } from "./schema-doors";

/**
 * Counts a knock at a door and says whether it may still be answered: at most `most` within `windowMs`. One statement,
 * so that a hundred at once are a hundred.
 */
export async function mayKnock(
  d1: D1,
  door: string,
  { most, windowMs }: { most: number; windowMs: number },
  now: number,
): Promise<boolean> {
  const over = sql`${knocks.since} <= ${now - windowMs}`;
  const counted = await ask(d1, (db) =>
    db
      .insert(knocks)
      .values({ door, count: 1, since: now })
      .onConflictDoUpdate({
        target: knocks.door,
        set: {
          count: sql`case when ${over} then 1 else ${knocks.count} + 1 end`,
          since: sql`case when ${over} then ${now} else ${knocks.since} end`,
        },
      })
      .returning({ count: knocks.count })
      .get(),
  );
  return counted.count <= most;
}
