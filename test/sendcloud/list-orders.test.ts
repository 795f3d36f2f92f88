import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { access, answer, fakeSendcloud } from "./fake-sendcloud";

const DAY = Date.UTC(2026, 10, 20, 15, 30);
const row = (id: number) => ({
  ...{ id: String(id), order_id: `brico2:O-${id}`, order_number: `N-${id}` },
  ...(id === 3 ? { order_details: { order_items: [] } } : {}),
});
const page = (ids: number[], cursor?: string) => {
  const link = `<https://panel.sendcloud.test/orders?cursor=${cursor}>; rel="next"`;
  return answer(200, { data: ids.map(row) }, cursor === undefined ? {} : { link });
};
const query = { integrationId: 10001, createdSince: DAY };

function clientOf(...answers: ReturnType<typeof answer>[]) {
  const { requests, http } = fakeSendcloud(...answers);
  return { requests, client: createSendcloudClient(access(http)) };
}

describe("listOrders", () => {
  it("walks the pages of one integration since a day, with what can be read of each", async () => {
    const { client, requests } = clientOf(page([3, 2], "b2"), page([1]));
    const reply = await client.listOrders(query);
    expect(reply).toMatchObject({ kind: "ok", value: { next: null } });
    const rows = reply.kind === "ok" ? reply.value.rows : [];
    expect(rows.map(({ id, order }) => [id, order?.orderNumber ?? null])).toEqual([
      [3, "N-3"],
      [2, null],
      [1, null],
    ]);
    const asked = new URL(requests[0]?.url ?? "");
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      integration: "10001",
      order_created_at_min: "2026-11-20",
      page_size: "200",
    });
    expect(new URL(requests[1]?.url ?? "").searchParams.get("cursor")).toBe("b2");
  });

  it("goes on from a cursor, and stops at a page that is refused", async () => {
    const { client, requests } = clientOf(answer(401, { errors: [] }));
    expect((await client.listOrders(query, "b9")).kind).toBe("key-refused");
    expect(new URL(requests[0]?.url ?? "").searchParams.get("cursor")).toBe("b9");
  });
});
