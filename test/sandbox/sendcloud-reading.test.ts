import { PDFDocument } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";
import { HOUR_MS, isoAt, jsonOf, MONDAY_8AM, openDesk, type ShipmentAnswer, shipWith } from "./sendcloud-desk";

type Desk = ReturnType<typeof openDesk>;

async function fiveShipments() {
  const desk = openDesk();
  const ids: string[] = [];
  const parcels: ShipmentAnswer["parcels"] = [];
  for (let number = 1; number <= 5; number += 1) {
    const made = await desk.announce({ order_number: `N-${number}`, external_reference_id: `r:${number}` });
    ids.push(made.body.data.id);
    parcels.push(...made.body.data.parcels);
    desk.pass(HOUR_MS);
  }
  return { desk, ids, parcels };
}

async function list(desk: Desk, query: string): Promise<ShipmentAnswer[]> {
  return (await jsonOf<ShipmentAnswer[]>(await desk.call("GET", `/shipments${query}`))).body.data;
}

describe("GET /shipments", () => {
  it("filters by every documented name, and ignores others", async () => {
    const { desk, ids, parcels } = await fiveShipments();
    const cases: [string, number[]][] = [
      ["?external_reference_id=r:2", [2]],
      ["?order_number=N-3", [3]],
      ["?integration_id=10001", [5, 4, 3, 2, 1]],
      ["?integration_id=10002", []],
      [`?tracking_number=${parcels[3]?.tracking_number}`, [4]],
      [`?ids=${parcels[0]?.id},${parcels[4]?.id}`, [5, 1]],
      [`?shipment_uuids=${ids[1]}`, [2]],
      [`?updated_after=${isoAt(MONDAY_8AM + HOUR_MS)}`, [5, 4, 3]],
      [`?updated_before=${isoAt(MONDAY_8AM + HOUR_MS)}`, [1]],
      ["?parcel_status=READY_TO_SEND&order_number=N-1", [1]],
      ["?search=nobody", [5, 4, 3, 2, 1]],
    ];
    for (const [query, numbers] of cases) {
      const found = (await list(desk, query)).map(({ id }) => ids.indexOf(id) + 1);
      expect([query, found]).toEqual([query, numbers]);
    }
  });

  it("is walked page by page along the Link header, each shipment once", async () => {
    const { desk, ids } = await fiveShipments();
    const seen: string[] = [];
    let path: string | null = "/shipments?page_size=2&integration_id=10001";
    let pages = 0;
    while (path) {
      const answer: Response = await desk.call("GET", path);
      seen.push(...((await answer.json()) as { data: ShipmentAnswer[] }).data.map(({ id }) => id));
      const next = /<https:\/\/panel\.sendcloud\.test\/api\/v3([^>]+)>; rel="next"/.exec(
        answer.headers.get("link") ?? "",
      );
      path = next?.[1] ?? null;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(ids.toReversed());
  });

  it("sees a parcel that moved", async () => {
    const { desk, ids } = await fiveShipments();
    await desk.call("POST", `/shipments/${ids[0]}/cancel`);
    const found = await list(desk, `?updated_after=${isoAt(MONDAY_8AM + 4 * HOUR_MS)}`);
    expect(found.map(({ id }) => id)).toEqual([ids[0]]);
  });

  it.each(["?page_size=0", "?page_size=101", "?cursor=x", "?updated_after=yesterday", `?ids=${"1,".repeat(101)}`])(
    "refuses %s",
    async (query) => {
      expect((await openDesk().call("GET", `/shipments${query}`)).status).toBe(400);
    },
  );
});

describe("documents", () => {
  it("come as PDF, ZPL and PNG", async () => {
    const { desk, parcels } = await fiveShipments();
    const cases: [string, string, string][] = [
      ["application/pdf", "?paper_size=A4", "%PDF-"],
      ["application/zpl", "?dpi=300", "^XA"],
      ["image/png", "?dpi=150", "\u0089PNG"],
    ];
    for (const [accept, query, start] of cases) {
      const path = `/parcels/${parcels[0]?.id}/documents/label${query}`;
      const answer = await desk.call("GET", path, undefined, { accept });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, accept]);
      expect(
        Buffer.from(await answer.arrayBuffer())
          .toString("latin1")
          .startsWith(start),
      ).toBe(true);
    }
  });

  it("of several parcels come in one PDF, a page each", async () => {
    const { desk, parcels } = await fiveShipments();
    const query = parcels.map(({ id }) => `parcels=${id}`).join("&");
    const answer = await desk.call("GET", `/parcel-documents/label?${query}`);
    expect((await PDFDocument.load(await answer.arrayBuffer())).getPageCount()).toBe(5);
  });

  it("announced as ZPL are given inline as ZPL, and cannot become a PDF", async () => {
    const desk = openDesk();
    const made = await desk.announce({ label_details: { mime_type: "application/zpl", dpi: 203 } });
    const [parcel] = made.body.data.parcels;
    expect(atob(parcel?.label_file ?? "").startsWith("^XA")).toBe(true);
    const as = (accept: string) => desk.call("GET", `/parcels/${parcel?.id}/documents/label`, undefined, { accept });
    expect((await as("application/pdf")).status).toBe(400);
    expect((await as("application/zpl")).status).toBe(200);
  });

  it.each([
    ["/parcels/383700001/documents/invoice", 400],
    ["/parcels/383700001/documents/label?dpi=71", 400],
    ["/parcels/383700001/documents/label?paper_size=A3", 400],
    ["/parcels/383700001/documents/customs-declaration", 404],
    ["/parcels/383700001/documents/air-waybill", 404],
    ["/parcels/1/documents/label", 404],
    ["/parcel-documents/label", 400],
    ["/parcel-documents/label?parcels=383700001&parcels=1", 404],
    [`/parcel-documents/label?${"parcels=383700001&".repeat(21)}`, 400],
  ])("%s answers %i", async (path, status) => {
    const desk = openDesk();
    await desk.announce({ ship_with: shipWith("colissimo:home") });
    expect((await desk.call("GET", path)).status).toBe(status);
  });
});
