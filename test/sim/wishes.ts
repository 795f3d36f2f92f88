// What coverage wants of a seed: faults at a chosen call of a chosen effect, one after the other on one order, and what
// somebody else does at that very moment.
import type { Sending } from "./calls";
import type { Served } from "./served";
import type { Twist } from "./twists";

/**
 * `at`: the effect's own call, the read before it, or the read-back after it. `refused`: the vendor says no instead of
 * doing it. `twist`: somebody acts at the vendor while the call is on its way. `then`: the next one on the same order.
 */
export type Wish = {
  effect: string;
  at: "send" | "check" | "back";
  fault: string;
  refused?: true;
  twist?: Twist;
  then?: Omit<Wish, "effect">;
};

/** What a wish makes of one call. */
export type Strike = { fault: string; refused: boolean; twist: Twist | null; orderId: string };

export type Wishes = { left(): boolean; grant(sending: Sending, served: readonly Served[]): Strike | null };

export function keepWishes(wanted: readonly Wish[]): Wishes {
  const open: { wish: Wish; orderId: string | null }[] = wanted.map((wish) => ({ wish, orderId: null }));
  return {
    left: () => open.length > 0,
    grant(sending, served) {
      for (const [place, { wish, orderId: bound }] of open.entries()) {
        const orderId = meets(wish, bound, sending, served);
        if (orderId === null) continue;
        const { effect, fault, refused = false, twist = null, then } = wish;
        if (then) open[place] = { wish: { effect, ...then }, orderId };
        else open.splice(place, 1);
        return { fault, refused, twist, orderId };
      }
      return null;
    },
  };
}

/** The order on which this call is the wished one; null for none. */
function meets(
  { effect, at }: Wish,
  bound: string | null,
  { effect: sent, intent }: Sending,
  served: readonly Served[],
): string | null {
  const fits = (orderId: string) => bound === null || bound === orderId;
  if (at === "send") return sent === effect && intent && fits(intent.order_id) ? intent.order_id : null;
  return served.find((one) => one.place === at && one.kind === effect && fits(one.orderId))?.orderId ?? null;
}
