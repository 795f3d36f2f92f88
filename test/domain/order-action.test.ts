import { describe, expect, it } from "vitest";
import type { Order } from "../../src/domain/order";
import { allowedActions, type OrderFacts } from "../../src/domain/order-state";
import { facts, intent, line, order, parcel } from "./cast";

const two = [line("L1"), line("L2")];
const told = [intent("ship", "done")];

const CASES: [what: string, Partial<Order>, Partial<OrderFacts>, actions: string[]][] = [
  ["1 staging", { state: "staging" }, {}, []],
  ["2 unknown state", { state: "unknown" }, { lastState: { name: "ready", reason: null } }, ["check-again"]],
  ["3 stopped", { state: "canceled" }, { parcels: [parcel()] }, []],
  ["4 cancelled", { state: "canceled" }, {}, []],
  ["5 refused", { state: "refused" }, {}, []],
  ["6 accepting", { state: "waiting-acceptance" }, { intents: [intent("accept", "ready")] }, []],
  ["7 to accept", { state: "waiting-acceptance" }, {}, ["accept", "refuse"]],
  ["8 payment", { state: "waiting-debit" }, {}, []],
  ["9 not ours", { canShip: false }, {}, []],
  ["10 refunded", { lines: [line("L1", "refunded")] }, {}, []],
  ["11 cancelling", {}, { cancelling: true }, []],
  ["12 incident", { lines: [line("L1", "incident-open")] }, {}, []],
  ["13 no address", { shippingAddress: null }, {}, []],
  ["14 labelling", {}, { intents: [intent("label", "sent", 1)] }, []],
  ["15 labelled", {}, { parcels: [parcel()] }, ["print", "cancel-label"]],
  ["15 announcing", {}, { parcels: [parcel("announcing")] }, ["cancel-label"]],
  ["15 scanned", {}, { parcels: [parcel("picked-up")] }, ["print"]],
  ["15 label going", {}, { parcels: [parcel("cancelling")] }, ["print"]],
  ["15 cancel under way", {}, { parcels: [parcel()], intents: [intent("cancel-label", "sent", 1)] }, ["print"]],
  ["16 part", { lines: two }, { parcels: [parcel()] }, ["create-label", "print", "cancel-label"]],
  [
    "16 part, a label parked",
    { lines: two },
    { parcels: [parcel()], intents: [intent("label", "parked", 2)] },
    ["print", "cancel-label"],
  ],
  ["17 at Sendcloud", {}, { pushed: true }, []],
  ["18 to fix", {}, { problems: [{ code: "city-missing", field: "city" }] }, ["edit"]],
  ["19 pushing", {}, { place: "sendcloud" }, ["edit"]],
  ["20 ready", {}, {}, ["create-label", "edit"]],
  ["20 a label parked", {}, { intents: [intent("label", "parked", 1)] }, ["edit"]],
  ["21 shipped", { state: "shipped" }, { parcels: [parcel("in-transit")] }, ["track", "print"]],
  ["21 shipped by other means", { state: "shipped" }, { shippedByOtherMeans: true }, []],
  ["22 elsewhere", { state: "shipped" }, {}, []],
  ["23 no parcel", { state: "shipped" }, { intents: told, parcels: [parcel("cancelled")] }, ["create-label"]],
  ["24 to collect", { state: "to-collect" }, { parcels: [parcel("in-transit")] }, ["track"]],
  ["25 received", { state: "received" }, { parcels: [parcel("delivered")] }, []],
  ["26 closed", { state: "closed" }, {}, []],
  ["27 old refund", { state: "waiting-refund" }, {}, []],
];

describe("what a person may do", () => {
  it.each(CASES)("row %s", (_what, orderChanges, factChanges, actions) => {
    expect(allowedActions({ order: order(orderChanges), facts: facts(factChanges) })).toEqual(actions);
  });
});
