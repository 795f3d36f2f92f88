import { takeFault } from "./faults";
import { SENDER_ADDRESSES } from "./sendcloud-account";
import { carrierErrors, optionErrors } from "./sendcloud-carrier-rules";
import type { ShippingOption } from "./sendcloud-catalogue";
import { randomUuid } from "./sendcloud-chance";
import { labelFileOf } from "./sendcloud-documents";
import { type ScError, scError } from "./sendcloud-errors";
import { findOption, gramsOf, priceOf } from "./sendcloud-options";
import { nextParcelId, trackingNumber } from "./sendcloud-parcel-ids";
import { keepShipment, parcelsOf, type ShipmentRow } from "./sendcloud-parcels";
import { type Announce, announceSchema, errorsOf } from "./sendcloud-schema";
import { shipmentView } from "./sendcloud-shipment-view";
import type { World } from "./world";

export const ANNOUNCE = "sc-public-v3-scp-post-announce_shipment";

export type Announced = { status: 201 | 409; data: object } | { status: 400; errors: ScError[] };
/** The order of the incoming orders that a shipment is made from. */
export type OrderOfLabel = { id: number; order_id: string };

/**
 * Announces a shipment: 201 with its label, 201 with errors when the carrier refused it, 409 with the shipment that
 * already holds this `external_reference_id`, whatever became of it (sendcloud.md 1.7).
 */
export async function announce(world: World, integrationId: number, body: unknown): Promise<Announced> {
  const parsed = announceSchema.safeParse(body);
  if (!parsed.success) return { status: 400, errors: errorsOf(parsed.error, body) };
  const earlier = heldBy(world, parsed.data.external_reference_id);
  if (earlier) return { status: 409, data: await withLabel(world, earlier) };
  const made = makeShipment(world, integrationId, parsed.data);
  if ("errors" in made) return { status: 400, errors: made.errors };
  return { status: 201, data: await withLabel(world, made.shipment) };
}

/** Makes and charges a shipment without drawing its label, or says why Sendcloud refuses. */
export function makeShipment(
  world: World,
  integrationId: number,
  request: Announce,
  order?: OrderOfLabel,
): { shipment: ShipmentRow } | { errors: ScError[] } {
  const option = findOption(request.ship_with.properties.shipping_option_code);
  const errors = [...senderErrors(request), ...optionErrors(option, request)];
  if (!option || errors.length > 0) return { errors };
  const shipment = keepShipment(world, {
    id: randomUuid(world),
    integrationId,
    request,
    optionCode: option.code,
    errors: announcementErrors(world, option, request),
    parcels: parcelsToKeep(world, option, request),
    order,
  });
  return { shipment };
}

function heldBy(world: World, reference: string | null | undefined): ShipmentRow | undefined {
  if (!reference) return undefined;
  return world.sql.all<ShipmentRow>("SELECT * FROM sc_shipments WHERE external_reference_id = ?", reference)[0];
}

function senderErrors({ from_address: from }: Announce): ScError[] {
  const id = from.sender_address_id;
  if (id === undefined || SENDER_ADDRESSES.some((address) => address.id === id)) return [];
  return [scError(400, "not_found", "Sender address not found.", "/from_address/sender_address_id")];
}

function announcementErrors(world: World, option: ShippingOption, request: Announce): ScError[] {
  if (takeFault(world, "sendcloud", ANNOUNCE, "announcement-failed")) {
    return [
      scError(500, "parcel_announcement_error", "Service error: An error occurred while connecting to the carrier."),
    ];
  }
  return carrierErrors(option, request);
}

function parcelsToKeep(world: World, option: ShippingOption, request: Announce) {
  const to = { country: request.to_address.country_code, postalCode: request.to_address.postal_code };
  const firstId = nextParcelId(world.sql);
  return request.parcels.map((parcel, position) => {
    const grams = gramsOf(parcel.weight);
    return {
      grams,
      trackingNumber: trackingNumber(option.trackingPattern, firstId + position),
      priceMinor: priceOf(option, to, grams).minor,
    };
  });
}

async function withLabel(world: World, shipment: ShipmentRow): Promise<object> {
  const parcels = parcelsOf(world.sql, shipment.id);
  const [only] = parcels;
  const file = only && parcels.length === 1 ? await labelFileOf(world, shipment, only) : undefined;
  return shipmentView(shipment, parcels, file);
}
