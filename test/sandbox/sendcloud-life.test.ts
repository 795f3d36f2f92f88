import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEMO_KEYS } from "../../src/sandbox/sendcloud-account";
import { sendcloudLedger, sendcloudOverview } from "../../src/sandbox/sendcloud-overview";
import { moveParcel, nextSendcloudStep, stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { DAY_MS, HOUR_MS, jsonOf, MONDAY_8AM, openDesk, shipWith } from "./sendcloud-desk";

const HOOK = "https://passerelle.example/hooks/sendcloud";
type Desk = ReturnType<typeof openDesk>;

async function withWebhook(): Promise<Desk> {
  const desk = openDesk();
  await desk.call("PATCH", `/integrations/${DEMO_KEYS.integrationId}`, { webhook_active: true, webhook_url: HOOK });
  return desk;
}

async function made(desk: Desk, over: Record<string, unknown> = {}) {
  const { data } = (await desk.announce(over)).body;
  return { id: data.id, parcelId: data.parcels[0]?.id ?? 0 };
}

const statusesSent = (desk: Desk) =>
  desk.deliveries.map(({ body }) => (JSON.parse(body) as { parcel: { status: { id: number } } }).parcel.status.id);
const statusNow = (desk: Desk) => sendcloudOverview(desk.world).parcels[0]?.status;

describe("a parcel on its way", () => {
  it("reaches the door in two days of the clock, one webhook for each status", async () => {
    const desk = await withWebhook();
    await made(desk);
    const passed: (string | undefined)[] = [];
    for (let hour = 0; hour <= 48; hour += 1) {
      await stepSendcloud(desk.world);
      if (passed.at(-1) !== statusNow(desk)) passed.push(statusNow(desk));
      desk.pass(HOUR_MS);
    }
    const way = ["READY_TO_SEND", "PICKED_UP_BY_DRIVER", "AT_SORTING_CENTRE", "DRIVER_ON_ROUTE", "DELIVERED"];
    expect(passed).toEqual(way);
    expect(statusesSent(desk)).toEqual([1000, 22, 62990, 92, 11]);
    expect(nextSendcloudStep(desk.world)).toBeNull();
  });

  it("is moved along in order by one long jump, each status at its own time", async () => {
    const desk = await withWebhook();
    await made(desk);
    desk.pass(5 * DAY_MS);
    await stepSendcloud(desk.world);
    const times = desk.deliveries.map(({ body }) => (JSON.parse(body) as { timestamp: number }).timestamp);
    expect(statusesSent(desk)).toEqual([1000, 22, 62990, 92, 11]);
    expect(times.map((at) => (at - MONDAY_8AM) / HOUR_MS)).toEqual([0, 10, 16, 38, 46]);
  });

  it("says when to wake up", async () => {
    const desk = openDesk();
    expect(nextSendcloudStep(desk.world)).toBeNull();
    await made(desk);
    expect(nextSendcloudStep(desk.world)).toBe(MONDAY_8AM + 10 * HOUR_MS);
  });

  it("is moved by hand to any status, and not to an unknown one", async () => {
    const desk = openDesk();
    const { parcelId } = await made(desk);
    expect(moveParcel(desk.world, parcelId, "LOST")).toBe(false);
    expect(moveParcel(desk.world, 1, "DELIVERED")).toBe(false);
    expect(moveParcel(desk.world, parcelId, "RETURNED_TO_SENDER")).toBe(true);
    expect([statusNow(desk), nextSendcloudStep(desk.world)]).toEqual(["RETURNED_TO_SENDER", null]);
  });
});

describe("a webhook", () => {
  it("carries the v2 parcel, signed with the secret key over its raw body", async () => {
    const desk = await withWebhook();
    const { id, parcelId } = await made(desk);
    await stepSendcloud(desk.world);
    const [sent] = desk.deliveries;
    expect(sent?.url).toBe(HOOK);
    const signature = createHmac("sha256", DEMO_KEYS.secretKey)
      .update(sent?.body ?? "")
      .digest("hex");
    expect(sent?.headers["Sendcloud-Signature"]).toBe(signature);
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({
      action: "parcel_status_changed",
      timestamp: MONDAY_8AM,
      parcel: {
        id: parcelId,
        shipment_uuid: id,
        order_number: "CMD-1",
        status: { id: 1000, message: "Ready to send" },
        country: { iso_2: "FR", iso_3: "FRA", name: "France" },
        date_created: "23-11-2026 07:00:00",
      },
    });
  });

  it("is not sent while the integration has none", async () => {
    const desk = openDesk();
    await made(desk);
    await stepSendcloud(desk.world);
    expect(desk.deliveries).toEqual([]);
  });

  it("is tried again after growing waits, ten times, then dropped", async () => {
    const desk = await withWebhook();
    desk.answerWebhooksWith = 500;
    await made(desk, { ship_with: shipWith("sendcloud:letter") });
    const waits: number[] = [];
    let last = MONDAY_8AM;
    for (let next = nextSendcloudStep(desk.world); next !== null; next = nextSendcloudStep(desk.world)) {
      waits.push((next - last) / 60_000);
      desk.pass(next - last);
      last = next;
      await stepSendcloud(desk.world);
    }
    expect(waits).toEqual([0, 5, 10, 20, 40, 60, 60, 60, 60, 60, 60]);
    expect(new Set(desk.deliveries.map(({ body }) => body)).size).toBe(1);
  });

  it("is not repeated once it was taken", async () => {
    const desk = await withWebhook();
    desk.answerWebhooksWith = 0;
    await made(desk, { ship_with: shipWith("sendcloud:letter") });
    await stepSendcloud(desk.world);
    desk.answerWebhooksWith = 202;
    desk.pass(5 * 60_000);
    await stepSendcloud(desk.world);
    expect([desk.deliveries.length, nextSendcloudStep(desk.world)]).toEqual([2, null]);
  });
});

describe("cancelling", () => {
  const cancel = async (desk: Desk, id: string) =>
    jsonOf<{ status: string }>(await desk.call("POST", `/shipments/${id}/cancel`));

  it("is done at once on the same day, credited, and takes the label away", async () => {
    const desk = openDesk();
    const { id, parcelId } = await made(desk);
    const answer = await cancel(desk, id);
    expect([answer.status, answer.body.data.status, statusNow(desk)]).toEqual([200, "cancelled", "CANCELLED"]);
    expect(sendcloudLedger(desk.world).map(({ kind, amount_minor }) => [kind, amount_minor])).toEqual([
      ["label", 615],
      ["credit", -615],
    ]);
    expect((await desk.call("GET", `/parcels/${parcelId}/documents/label`)).status).toBe(404);
    expect((await cancel(desk, id)).status).toBe(409);
    expect(sendcloudOverview(desk.world).chargedMinor).toBe(0);
  });

  it("is queued after a day, and granted after fourteen when nothing moved", async () => {
    const desk = openDesk();
    const { id } = await made(desk, { ship_with: shipWith("sendcloud:letter") });
    desk.pass(DAY_MS);
    const answer = await cancel(desk, id);
    expect([answer.status, answer.body.data.status, statusNow(desk)]).toEqual([202, "queued", "CANCELLING"]);
    expect((await cancel(desk, id)).status).toBe(409);
    desk.pass(14 * DAY_MS - 1);
    await stepSendcloud(desk.world);
    expect(statusNow(desk)).toBe("CANCELLING");
    desk.pass(1);
    await stepSendcloud(desk.world);
    expect(statusNow(desk)).toBe("CANCELLED");
  });

  it.each([
    ["scanned", "PICKED_UP_BY_DRIVER", 0],
    ["delivered", "DELIVERED", 0],
    ["never announced", "ANNOUNCEMENT_FAILED", 0],
    ["older than 42 days", "READY_TO_SEND", 42 * DAY_MS + 1],
  ])("is refused for a parcel %s", async (_, status, later) => {
    const desk = openDesk();
    const { id, parcelId } = await made(desk);
    moveParcel(desk.world, parcelId, status);
    desk.pass(later);
    const answer = await cancel(desk, id);
    expect([answer.status, answer.body.errors[0]?.code, statusNow(desk)]).toEqual([409, "invalid", status]);
  });

  it("of nothing is a 404", async () => {
    expect((await cancel(openDesk(), "nothing")).status).toBe(404);
  });
});
