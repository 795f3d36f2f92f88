import type { AnyIntent } from "./intents";

/** Nothing of it has left, or what left was answered with "not now". */
export function isUnsent({ sends, wasUnknown }: AnyIntent): boolean {
  return sends === 0 && !wasUnknown;
}
