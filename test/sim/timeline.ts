/** One thing that happens at one moment of virtual time. */
type Event = { at: number; order: number; seq: number; name: string; run: () => void | Promise<void> };

/** The queue of what is still to come, by moment and then by a drawn order. */
export type Timeline = {
  now(): number;
  add(at: number, name: string, run: Event["run"]): void;
  /** The moment of the next event; null when nothing is left. */
  next(): number | null;
  /** Takes the next event and moves the clock to it. */
  take(): Event | null;
  /** Moves the clock on to a moment before the next event. */
  pass(until: number): void;
};

export function createTimeline(start: number, tiebreak: () => number): Timeline {
  const heap: Event[] = [];
  let now = start;
  let seq = 0;
  return {
    now: () => now,
    add(at, name, run) {
      seq += 1;
      push(heap, { at: Math.max(at, now), order: tiebreak(), seq, name, run });
    },
    next: () => heap[0]?.at ?? null,
    take() {
      const event = pop(heap);
      if (event) now = Math.max(now, event.at);
      return event;
    },
    pass(until) {
      now = Math.max(now, until);
    },
  };
}

function before(a: Event, b: Event): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.order === b.order ? a.seq < b.seq : a.order < b.order;
}

function push(heap: Event[], event: Event): void {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || before(above, event)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | null {
  const [top] = heap;
  const last = heap.pop();
  if (!top || !last || heap.length === 0) return top ?? null;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (!left) break;
    if (right && before(right, left)) child += 1;
    const lesser = heap[child];
    if (!lesser || before(last, lesser)) break;
    heap[at] = lesser;
    at = child;
  }
  heap[at] = last;
  return top;
}
