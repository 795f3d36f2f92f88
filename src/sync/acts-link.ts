import { goesTo } from "../domain/parcel-match";
import type { ShipmentNews } from "../sendcloud/translate-shipment";
import { adoptParcel } from "./adopt-parcel";
import { recordFact } from "./facts";
import { forgetLinkable, linkableOf, withdrawParcel } from "./linkable";
import { may } from "./may";
import { type BookedOrder, findBooked, parcelsOf, recipientOf } from "./order-book";
import { planNext } from "./plan-next";
import { planTelling } from "./plan-telling";
import { refuse, sendcloudRefusal, toFailure } from "./refusals";
import { settleById } from "./settle-order";
import type { StoreDesk } from "./store-desk";
import type { Actor, ActResult } from "./stub-answers";

/** Books an offered parcel as this order's, on a person's word, after a look at what Sendcloud says of it now. */
export async function linkParcel(
  desk: StoreDesk,
  orderId: string,
  shipmentId: string,
  actor: Actor,
): Promise<ActResult> {
  const { sql } = desk.ports;
  if (parcelsOf(sql, orderId).some((parcel) => parcel.shipmentId === shipmentId)) return { result: "done" };
  if (!linkableOf(desk, orderId).some((one) => one.shipmentId === shipmentId)) return refused("remote-unknown");
  const reply = await desk.sendcloud.shipment(shipmentId);
  if (reply.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(reply)) };
  const news = reply.value;
  const [told] = news.parcels;
  const booked = findBooked(sql, orderId);
  if (!told || !booked || !isStillItsOwn(booked, news)) return refused("remote-unknown");
  if (!may(desk, booked, "link-parcel")) return refused("not-allowed-now");
  sql.transaction(() => {
    const parcel = adoptParcel(desk, orderId, { news, told }, { kind: "parcel-linked", by: actor.name });
    forgetLinkable(desk, orderId);
    planTelling(desk, orderId, parcel);
    planNext(desk, orderId, settleById(desk, orderId));
    desk.ports.alarm.set(desk.ports.now());
  });
  return { result: "done" };
}

/** The person says that the parcel is another order's: it is not offered here again. */
export function refuseParcel(desk: StoreDesk, orderId: string, shipmentId: string, actor: Actor): ActResult {
  desk.ports.sql.transaction(() => {
    if (!withdrawParcel(desk, orderId, shipmentId)) return;
    recordFact(desk, orderId, "parcel-refused", {}, actor.name);
    settleById(desk, orderId);
  });
  return { result: "done" };
}

function isStillItsOwn(booked: BookedOrder, { orderNumber, recipient }: ShipmentNews): boolean {
  const ours = recipientOf(booked);
  return ours !== null && recipient !== undefined && orderNumber === booked.number && goesTo(ours, recipient);
}

function refused(code: Parameters<typeof refuse>[0]): ActResult {
  return { result: "refused", refusal: refuse(code) };
}
