import type { Overview } from "./calls";
import { Table } from "./page-table";
import type { WordName } from "./page-words";

type Seen = { w: Record<WordName, string>; seen: Overview };

/** The incoming orders of the panel, and what the merchant may do to them there. */
export function Incoming({ w, seen: { sendcloud } }: Seen) {
  const empty = sendcloud.incoming.length === 0 ? w.empty : null;
  return (
    <section>
      <h2>{w.incoming}</h2>
      <Table heads={[w.order, w.recipient, w.option, w.acts]} empty={empty}>
        {sendcloud.incoming.map((order) => (
          <tr>
            <td>
              <code>{order.orderNumber}</code>
            </td>
            <td>{order.recipient}</td>
            <td>{order.delivery}</td>
            <td>
              <PanelActs w={w} order={order} />
            </td>
          </tr>
        ))}
      </Table>
      <form class="bar" method="post" action="/sandbox/integration">
        <button type="submit" name="integration" value="delete">
          {w.deleteIntegration}
        </button>
      </form>
    </section>
  );
}

function PanelActs({ w, order }: { w: Seen["w"]; order: Overview["sendcloud"]["incoming"][number] }) {
  const number = order.orderNumber;
  return (
    <form class="bar" method="post" action="/sandbox/panel">
      <input type="hidden" name="order" value={number} />
      {order.isLabelled ? null : (
        <button type="submit" class="small" name="panel" value="label" aria-label={`${w.makeLabel} ${number}`}>
          {w.makeLabel}
        </button>
      )}
      <button type="submit" class="small" name="panel" value="delete" aria-label={`${w.delete} ${number}`}>
        {w.delete}
      </button>
    </form>
  );
}

/** Voids the label in the panel. */
export function CancelLabelForm({ w, shipmentId, parcelId }: { w: Seen["w"]; shipmentId: string; parcelId: number }) {
  return (
    <form method="post" action="/sandbox/panel">
      <input type="hidden" name="shipment" value={shipmentId} />
      <button type="submit" class="small" name="panel" value="cancel-label" aria-label={`${w.cancelLabel} ${parcelId}`}>
        {w.cancelLabel}
      </button>
    </form>
  );
}

/** A buyer sends an order back and does not say what is in the parcel. */
export function ReturnForm({ w }: Pick<Seen, "w">) {
  return (
    <form class="bar" method="post" action="/sandbox/returns">
      <input type="hidden" name="return" value="create" />
      <label>
        {w.order} <input name="order" required maxlength={64} />
      </label>
      <label>
        {w.madeBy}{" "}
        <select name="by">
          <option value="portal">{w.portal}</option>
          <option value="form">{w.returnForm}</option>
        </select>
      </label>
      <button type="submit">{w.sendBack}</button>
    </form>
  );
}
