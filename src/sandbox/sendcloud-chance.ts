import type { World } from "./world";

/** Hexadecimal digits out of the world's own chance. */
export function randomHex(world: World, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(world.random() * 16).toString(16)).join("");
}

/** A version 4 UUID out of the world's own chance. */
export function randomUuid(world: World): string {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", () => randomHex(world, 1));
}
