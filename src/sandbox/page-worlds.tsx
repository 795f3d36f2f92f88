import type { OrderRow, Overview } from "./calls";
import { CancelLabelForm } from "./page-incoming";
import { Table } from "./page-table";
import type { WordName } from "./page-words";
import { STATUS_LIST } from "./sendcloud-statuses";

type Words = Record<WordName, string>;
type Seen = { w: Words; seen: Overview };

/** The marketplaces' side. */
export function Orders({ w, seen }: Seen) {
  const empty = seen.orders.length === 0 ? w.empty : null;
  return (
    <section>
      <h2>{w.marketplaceOrders}</h2>
      <Table heads={[w.order, w.recipient, w.state, w.tracking, w.acts]} empty={empty}>
        {seen.orders.map((order) => (
          <tr>
            <td>
              <code>{order.orderId}</code> {order.kind ? <small>{order.kind}</small> : null}
            </td>
            <td>{order.recipient}</td>
            <td>
              <span class="badge">{order.state}</span>
            </td>
            <td>{[order.carrier, order.tracking].filter(Boolean).join(" ")}</td>
            <td>
              <BuyerActs w={w} order={order} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

const NOT_YET_SENT = new Set(["WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING"]);
const UNDER_WAY = new Set(["SHIPPED", "TO_COLLECT"]);

function BuyerActs({ w, order }: { w: Words; order: OrderRow }) {
  const act = NOT_YET_SENT.has(order.state) ? "cancel" : UNDER_WAY.has(order.state) ? "receive" : null;
  if (act === null) return null;
  return (
    <form method="post" action="/sandbox/orders">
      <input type="hidden" name="orderId" value={order.orderId} />
      <button type="submit" class="small" name="act" value={act} aria-label={`${w[act]} ${order.orderId}`}>
        {w[act]}
      </button>
    </form>
  );
}

/** Sendcloud's side. */
export function Parcels({ w, seen: { sendcloud } }: Seen) {
  const empty = sendcloud.parcels.length === 0 ? w.empty : null;
  return (
    <section>
      <h2>{w.parcels}</h2>
      <p>
        {sendcloud.accountName} · {w.charged} {(sendcloud.chargedMinor / 100).toFixed(2)} {sendcloud.currency}
      </p>
      <Table heads={[w.parcel, w.order, w.option, w.tracking, w.state, w.move]} empty={empty}>
        {sendcloud.parcels.map((parcel) => (
          <tr>
            <td>{parcel.id}</td>
            <td>{parcel.orderNumber}</td>
            <td>{parcel.optionName}</td>
            <td>{parcel.trackingNumber}</td>
            <td>
              <span class="badge">{parcel.status}</span>
            </td>
            <td>
              <MoveForm w={w} parcelId={parcel.id} status={parcel.status} />
              <CancelLabelForm w={w} shipmentId={parcel.shipmentId} parcelId={parcel.id} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function MoveForm({ w, parcelId, status }: { w: Words; parcelId: number; status: string }) {
  return (
    <form class="bar" method="post" action={`/sandbox/parcels/${parcelId}/moves`}>
      <select name="status" aria-label={`${w.state} ${parcelId}`}>
        {STATUS_LIST.map(({ code, message }) => (
          <option value={code} selected={code === status}>
            {message}
          </option>
        ))}
      </select>
      <button type="submit" class="small" aria-label={`${w.move} ${parcelId}`}>
        {w.move}
      </button>
    </form>
  );
}
