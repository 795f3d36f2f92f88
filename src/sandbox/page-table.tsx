import type { Child } from "hono/jsx";

/** A dense table, or the words that stand for an empty one. */
export function Table({ heads, empty, children }: { heads: string[]; empty: string | null; children: Child }) {
  if (empty !== null) return <p>{empty}</p>;
  return (
    <section class="table-box" aria-label={heads[0]} tabindex={0}>
      <table class="dense">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
