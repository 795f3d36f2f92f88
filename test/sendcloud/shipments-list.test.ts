import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { access, answer, fakeSendcloud, NOW, shipmentBody } from "./fake-sendcloud";

const API = "https://panel.sendcloud.test/api/v3";
const nextTo = (address: string) => ({ link: `<${API}/shipments/?cursor=back>; rel="prev", <${address}>; rel="next"` });
const rowsOf = (...ids: string[]) => ({ data: ids.map((id) => shipmentBody({ id })) });

function clientOf(...answers: Parameters<typeof fakeSendcloud>) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("shipments", () => {
  it("asks by time and integration", async () => {
    const { requests, client } = clientOf(answer(200, { data: [] }));
    const reply = await client.shipments({ integrationId: 4711, updatedAfter: NOW });
    expect(reply).toMatchObject({ kind: "ok", value: { rows: [], unreadable: 0, next: null } });
    expect(requests[0]?.url).toBe(
      `${API}/shipments?page_size=100&integration_id=4711&updated_after=2026-11-24T08%3A00%3A00.000Z`,
    );
  });

  it("encodes what people wrote, and joins ids", async () => {
    const { requests, client } = clientOf(answer(200, { data: [] }), answer(200, { data: [] }));
    await client.shipments({ orderNumber: "a&b=c #1" });
    await client.shipments({ shipmentIds: ["x", "y"] });
    expect(requests[0]?.url).toBe(`${API}/shipments?page_size=100&order_number=a%26b%3Dc+%231`);
    expect(requests[1]?.url).toBe(`${API}/shipments?page_size=100&shipment_uuids=x%2Cy`);
  });

  it.each([[[]], [Array.from({ length: 101 }, String)]])(
    "does not ask for too few or too many ids",
    async (shipmentIds) => {
      const { requests, client } = clientOf();
      await expect(client.shipments({ shipmentIds })).rejects.toThrow("1 to 100");
      expect(requests).toEqual([]);
    },
  );

  it("follows the cursor, with its own filters and on its own path", async () => {
    const { requests, client } = clientOf(
      answer(200, rowsOf("1", "2"), nextTo(`${API}/shipments/?cursor=cD0y%3D&page_size=5`)),
      answer(200, rowsOf("3"), { link: `<${API}/shipments/?cursor=back>; rel="prev"` }),
    );
    const reply = await client.shipments({ integrationId: 4711 });
    expect(reply).toMatchObject({
      kind: "ok",
      value: { rows: [{ shipmentId: "1" }, { shipmentId: "2" }, { shipmentId: "3" }], next: null },
    });
    expect(requests[1]?.url).toBe(`${API}/shipments?page_size=100&integration_id=4711&cursor=cD0y%3D`);
  });

  it.each([
    ["another host", "https://evil.example/api/v3/shipments?cursor=a", "redirect"],
    ["a host that only begins alike", "https://panel.sendcloud.test.evil.example/?cursor=a", "redirect"],
    ["our host as user name", "https://panel.sendcloud.test@evil.example/?cursor=a", "redirect"],
    ["another port", "https://panel.sendcloud.test:8443/api/v3/shipments?cursor=a", "redirect"],
    ["no cursor", `${API}/shipments`, "unexpected-shape"],
  ])("does not follow a next page on %s", async (_, address, why) => {
    const { requests, client } = clientOf(answer(200, rowsOf("1"), nextTo(address)));
    expect(await client.shipments({})).toMatchObject({ kind: "unknown", why });
    expect(requests).toHaveLength(1);
  });

  it("does not walk in a circle", async () => {
    const page = () => answer(200, rowsOf("1"), nextTo(`${API}/shipments?cursor=same`));
    const { client } = clientOf(page(), page());
    expect(await client.shipments({})).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });

  it("stops after 20 pages and goes on from there", async () => {
    const pages = Array.from({ length: 21 }, (_, page) =>
      answer(200, rowsOf(String(page)), page < 20 ? nextTo(`${API}/shipments?cursor=c${page + 1}`) : {}),
    );
    const { requests, client } = clientOf(...pages);
    const first = await client.shipments({});
    expect(first).toMatchObject({ kind: "ok", value: { next: "c20" } });
    expect(first.kind === "ok" && first.value.rows.length).toBe(20);
    expect(await client.shipments({}, "c20")).toMatchObject({
      kind: "ok",
      value: { rows: [{ shipmentId: "20" }], next: null },
    });
    expect(requests[20]?.url).toBe(`${API}/shipments?page_size=100&cursor=c20`);
  });

  it("gives up when a later page fails", async () => {
    const { client } = clientOf(answer(200, rowsOf("1"), nextTo(`${API}/shipments?cursor=a`)), answer(500));
    expect(await client.shipments({})).toMatchObject({ kind: "unknown", why: "server-error" });
  });

  it("keeps readable rows beside an unreadable one", async () => {
    const { client } = clientOf(answer(200, { data: [{ nothing: 1 }, shipmentBody()] }));
    expect(await client.shipments({ updatedAfter: 0 })).toMatchObject({
      kind: "ok",
      value: { rows: [{}], unreadable: 1 },
    });
  });
});

describe("shipments by name", () => {
  const other = shipmentBody({ id: "other", external_reference_id: "mk1-xyz", order_number: "10043-A" });

  it.each([
    ["the reference", { externalReference: "mk1-abc" }],
    ["the number, in any case", { orderNumber: "10042-a" }],
    ["the id", { shipmentIds: [shipmentBody().id] }],
  ])("drops rows that do not match %s", async (_, query) => {
    const { client } = clientOf(answer(200, { data: [other, shipmentBody()] }));
    const reply = await client.shipments(query);
    expect(reply).toMatchObject({ kind: "ok", value: { rows: [{ shipmentId: shipmentBody().id }] } });
    expect(reply.kind === "ok" && reply.value.rows.length).toBe(1);
  });

  it("takes an empty list as absence", async () => {
    const { client } = clientOf(answer(200, { data: [] }));
    expect(await client.shipments({ externalReference: "mk1-abc" })).toMatchObject({ kind: "ok", value: { rows: [] } });
  });

  it.each([
    ["only foreign rows", { data: [other] }],
    ["an unreadable row", { data: [{ external_reference_id: "mk1-abc" }] }],
    ["no list", { data: null }],
  ])("takes %s as no proof of absence", async (_, body) => {
    const { client } = clientOf(answer(200, body));
    const reply = await client.shipments({ externalReference: "mk1-abc" });
    expect(reply).toMatchObject({ kind: "unknown", why: "unexpected-shape" });
  });
});
