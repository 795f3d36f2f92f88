import type { Overview } from "./calls";
import { DIRTY_KINDS } from "./dirty-orders";
import { FAULT_KINDS } from "./faults";
import type { WordName } from "./page-words";

type Seen = { w: Record<WordName, string>; seen: Overview };

/** A buyer orders once. */
export function PlaceForm({ w, seen }: Seen) {
  return (
    <form class="bar" method="post" action="/sandbox/orders">
      <label>
        {w.marketplace}{" "}
        <select name="marketplace">
          {seen.marketplaces.map(({ id, name }) => (
            <option value={id}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        {w.kind}{" "}
        <select name="kind">
          <option value="">{w.clean}</option>
          <option value="mixed">{w.mixed}</option>
          <option value="several">{w.several}</option>
          {DIRTY_KINDS.map((kind) => (
            <option value={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <button type="submit">{w.place}</button>
    </form>
  );
}

/** Planting and clearing faults, with those still waiting to strike. */
export function FaultForms({ w, seen }: Seen) {
  return (
    <section>
      <h2>{w.faults}</h2>
      <form class="bar" method="post" action="/sandbox/faults">
        <label>
          API{" "}
          <select name="api">
            <option value="mirakl">Mirakl</option>
            <option value="sendcloud">Sendcloud</option>
          </select>
        </label>
        <label>
          {w.operation} <input name="operation" value="*" required maxlength={40} />
        </label>
        <label>
          {w.faults}{" "}
          <select name="kind">
            {FAULT_KINDS.map((kind) => (
              <option value={kind}>{kind}</option>
            ))}
          </select>
        </label>
        <label>
          {w.times} <input type="number" name="times" value="1" min="1" max="1000" />
        </label>
        <label>
          {w.seconds} <input type="number" name="seconds" value="30" min="0" max="86400" />
        </label>
        <button type="submit">{w.plant}</button>
      </form>
      <form class="bar" method="post" action="/sandbox/faults">
        {seen.faults.map((fault) => (
          <span class="badge">
            {fault.api} {fault.operation} {fault.kind} × {fault.times}
          </span>
        ))}
        <button type="submit" name="clear" value="1">
          {w.clear}
        </button>
      </form>
    </section>
  );
}
