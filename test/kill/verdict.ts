import type { AskedBook } from "./asked-book";
import { type OwnIntent, openOnes } from "./own-books";
import type { BoughtLabel, Ledgers, PaidBack } from "./simulator-calls";

/** One thing that is not as promised, with what a person needs to look into it. */
export type Violation = { what: "lost" | "doubled" | "wrong"; where: string; why: string };
export type Verdict = {
  paid: { labels: number; refunds: number };
  parked: Record<string, number>;
  refused: Record<string, number>;
  violations: Violation[];
};

type Sides = { ledgers: Ledgers; book: AskedBook; intents: OwnIntent[]; listed: ReadonlySet<string> };
const SENT = new Set(["SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED"]);
const PAID_KINDS = new Set(["label", "refund", "cancel-line", "cancel"]);

/** Holds what was asked for against the vendors' own books. */
export function judge(sides: Sides): Verdict {
  const { ledgers, intents } = sides;
  const labels = group(ledgers.labels, ({ orderNumber }) => orderNumber ?? "");
  const refused: Record<string, number> = {};
  const violations = [
    ...judgeLabels(sides, labels, refused),
    ...judgeRefunds(sides, refused),
    ...judgeShipping(sides, labels),
    ...judgeJournal(sides),
  ];
  const parked: Record<string, number> = {};
  for (const { kind, reason } of intents.filter(isParked)) add(parked, `${kind}: ${reason}`);
  const paid = {
    labels: ledgers.labels.filter(({ live }) => live).length,
    refunds: ledgers.money.filter(({ byShop }) => byShop).length,
  };
  return { paid, parked, refused, violations };
}

/** How many paid effects wait for a person. */
export function countParked(intents: readonly OwnIntent[]): number {
  return intents.filter((intent) => isParked(intent) && PAID_KINDS.has(intent.kind)).length;
}

function judgeLabels({ book, intents }: Sides, labels: Map<string, BoughtLabel[]>, refused: Record<string, number>) {
  const violations: Violation[] = [];
  const parked = new Set(intents.filter((one) => isParked(one) && one.kind === "label").map(({ orderId }) => orderId));
  for (const [orderId, bought] of labels) {
    const live = bought.filter((label) => label.live);
    if (live.length > 1) violations.push({ what: "doubled", where: orderId, why: `${live.length} live labels` });
    if (bought.length > live.length && !book.takenBack.has(orderId))
      violations.push({ what: "wrong", where: orderId, why: "a label nobody cancelled is cancelled" });
    if (!book.tried.has(orderId)) violations.push({ what: "doubled", where: orderId, why: "a label nobody asked for" });
  }
  for (const orderId of book.tried) {
    if ((labels.get(orderId) ?? []).some(({ live }) => live) || parked.has(orderId)) continue;
    const why = book.refused.get(orderId) ?? failureOf(intents, "label", orderId, null);
    if (why) add(refused, `label: ${why}`);
    else violations.push({ what: "lost", where: orderId, why: "asked for a label, there is none" });
  }
  return violations;
}

function judgeRefunds({ ledgers, intents }: Sides, refused: Record<string, number>): Violation[] {
  const violations: Violation[] = [];
  const byLine = group(
    ledgers.money.filter(({ byShop }) => byShop),
    ({ lineId }) => lineId,
  );
  const expected = new Map(
    ledgers.returns.flatMap(({ orderId, lines }) => lines.map((line) => [line.lineId, { ...line, orderId }])),
  );
  for (const [lineId, paid] of byLine) {
    const wish = expected.get(lineId);
    if (!wish) violations.push({ what: "doubled", where: lineId, why: "a refund nobody asked for" });
    else if (paid.length > 1)
      violations.push({ what: "doubled", where: lineId, why: `${paid.length} refunds of one return` });
    else if (paid[0]?.minor !== wish.minor)
      violations.push({ what: "wrong", where: lineId, why: `${paid[0]?.minor} refunded instead of ${wish.minor}` });
  }
  for (const [lineId, { orderId }] of expected) {
    if (byLine.has(lineId) || intents.some((one) => isParked(one) && one.lineId === lineId)) continue;
    const why = failureOf(intents, "refund", orderId, lineId);
    if (why) add(refused, `refund: ${why}`);
    else violations.push({ what: "lost", where: lineId, why: "sent back, and nothing was refunded" });
  }
  return [...violations, ...judgeSums(ledgers, byLine)];
}

function judgeSums({ orders }: Ledgers, byLine: Map<string, PaidBack[]>): Violation[] {
  return orders.flatMap(({ lines }) =>
    lines.flatMap(({ lineId, paidMinor }): Violation[] => {
      const back = (byLine.get(lineId) ?? []).reduce((sum, { minor }) => sum + minor, 0);
      return back > paidMinor ? [{ what: "wrong", where: lineId, why: `${back} refunded of ${paidMinor} paid` }] : [];
    }),
  );
}

/** What has a label is on its way, under that label's number. */
function judgeShipping({ ledgers, intents }: Sides, labels: Map<string, BoughtLabel[]>): Violation[] {
  const stopped = new Set(intents.filter(isParked).map(({ orderId }) => orderId));
  return ledgers.orders.flatMap(({ orderId, state, tracking }): Violation[] => {
    const [label] = (labels.get(orderId) ?? []).filter(({ live }) => live);
    if (!label || stopped.has(orderId)) return [];
    if (!SENT.has(state)) return [{ what: "lost", where: orderId, why: `has a label, and is ${state}` }];
    if (tracking === label.trackingNumber) return [];
    return [{ what: "wrong", where: orderId, why: `tracking ${tracking} instead of ${label.trackingNumber}` }];
  });
}

function judgeJournal({ intents, listed }: Sides): Violation[] {
  const open = openOnes(intents).map((one): Violation => {
    return { what: "lost", where: `${one.kind} ${one.id} of ${one.orderId}`, why: `left ${one.state}` };
  });
  const hidden = intents
    .filter((one) => isParked(one) && !listed.has(one.id))
    .map((one): Violation => ({ what: "lost", where: `${one.kind} ${one.id}`, why: "parked, and not on /attention" }));
  return [...open, ...hidden];
}

function isParked({ state }: OwnIntent): boolean {
  return state === "parked";
}

function failureOf(intents: readonly OwnIntent[], kind: string, orderId: string, lineId: string | null): string | null {
  const own = intents.filter(
    (one) => one.kind === kind && one.orderId === orderId && (lineId === null || one.lineId === lineId),
  );
  return own.find(({ state }) => state === "failed" || state === "skipped")?.reason ?? null;
}

function group<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  return Map.groupBy(list, keyOf);
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
