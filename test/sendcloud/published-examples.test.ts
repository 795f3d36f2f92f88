import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createSendcloudClient } from "../../src/sendcloud/client";
import { buildPush, type PushBody } from "../../src/sendcloud/push";
import { access, answer, fakeSendcloud } from "./fake-sendcloud";
import { pushWish } from "./sample-order";

const SPEC = path.resolve(
  import.meta.dirname,
  "../../../shared/specs/sendcloud/merged-2026-01/sendcloud-v3-all.openapi.json",
);
const present = existsSync(SPEC);

type Operation = { responses: Record<string, { content?: Record<string, unknown> }> };
type Spec = { paths: Record<string, Record<string, Operation>> };

/** A client that gets the published sample as its only answer. */
function given(route: string, method: string, status: number, name: string) {
  const spec = JSON.parse(readFileSync(SPEC, "utf8")) as Spec;
  const json = spec.paths[route]?.[method]?.responses[status]?.content?.["application/json"];
  const { examples } = json as { examples: Record<string, { value: unknown }> };
  // The samples' next page stands on the real host.
  const { http } = fakeSendcloud(answer(status, examples[name]?.value), answer(200, { data: [] }));
  return createSendcloudClient(access(http, { baseUrl: "https://panel.sendcloud.sc" }));
}

describe.skipIf(!present)("Sendcloud's published samples (skipped without ../shared/specs)", () => {
  it("an order is read whole", async () => {
    const client = given("/orders/{id}", "get", 200, "RetrievingSpecificOrder");
    expect(await client.order(669)).toMatchObject({
      kind: "ok",
      value: {
        id: 669,
        externalOrderId: "555413",
        orderNumber: "OXSDFGHTD-12",
        houseNumber: "15",
        city: "Oss",
        country: "NL",
        items: [{ itemId: "", name: "Cylinder candle", quantity: 1 }],
      },
    });
  });

  it.each([
    ["555413", 669],
    ["555414", 1337],
  ])("a list of orders holds %s", async (externalOrderId, id) => {
    const client = given("/orders", "get", 200, "Response");
    expect(await client.findOrder(externalOrderId, 739283)).toMatchObject({ kind: "ok", value: { id } });
  });

  it("an order that does not exist is none", async () => {
    const client = given("/orders/{id}", "get", 404, "OrderDoesNotExist");
    expect(await client.order(669)).toMatchObject({ kind: "ok", value: null });
  });

  it("an accepted order has an id", async () => {
    const body = { ...(buildPush(pushWish()) as PushBody), order_id: "555413" };
    const client = given("/orders", "post", 201, "SingleOrderCreation");
    expect(await client.pushOrder(body)).toMatchObject({ kind: "ok", value: { id: 664 } });
  });

  it("a list of returns is read whole", async () => {
    const client = given("/returns", "get", 200, "Success");
    const reply = await client.returns(0, 1);
    expect(reply).toMatchObject({ kind: "ok", value: { unreadable: 0, next: null } });
    expect(reply.kind === "ok" && reply.value.rows).toEqual([
      {
        returnId: null,
        orderNumber: null,
        trackingNumber: "JVGL1234567800001339",
        createdAt: Date.UTC(2022, 6, 18, 13, 34, 21, 869),
        stage: "back",
        items: [],
      },
    ]);
  });
});
