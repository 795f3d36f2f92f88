import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantFault } from "../../src/sandbox/faults";
import { BRICO_KEY } from "../../src/sandbox/marketplaces";
import { findOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { type SandboxServers, startServers } from "../sandbox-server";

let servers: SandboxServers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

const headers = { authorization: BRICO_KEY };

describe("the sandbox as plain HTTP servers", () => {
  it("answers over the wire and writes down what crossed it", async () => {
    const id = placeOrder(servers.world, "brico");
    const answer = await fetch(`${servers.miraklUrl}/api/orders?order_ids=${id}`, { headers });
    expect(await answer.json()).toMatchObject({ total_count: 1, orders: [{ order_id: id }] });
    const shipped = await fetch(`${servers.miraklUrl}/api/orders/${id}/ship`, { method: "PUT", headers, body: "" });
    expect(shipped.status).toBe(400);
    const [seen] = servers.seen.slice(-1);
    expect(seen?.line).toBe(`PUT /api/orders/${id}/ship HTTP/1.1`);
    expect(seen?.headers).toContainEqual(["content-length", "0"]);
  });

  it("cuts the connection where an answer is to be lost, after the work", async () => {
    const id = placeOrder(servers.world, "brico");
    plantFault(servers.world, { api: "mirakl", operation: "OR21", kind: "drop-after", times: 1 });
    const lines = findOrder(servers.world, id)?.order.order_lines ?? [];
    const accepted = fetch(`${servers.miraklUrl}/api/orders/${id}/accept`, {
      method: "PUT",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ order_lines: lines.map((line) => ({ id: line.order_line_id, accepted: true })) }),
    });
    await expect(accepted).rejects.toThrow();
    expect(findOrder(servers.world, id)?.order.order_state).toBe("WAITING_DEBIT");
  });

  it("moves its clock on request", async () => {
    const id = placeOrder(servers.world, "brico");
    const before = servers.world.now();
    const moved = await fetch(`${servers.sendcloudUrl}/control/clock`, {
      method: "POST",
      body: JSON.stringify({ advance: 2 * 86_400_000 }),
    });
    expect(moved.status).toBe(204);
    expect(servers.world.now() - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect(findOrder(servers.world, id)?.order.order_state).toBe("REFUSED");
  });
});
