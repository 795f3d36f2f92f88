import fc from "fast-check";

type Key = string | number;
type Path = Key[];
type Container = Record<Key, unknown>;
/** One place of a sample: how to get there, and what stands there in the sample. */
type Place = { path: Path; original: unknown };
type Mutation = { kind: (typeof KINDS)[number]; place: number; variant: number };

const KINDS = ["drop", "null", "retype", "add", "new-word", "as-text"] as const;
const OTHER_TYPES = [true, [], {}, "not a value", [null], { amount: 1 }];
const NEW_WORDS = ["A_NEW_WORD", "", "🎈", "x".repeat(5000), "a\u0000b", "2026-13-45T99:99:99Z"];
// None that a sample has: taken away and added again it would be another amount, truly told.
const NEW_FIELDS = ["a_new_field", "__proto__", "constructor", "toString", "amounts", "length"];

/** One to three mutations of one sample, for fast-check to draw and shrink. */
export const someMutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), place: fc.nat(), variant: fc.nat(5) }),
  { minLength: 1, maxLength: 3 },
);

/** A sample of JSON that gives mutated copies of itself. No mutation turns a number into another number. */
export function mutable(sample: unknown): (mutations: readonly Mutation[]) => unknown {
  const places = placesOf(sample, []);
  return (mutations) => mutations.reduce((copy, mutation) => mutate(copy, places, mutation), sample);
}

function placesOf(value: unknown, path: Path): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, original]) => {
    const here = [...path, Array.isArray(value) ? Number(name) : name];
    return [{ path: here, original }, ...placesOf(original, here)];
  });
}

function mutate(value: unknown, places: readonly Place[], { kind, place, variant }: Mutation): unknown {
  const aim = places[place % places.length];
  return aim ? changeAt(value, aim.path, (parent, name) => change(parent, name, aim.original, kind, variant)) : value;
}

// Copies only what lies on the way: the rest is shared with the sample.
function changeAt(value: unknown, [name, ...rest]: Path, act: (parent: Container, name: Key) => void): unknown {
  // An earlier mutation may have taken the place away.
  if (name === undefined || !isContainer(value) || !Object.hasOwn(value, name)) return value;
  const copy: Container = Array.isArray(value) ? Object.assign([], value) : { ...value };
  if (rest.length === 0) act(copy, name);
  else copy[name] = changeAt(copy[name], rest, act);
  return copy;
}

function change(parent: Container, name: Key, original: unknown, kind: Mutation["kind"], variant: number): void {
  if (kind === "add") addField(parent, NEW_FIELDS[variant] ?? "", variant);
  else if (kind === "null") parent[name] = null;
  else if (kind === "drop" && !Array.isArray(parent)) delete parent[name];
  else if (kind === "retype") parent[name] = otherType(original, variant);
  else if (kind === "new-word" && typeof original === "string") parent[name] = NEW_WORDS[variant];
  else if (kind === "as-text" && typeof original === "number") parent[name] = String(original);
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

// Only a field that is not there yet: a list cannot grow by a name, and what is there keeps its value.
function addField(parent: Container, name: string, value: number): void {
  if (Array.isArray(parent) || Object.hasOwn(parent, name)) return;
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

function otherType(original: unknown, variant: number): unknown {
  if (typeof original === "string" && variant === 0) return 7;
  const others = OTHER_TYPES.filter((other) => typeOf(other) !== typeOf(original));
  return others[variant % others.length];
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}
