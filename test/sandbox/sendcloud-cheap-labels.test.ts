import { expect, it } from "vitest";
import { openDesk } from "./sendcloud-desk";

const labelOf = async (desk: ReturnType<typeof openDesk>, over: Record<string, unknown> = {}) =>
  (await desk.announce(over)).body.data.parcels[0];

it("a world of cheap labels draws one specimen a format, and still gives failed parcels none", async () => {
  const desk = openDesk();
  desk.world.cheapLabels = true;
  const [first, second] = [await labelOf(desk), await labelOf(desk, { order_number: "CMD-2" })];
  expect(atob(first?.label_file ?? "").slice(0, 5)).toBe("%PDF-");
  expect(second?.label_file).toBe(first?.label_file);
  const fetched = await desk.call("GET", `/parcels/${second?.id}/documents/label`);
  expect(Buffer.from(await fetched.arrayBuffer()).toString("base64")).toBe(first?.label_file);
  const zpl = await labelOf(desk, { label_details: { mime_type: "application/zpl", dpi: 203 } });
  expect(atob(zpl?.label_file ?? "")).toContain("^XA");
  const refused = await labelOf(desk, {
    ship_with: { type: "shipping_option_code", properties: { shipping_option_code: "mondial_relay:point_relais" } },
  });
  expect([refused?.status.code, refused?.label_file]).toEqual(["ANNOUNCEMENT_FAILED", undefined]);
});

it("draws each label where nobody asked for cheap ones", async () => {
  const desk = openDesk();
  const [first, second] = [await labelOf(desk), await labelOf(desk, { order_number: "CMD-2" })];
  expect(second?.label_file).not.toBe(first?.label_file);
});
