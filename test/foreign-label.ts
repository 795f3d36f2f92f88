import type { OrderRecord } from "../src/db/order-record";
import { DEMO_KEYS, SENDER_ADDRESSES } from "../src/sandbox/sendcloud-account";
import { makeShipment } from "../src/sandbox/sendcloud-announce";
import { announceSchema } from "../src/sandbox/sendcloud-schema";
import type { World } from "../src/sandbox/world";

/** Somebody makes a label at Sendcloud for an order, by another road than ours. Gives the shipment's id. */
export function makeForeignLabel(
  world: World,
  { number, details }: Pick<OrderRecord, "number" | "details">,
  over: { name?: string; zip?: string; number?: string; reference?: string } = {},
): string {
  const address = details.recipient?.address;
  const made = makeShipment(
    world,
    DEMO_KEYS.integrationId,
    announceSchema.parse({
      from_address: { sender_address_id: SENDER_ADDRESSES[0]?.id },
      to_address: {
        name: over.name ?? `${address?.firstName} ${address?.lastName}`,
        address_line_1: address?.street1 ?? "",
        house_number: "1",
        postal_code: over.zip ?? address?.zip,
        city: address?.city,
        country_code: address?.country,
        email: "someone@example.org",
        phone_number: "+33600000000",
      },
      ship_with: { type: "shipping_option_code", properties: { shipping_option_code: "colissimo:home" } },
      parcels: [{ weight: { value: "1.000", unit: "kg" } }],
      order_number: over.number ?? number,
      ...(over.reference === undefined ? {} : { external_reference_id: over.reference }),
    }),
  );
  if ("errors" in made) throw new Error(JSON.stringify(made.errors));
  return made.shipment.id;
}
