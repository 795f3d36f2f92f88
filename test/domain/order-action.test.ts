import { describe, expect, it } from "vitest";
import type { IntentState } from "../../src/domain/intent";
import type { Order } from "../../src/domain/order";
import { allowedActions, type OrderFacts } from "../../src/domain/order-state";
import { facts, intent, line, order, parcel } from "./cast";

const two = [line("L1"), line("L2")];
const told = [intent("ship", "done")];
const COLLECTED = { clickAndCollect: true, deliveryByOperator: false, mandatoryTracking: false };
const otherwise = (ship: IntentState): Partial<OrderFacts> => ({
  shippedByOtherMeans: true,
  intents: [intent("ship", ship)],
});

const CASES: [what: string, Partial<Order>, Partial<OrderFacts>, actions: string[]][] = [
  ["1 staging", { state: "staging" }, {}, []],
  ["2 unknown state", { state: "unknown" }, { lastState: { name: "ready", reason: null } }, ["check-again"]],
  ["3 stopped", { state: "canceled" }, { parcels: [parcel()] }, []],
  ["4 cancelled", { state: "canceled" }, {}, []],
  ["5 refused", { state: "refused" }, {}, []],
  ["6 accepting", { state: "waiting-acceptance" }, { intents: [intent("accept", "ready")] }, []],
  ["7 to accept", { state: "waiting-acceptance" }, {}, ["accept", "refuse"]],
  ["8 payment", { state: "waiting-debit" }, {}, []],
  ["8 payment, can be cancelled", { state: "waiting-debit", canCancel: true }, {}, ["cancel-order"]],
  [
    "8 payment, cancel planned",
    { state: "waiting-debit", canCancel: true },
    { intents: [intent("cancel", "planned")] },
    ["undo-cancel"],
  ],
  [
    "8 payment, cancel on its way",
    { state: "waiting-debit", canCancel: true },
    { intents: [intent("cancel", "sent")] },
    [],
  ],
  ["9 not ours", { canShip: false }, {}, []],
  ["9 collected by the buyer", {}, { shippingType: COLLECTED }, ["ship-otherwise"]],
  ["9 collected at the operator's", { fulfilmentCenter: "HUB" }, { shippingType: COLLECTED }, []],
  ["9 told that it left", {}, { shippingType: COLLECTED, ...otherwise("planned") }, ["undo-otherwise"]],
  ["10 refunded", { lines: [line("L1", "refunded")] }, {}, []],
  ["11 cancelling", {}, { cancelling: true }, []],
  ["11 cancel planned", {}, { cancelling: true, intents: [intent("cancel", "planned")] }, ["undo-cancel"]],
  ["11 refund planned", {}, { cancelling: true, intents: [intent("refund", "planned")] }, ["undo-cancel"]],
  ["11 cancel on its way", {}, { cancelling: true, intents: [intent("cancel", "unknown")] }, []],
  ["12 incident", { lines: [line("L1", "incident-open")] }, {}, ["refund"]],
  ["13 no address", { shippingAddress: null }, {}, []],
  ["14 labelling", {}, { intents: [intent("label", "sent", 1)] }, []],
  ["15 labelled", {}, { parcels: [parcel()] }, ["print", "cancel-label", "cancel-order"]],
  ["15 announcing", {}, { parcels: [parcel("announcing")] }, ["cancel-label", "cancel-order"]],
  ["15 scanned", {}, { parcels: [parcel("picked-up")] }, ["print"]],
  ["15 label going", {}, { parcels: [parcel("cancelling")] }, ["print", "cancel-order"]],
  ["15 told shipped", {}, { parcels: [parcel()], intents: told }, ["print"]],
  [
    "15 cancel under way",
    {},
    { parcels: [parcel()], intents: [intent("cancel-label", "sent", 1)] },
    ["print", "cancel-order"],
  ],
  ["15 by other means", {}, otherwise("planned"), ["undo-otherwise", "cancel-order"]],
  ["15 by other means, told", {}, otherwise("done"), []],
  ["16 part", { lines: two }, { parcels: [parcel()] }, ["create-label", "print", "cancel-label"]],
  [
    "16 part, a label parked",
    { lines: two },
    { parcels: [parcel()], intents: [intent("label", "parked", 2)] },
    ["print", "cancel-label"],
  ],
  ["17 at Sendcloud", {}, { pushed: true }, ["label-here", "cancel-order"]],
  ["17 on its way out", {}, { pushed: true, intents: [intent("unpush", "sent")] }, ["cancel-order"]],
  [
    "18 to fix",
    {},
    { problems: [{ code: "city-missing", field: "city" }] },
    ["edit", "ship-otherwise", "link-parcel", "cancel-order"],
  ],
  [
    "18 not taken by Sendcloud",
    {},
    { place: "sendcloud", problems: [{ code: "push-refused", field: "city" }] },
    ["edit", "push-again", "label-here", "ship-otherwise", "link-parcel", "cancel-order"],
  ],
  [
    "18 in a currency that Sendcloud does not take",
    {},
    { problems: [{ code: "currency-not-accepted", field: null }] },
    ["edit", "label-here", "ship-otherwise", "link-parcel", "cancel-order"],
  ],
  ["19 pushing", {}, { place: "sendcloud" }, ["edit", "cancel-order"]],
  ["20 ready", {}, {}, ["create-label", "edit", "ship-otherwise", "link-parcel", "cancel-order"]],
  [
    "20 pieces called off",
    {},
    { intents: [intent("cancel-line", "planned")] },
    ["create-label", "edit", "ship-otherwise", "link-parcel", "cancel-order", "undo-cancel"],
  ],
  [
    "20 a cancel parked",
    {},
    { intents: [intent("cancel", "parked")] },
    ["create-label", "edit", "ship-otherwise", "link-parcel"],
  ],
  ["20 a label parked", {}, { intents: [intent("label", "parked", 1)] }, ["edit", "cancel-order"]],
  [
    "21 shipped",
    { state: "shipped" },
    { parcels: [parcel("in-transit")] },
    ["track", "correct-tracking", "refund", "print"],
  ],
  [
    "21 shipped, our label unused",
    { state: "shipped" },
    { parcels: [parcel()] },
    ["track", "correct-tracking", "refund", "print", "cancel-label"],
  ],
  [
    "21 shipped by us",
    { state: "shipped" },
    { parcels: [parcel()], intents: told },
    ["track", "correct-tracking", "refund", "print"],
  ],
  ["21 shipped by other means", { state: "shipped" }, otherwise("done"), ["correct-tracking", "refund"]],
  ["22 elsewhere", { state: "shipped" }, {}, ["link-parcel", "refund"]],
  [
    "23 no parcel",
    { state: "shipped" },
    { intents: told, parcels: [parcel("cancelled")] },
    ["create-label", "link-parcel", "refund"],
  ],
  ["24 to collect", { state: "to-collect" }, { parcels: [parcel("in-transit")] }, ["track", "refund"]],
  ["25 received", { state: "received" }, { parcels: [parcel("delivered")] }, ["refund"]],
  ["26 closed", { state: "closed" }, {}, []],
  ["27 old refund", { state: "waiting-refund" }, {}, []],
];

describe("what a person may do", () => {
  it.each(CASES)("row %s", (_what, orderChanges, factChanges, actions) => {
    expect(allowedActions({ order: order(orderChanges), facts: facts(factChanges) })).toEqual(actions);
  });
});
