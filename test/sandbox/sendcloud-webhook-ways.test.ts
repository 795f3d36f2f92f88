import { describe, expect, it } from "vitest";
import { moveParcel, nextSendcloudStep, stepSendcloud } from "../../src/sandbox/sendcloud-parcels";
import { plantWebhooks, WEBHOOK_WAYS, webhookCounts, webhookWay } from "../../src/sandbox/sendcloud-webhooks";
import type { WebhookWay } from "../../src/sandbox/world";
import { announcement, HOUR_MS, shipWith } from "./sendcloud-desk";
import { newsOf, openHookedDesk } from "./sendcloud-shop";

const CHANGES = 40;

/** One letter that changes its status forty times, at once; then an hour for the webhooks. */
async function sent(way: WebhookWay) {
  const desk = await openHookedDesk();
  plantWebhooks(desk.world, way);
  const made = await desk.announce(announcement({ ship_with: shipWith("sendcloud:letter") }));
  const parcelId = made.body.data.parcels[0]?.id ?? 0;
  for (let n = 1; n < CHANGES; n += 1) {
    moveParcel(desk.world, parcelId, n % 2 ? "SORTING" : "SORTED");
    desk.pass(1);
  }
  const end = desk.world.now() + HOUR_MS;
  for (let next = nextSendcloudStep(desk.world); next !== null && next <= end; next = nextSendcloudStep(desk.world)) {
    desk.pass(Math.max(0, next - desk.world.now()));
    await stepSendcloud(desk.world);
  }
  return { desk, times: newsOf(desk).map((news) => (news as unknown as { timestamp: number }).timestamp) };
}

const rising = (times: number[]) => times.every((time, n) => n === 0 || (times[n - 1] ?? 0) <= time);

describe("webhooks on their way", () => {
  it("all arrive, in order", async () => {
    const { desk, times } = await sent("all");
    expect([times.length, rising(times)]).toEqual([CHANGES, true]);
    expect(webhookCounts(desk.world)).toEqual({ taken: CHANGES, waiting: 0, dropped: 0, lost: 0 });
  });

  it("some are lost", async () => {
    const { desk, times } = await sent("some");
    expect(times.length).toBeGreaterThan(CHANGES / 4);
    expect(times.length).toBeLessThan((CHANGES * 3) / 4);
    expect(webhookCounts(desk.world)).toMatchObject({ taken: times.length, lost: CHANGES - times.length });
  });

  it("each comes twice", async () => {
    const { desk, times } = await sent("duplicated");
    expect(times).toHaveLength(2 * CHANGES);
    const bodies = desk.deliveries.map(({ body }) => body);
    for (const body of new Set(bodies)) expect(bodies.filter((one) => one === body)).toHaveLength(2);
  });

  it("they come in another order", async () => {
    const { times } = await sent("reordered");
    expect([times.length, rising(times)]).toEqual([CHANGES, false]);
  });

  it("none comes", async () => {
    const { desk, times } = await sent("none");
    expect(times).toEqual([]);
    expect(webhookCounts(desk.world)).toEqual({ taken: 0, waiting: 0, dropped: 0, lost: CHANGES });
  });

  it("go the same way every time for the same chance", async () => {
    expect((await sent("some")).times).toEqual((await sent("some")).times);
  });

  it("are dropped for good after the last try", async () => {
    const desk = await openHookedDesk();
    desk.answerWebhooksWith = 500;
    await desk.announce({ ship_with: shipWith("sendcloud:letter") });
    for (let next = nextSendcloudStep(desk.world); next !== null; next = nextSendcloudStep(desk.world)) {
      desk.pass(next - desk.world.now());
      await stepSendcloud(desk.world);
    }
    expect(webhookCounts(desk.world)).toEqual({ taken: 0, waiting: 0, dropped: 1, lost: 0 });
  });
});

it.each(WEBHOOK_WAYS)("the way %s may be the world's own, and a planted one wins", async (way) => {
  const desk = await openHookedDesk();
  desk.world.webhooks = way;
  expect(webhookWay(desk.world)).toBe(way);
  plantWebhooks(desk.world, "reordered");
  expect(webhookWay(desk.world)).toBe("reordered");
});
