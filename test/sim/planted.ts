// Bugs we plant to see that the simulator finds them (reliability.md 3.3). Each is a change of the source text, made while
// the engine is bundled for its run: the source itself stays clean.

import type { SeedPlan } from "./plan";

/** `find` must occur exactly once in `file`, else the run ends: a planted bug that is not there proves nothing. */
export type PlantedBug = {
  id: string;
  what: string;
  /** The invariant that must fail first. */
  invariant: string;
  edits: { file: string; find: string; put: string }[];
  /** Turns a drawn plan towards what this bug needs to show itself. */
  bend?: (plan: SeedPlan) => SeedPlan;
};

const MINUTE_MS = 60_000;

const moreRefunds =
  (fault: string) =>
  (plan: SeedPlan): SeedPlan => ({
    ...plan,
    activeMs: Math.max(plan.activeMs, 9 * MINUTE_MS),
    shop: 0,
    users: { ...plan.users, refunds: 0.6, acts: 0 },
    carrier: { ...plan.carrier, returns: 0 },
    faults: {
      ...plan.faults,
      share: 0,
      wishes: Array.from({ length: 3 }, () => ({ effect: "refund", at: "send", fault })),
    },
    crashes: { counts: [], wishes: [] },
  });

export const PLANTED: readonly PlantedBug[] = [
  {
    id: "M1",
    what: "the intent is written after the call",
    invariant: "I5",
    edits: [
      {
        file: "src/sync/execute-intent.ts",
        find: "  const sent = markSent(desk, effect, checked, baseline);\n",
        put: "  await effect.send(desk, checked);\n  const sent = markSent(desk, effect, checked, baseline);\n",
      },
    ],
  },
  {
    id: "M2",
    what: "a read-back counts at once",
    invariant: "I4",
    edits: [
      {
        file: "src/domain/retry.ts",
        find: "return sentAt + INTENT_POLICIES[kind].settleMs;",
        put: 'return kind === "refund" ? sentAt : sentAt + INTENT_POLICIES[kind].settleMs;',
      },
    ],
    bend: moreRefunds("late"),
  },
  {
    id: "M3",
    what: "what ended unknown is sent again",
    invariant: "I4",
    edits: [
      {
        file: "src/domain/retry.ts",
        find: 'return { state: "unknown", sends };',
        put: 'return { state: kind === "refund" ? "ready" : "unknown", sends };',
      },
      // A no to the second send is still read back, so that what shows is the money.
      { file: "src/domain/retry.ts", find: "return sends > 1 || ", put: "return kind === 'refund' || sends > 1 || " },
    ],
  },
  {
    id: "M4",
    what: "the business key holds the moment",
    invariant: "I4",
    edits: [
      {
        file: "src/sync/acts-money.ts",
        find: "`refund:manual:$" + "{lineId}:$" + "{nonce}`",
        put: "`refund:manual:$" + "{lineId}:$" + "{nonce}:$" + "{desk.ports.now()}`",
      },
    ],
  },
  {
    id: "M5",
    what: "no compare-and-set after an await",
    invariant: "I16",
    edits: [
      { file: "src/sync/intents.ts", find: "WHERE id = ? AND version = ?`", put: "WHERE id = ? AND version >= ? * 0`" },
    ],
  },
  {
    id: "M6",
    what: "the cursor moves before the rows",
    invariant: "I10",
    edits: [
      {
        file: "src/sync/pull-orders.ts",
        find: "  await bookOrders(desk, reply.value, false, () => {",
        put: `  keep(sql, "cursor", nextCursor(cursor, updates));
  await bookOrders(desk, reply.value, false, () => {`,
      },
    ],
  },
  {
    id: "M7",
    what: "the window of updates has an end, and the next begins there",
    invariant: "I10",
    edits: [
      {
        file: "src/mirakl/read-calls.ts",
        find: 'read("/orders", orderFilters(query), ',
        put: 'read("/orders", { ...orderFilters(query), ...(query.startUpdateDate === undefined ? {} : { end_update_date: new Date(access.now()).toISOString() }) }, ',
      },
      {
        file: "src/sync/pull-orders.ts",
        find: "const next = nextCursor(cursor, updates);",
        put: "const next = updates.length < 0 ? nextCursor(cursor, updates) : now();",
      },
    ],
    // A clock that runs ahead by more than the windows overlap.
    bend: (plan) => ({
      ...plan,
      skews: plan.skews.map(() => 14 * MINUTE_MS),
      ordersLater: plan.ordersLater + 3,
      activeMs: Math.max(plan.activeMs, 12 * MINUTE_MS),
    }),
  },
  {
    id: "M8",
    what: "the poll filters by state",
    invariant: "I10",
    edits: [
      {
        file: "src/sync/pull-orders.ts",
        find: "desk.mirakl.allOrders({ startUpdateDate: pollWindow(cursor) })",
        put: "desk.mirakl.allOrders({ startUpdateDate: pollWindow(cursor), states: OPEN_STATES })",
      },
    ],
  },
  {
    id: "M9",
    what: "a webhook is believed",
    invariant: "I11",
    edits: [
      {
        file: "src/sync/account-inbox.ts",
        find: "const reply = await desk.sendcloud.shipment(knock.id);",
        put: "const reply = believed((knock as unknown as { told: Told }).told, knock.id, desk.ports.now());",
      },
      {
        file: "src/sync/account-inbox.ts",
        find: 'return { at: "shipment", id: parcel.shipment_uuid ?? "", isReturn: parcel.is_return === true };',
        put: 'return { at: "shipment", id: parcel.shipment_uuid ?? "", isReturn: parcel.is_return === true, told: (said as { parcel: Told }).parcel } as Knock;',
      },
      {
        file: "src/sync/account-inbox.ts",
        find: "function settledBy(",
        put: `type Told = { id: number; order_number: string; tracking_number: string; status: { id: number; message: string } };

function believed(parcel: Told, shipmentId: string, at: number) {
  const stages: Record<number, string> = { 1000: "label-ready", 22: "picked-up", 62990: "in-transit", 92: "in-transit", 11: "delivered", 2000: "cancelled", 1999: "cancelling", 1002: "failed" };
  const told = { sendcloudParcelId: parcel.id, stage: stages[parcel.status.id] ?? "unknown", statusText: parcel.status.message, trackingNumber: parcel.tracking_number || null, trackingUrl: null, updatedAt: at, documents: [], labelFile: null };
  const value = { shipmentId, externalReference: null, orderNumber: parcel.order_number, carrierCode: null, carrierName: null, optionCode: null, parcels: [told], errors: [], price: null };
  return { kind: "ok", value, status: 200, headers: {} } as never;
}

function settledBy(`,
      },
    ],
  },
  {
    id: "M10",
    what: "the baseline is read after the send",
    invariant: "I4",
    edits: [
      {
        file: "src/sync/execute-intent.ts",
        find: "  return settleAnswer(desk, effect, sent, reply);",
        put: `  const after = await effect.check(desk, { ...sent, baseline: null } as typeof sent);
  if ("baseline" in after) ports.sql.run("UPDATE intents SET baseline = ? WHERE id = ?", JSON.stringify(after.baseline), sent.id);
  return settleAnswer(desk, effect, { ...sent, ...("baseline" in after ? { baseline: after.baseline } : {}) } as typeof sent, reply);`,
      },
    ],
    bend: moreRefunds("drop-after"),
  },
  {
    id: "M11",
    what: "a 429 is not waited for",
    invariant: "I16",
    edits: [
      {
        file: "src/lib/http.ts",
        find: "return now + Math.min(Math.max(Math.ceil(wait), 1000), HOUR_MS);",
        put: "return now + 1_000;",
      },
    ],
    bend: (plan) => ({ ...plan, faults: { ...plan.faults, kinds: ["429-seconds"], share: 0.15 } }),
  },
  {
    id: "M12",
    what: "the outbox is not idempotent",
    invariant: "I14",
    edits: [
      {
        file: "src/db/outbox.ts",
        find: 'table === events ? "DO NOTHING" : versioned',
        put: "table === events ? \"DO UPDATE SET kind = 'twice'\" : versioned",
      },
    ],
  },
];
