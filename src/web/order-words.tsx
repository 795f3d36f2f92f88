import type { IntentKind } from "../domain/intent";
import type { OrderState } from "../domain/order-state";
import { isMessageKey, type MessageKey, type Translate } from "../i18n/index";
import { Badge, Distance, type Tone } from "./components";
import { REMOTES } from "./intent-words";
import { distanceText, type Reader, wordsFor } from "./reader";

const TONES: Record<OrderState["name"], Tone> = {
  to_accept: "warning",
  waiting: "neutral",
  not_ours: "neutral",
  to_fix: "danger",
  ready: "info",
  at_sendcloud: "info",
  labelling: "info",
  labelled: "success",
  stopped: "danger",
  shipped: "success",
  delivered: "success",
  closed: "neutral",
};
const STILL_TO_SHIP: ReadonlySet<OrderState["name"]> = new Set([
  "to_accept",
  "waiting",
  "to_fix",
  "ready",
  "at_sendcloud",
  "labelling",
  "labelled",
]);
const SOON_MS = 24 * 3_600_000;

/** The state in a few words, with its reason where the reason says more. */
export function StateBadge({ t, state }: { t: Translate; state: OrderState }) {
  const quarrel = state.reason === "refused-by-mirakl" || state.reason === "no-parcel";
  return <Badge tone={quarrel ? "warning" : TONES[state.name]}>{stateWords(t, "state", state)}</Badge>;
}

/** `state`: a few words; `explain`: why it is so and what comes next. */
export function stateWords(t: Translate, kind: "state" | "explain", { name, reason }: OrderState): string {
  return wordsFor(t, [`${kind}.${name}.${reason}`, `${kind}.${name}`], name);
}

/** Time left to ship; nothing once the parcel has left. */
export function Deadline({ reader, state, at }: { reader: Reader; state: OrderState; at: number | null }) {
  if (at === null || !STILL_TO_SHIP.has(state.name)) return null;
  if (at < reader.now)
    return <span class="late">{reader.t("orders.late", { distance: distanceText(reader, at) })}</span>;
  return (
    <span class={at - reader.now < SOON_MS ? "soon" : ""}>
      <Distance reader={reader} at={at} />
    </span>
  );
}

// What the other side's plain no means where it is more than "refused".
const REMOTE_NO: Partial<Record<IntentKind, MessageKey>> = {
  label: "reason.announcement-failed",
  "cancel-label": "reason.label-not-cancellable",
};

/** Why an intent ended badly: our words for its code, and the other side's own after a colon. */
export function intentReason(
  t: Translate,
  { kind, reason }: { kind: IntentKind | null; reason: string | null },
): { ours: string; theirs: string } {
  const [code = "", ...rest] = (reason ?? "").split(":");
  const theirs = rest.join(":").trim();
  if (code === "remote" && kind) return { ours: t(REMOTE_NO[kind] ?? `reason.${REMOTES[kind]}-refused`), theirs };
  return {
    ours: wordsFor(t, [`reason.${code}`], t("reason.not-explained")),
    theirs: isMessageKey(`reason.${code}`) ? theirs : (reason ?? ""),
  };
}

export function intentWords(t: Translate, kind: IntentKind | string): string {
  return wordsFor(t, [`intent.${kind}`], kind);
}

export function orderPath(order: { storeId: string; orderId: string }): string {
  return `/orders/${encodeURIComponent(order.storeId)}/${encodeURIComponent(order.orderId)}`;
}
