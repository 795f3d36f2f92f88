import type { Sql } from "../lib/ports";
import type { StoreDesk } from "./store-desk";

/** What this process does at this moment: orders whose intents run, in how many lanes, and whether it reads the marketplace. */
type UnderWay = { orders: Set<string>; lanes: number; looking: boolean };

// By the object, not by the desk, which is opened anew now and then. It dies with the process, as what it names does.
const UNDER_WAY = new WeakMap<Sql, UnderWay>();

export function underWay({ ports: { sql } }: Pick<StoreDesk, "ports">): UnderWay {
  const known = UNDER_WAY.get(sql);
  if (known) return known;
  const fresh = { orders: new Set<string>(), lanes: 0, looking: false };
  UNDER_WAY.set(sql, fresh);
  return fresh;
}

export function isAnythingUnderWay(desk: Pick<StoreDesk, "ports">): boolean {
  const { lanes, looking } = underWay(desk);
  return looking || lanes > 0;
}
