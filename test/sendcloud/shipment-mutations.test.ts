import fc from "fast-check";
import { expect, it } from "vitest";
import { readList } from "../../src/sendcloud/envelope";
import { stageOf } from "../../src/sendcloud/statuses";
import { type ShipmentNews, toShipmentNews } from "../../src/sendcloud/translate-shipment";
import { shipment } from "../../src/sendcloud/wire";
import { mutable, someMutations } from "../mirakl/mutate";
import { shipmentBody } from "./fake-sendcloud";

const RUNS = 20_000;
const WITHIN_MS = 30_000;
const SECOND_PARCEL = {
  id: 383707310,
  status: { id: 11, message: "Delivered" },
  tracking_number: "3SYZXG8498636",
  tracking_url: null,
  documents: [],
};
const SAMPLES = [
  shipmentBody({ price: { value: "4.95", currency: "EUR" } }),
  { ...shipmentBody(), parcels: [...shipmentBody().parcels, SECOND_PARCEL] },
];

type Told = { id?: unknown; status?: { code?: unknown; id?: unknown } | null; tracking_number?: unknown };

// A failure prints the seed and the path: fc.assert(property, { seed, path }) replays it.
it(`${RUNS} mutated shipments keep id, stage and tracking, or cannot be read`, { timeout: WITHIN_MS }, () => {
  const mutate = SAMPLES.map(mutable);
  const seen = { read: 0, unreadable: 0 };
  const property = fc.property(fc.nat(SAMPLES.length - 1), someMutations, (which, mutations) => {
    const mutated = mutate[which]?.(mutations) as { id: unknown; parcels?: Told[] };
    const list = readList(shipment, { data: [mutated] });
    if (!list || list.rows.length + list.unreadable !== 1) throw new Error("a shipment got lost");
    const [row] = list.rows;
    if (!row) {
      seen.unreadable += 1;
      return;
    }
    seen.read += 1;
    compare(toShipmentNews(row), mutated);
  });
  fc.assert(property, { numRuns: RUNS, seed: Date.now() % 2 ** 31 });
  expect(seen.read).toBeGreaterThan(RUNS / 10);
  expect(seen.unreadable).toBeGreaterThan(RUNS / 100);
});

// What was told is believed as it stands, or not at all: null and "unknown" change nothing.
function compare(news: ShipmentNews, told: { id: unknown; parcels?: Told[] | null }): void {
  if (news.shipmentId !== String(told.id)) throw new Error(`another shipment: ${news.shipmentId}`);
  const parcels = told.parcels ?? [];
  if (news.parcels.length !== parcels.length) throw new Error("another number of parcels");
  for (const [index, parcel] of news.parcels.entries()) {
    const one = parcels[index];
    if (parcel.sendcloudParcelId !== Number(one?.id)) throw new Error(`another parcel: ${parcel.sendcloudParcelId}`);
    if (parcel.trackingNumber !== null && parcel.trackingNumber !== String(one?.tracking_number)) {
      throw new Error(`another tracking number: ${parcel.trackingNumber}`);
    }
    const status = one?.status?.code ?? one?.status?.id ?? one?.status;
    if (parcel.stage !== "unknown" && parcel.stage !== stageOf(String(status))) throw new Error(`a stage nobody told`);
  }
}
