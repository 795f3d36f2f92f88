import { DEMO_KEYS, SENDER_ADDRESSES } from "./sendcloud-account";
import { makeShipment } from "./sendcloud-announce";
import { announceSchema } from "./sendcloud-schema";
import type { World } from "./world";

/** What a person types over a label at Sendcloud. `order` is the order number that it names. */
type TypedLabel = { order: string; name: string; postcode: string; city: string };

const OPTION = "colissimo:home";

/**
 * "Create label" without an incoming order: to a French address, under the demo account, with any order number.
 * Gives the shipment's id, or null where the panel would refuse.
 */
export function labelByHand(world: World, { order, name, postcode, city }: TypedLabel): string | null {
  const made = makeShipment(
    world,
    DEMO_KEYS.integrationId,
    announceSchema.parse({
      from_address: { sender_address_id: SENDER_ADDRESSES[0]?.id },
      to_address: {
        name,
        address_line_1: "rue des Tilleuls",
        house_number: "14",
        postal_code: postcode,
        city,
        country_code: "FR",
        email: "buyer@example.org",
        phone_number: "+33639980114",
      },
      ship_with: { type: "shipping_option_code", properties: { shipping_option_code: OPTION } },
      parcels: [{ weight: { value: "1.000", unit: "kg" } }],
      order_number: order,
    }),
  );
  return "errors" in made ? null : made.shipment.id;
}
