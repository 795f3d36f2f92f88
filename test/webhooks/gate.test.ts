import { expect, it } from "vitest";
import { createGate } from "../../src/webhooks/gate";

it("lets a burst pass, then what time refills, for each name apart", () => {
  const gate = createGate({ burst: 3, perSecond: 2 });
  const passed = (name: string, now: number, tries = 5) =>
    Array.from({ length: tries }, () => gate(name, now)).filter(Boolean).length;
  expect(passed("a", 0)).toBe(3);
  expect(passed("b", 0)).toBe(3);
  expect(passed("a", 400)).toBe(0);
  expect(passed("a", 500)).toBe(1);
  expect(passed("a", 60_000)).toBe(3);
  // A clock that goes back refills nothing.
  expect(passed("a", 0)).toBe(0);
});

it("remembers no more names than it must", () => {
  const gate = createGate({ burst: 1, perSecond: 0 });
  expect(gate("first", 0)).toBe(true);
  expect(gate("first", 0)).toBe(false);
  for (let n = 0; n < 10_000; n += 1) gate(`name-${n}`, 0);
  expect(gate("first", 0)).toBe(true);
});
