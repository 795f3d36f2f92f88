import type { PatchFields, PushedView } from "../../sendcloud/push";
import { pushOf } from "../build-push";
import { noteThere } from "../changed-there";
import type { Check, Effect, ReadBack } from "../effect";
import { recordFact } from "../facts";
import type { Intent } from "../intents";
import { findBooked, parcelsOf } from "../order-book";
import { contentHash, findPushed, isThere, savePushed } from "../pushed-book";
import type { StoreDesk } from "../store-desk";

type Patching = Intent<"patch">;
type FieldName = keyof PatchFields & keyof PushedView;

/** PATCH /orders/{id}: fields that changed since we sent them, where Sendcloud still holds our value (design.md 2). */
export const patch: Effect<"patch", "done"> = {
  kind: "patch",
  name: "patch-orders",
  remote: "sendcloud",
  async check(desk, intent): Promise<Check> {
    const pushed = findPushed(desk.ports.sql, intent.orderId);
    const wanted = wantedOf(desk, intent);
    if (!pushed || !isThere(pushed) || parcelsOf(desk.ports.sql, intent.orderId).length > 0)
      return { go: "skip", reason: "order-over" };
    if (!wanted) return { go: "skip", reason: "order-changed" };
    const reply = await desk.sendcloud.order(pushed.sendcloudId);
    if (reply.kind !== "ok") return { go: "blind", reply };
    // Whether somebody deleted it is not for one look to say: the account's watch looks twice.
    if (!reply.value) return { go: "skip", reason: "deleted-there" };
    if (holds(reply.value, wanted, intent.payload.fields)) return { go: "look" };
    const isOurs = holds(reply.value, pushed.content, intent.payload.fields);
    if (isOurs) return { go: "send" };
    noteThere(desk.ports.sql, pushed, reply.value);
    return { go: "skip", reason: "changed-there" };
  },
  async send(desk, intent) {
    const pushed = findPushed(desk.ports.sql, intent.orderId);
    const wanted = wantedOf(desk, intent);
    // It changed again since the check: the next check sees it.
    if (!pushed || !wanted) return { kind: "not-sent", why: "order-changed" };
    const fields = Object.fromEntries(intent.payload.fields.map((name) => [name, wanted[name as FieldName]]));
    const reply = await desk.sendcloud.patchOrder(pushed.sendcloudId, fields as PatchFields);
    return reply.kind === "ok" ? { ...reply, value: "done" as const } : reply;
  },
  async readBack(desk, intent): Promise<ReadBack<"done">> {
    const pushed = findPushed(desk.ports.sql, intent.orderId);
    const wanted = wantedOf(desk, intent);
    const reply = await desk.sendcloud.order(intent.payload.sendcloudId);
    if (reply.kind !== "ok") return { found: "blind", reply };
    if (!reply.value || !pushed || !wanted) return { found: "absent" };
    if (holds(reply.value, wanted, intent.payload.fields)) return { found: "done", outcome: "done" };
    const untouched = holds(reply.value, pushed.content, intent.payload.fields);
    return untouched ? { found: "absent" } : { found: "conflict", reason: "someone-else-acted" };
  },
  land(desk, intent) {
    const { sql, now } = desk.ports;
    const pushed = findPushed(sql, intent.orderId);
    const wanted = wantedOf(desk, intent);
    if (pushed && wanted) {
      const patched = Object.fromEntries(intent.payload.fields.map((name) => [name, wanted[name as FieldName]]));
      const content: PushedView = { ...pushed.content, ...patched };
      savePushed(sql, { ...pushed, content, hash: contentHash(content), at: now() });
    }
    recordFact(desk, intent.orderId, "push-changed", { fields: intent.payload.fields }, null);
    return String(intent.payload.sendcloudId);
  },
  tellFailure(desk, { orderId }, words) {
    recordFact(desk, orderId, "patch-failed", { words }, null);
  },
};

/** What we want to be there; null when the order has changed again since this was planned. */
function wantedOf(desk: StoreDesk, { orderId, payload }: Patching): PushedView | null {
  const booked = findBooked(desk.ports.sql, orderId);
  const now = booked && pushOf(desk, booked);
  return now?.hash === payload.hash ? now.content : null;
}

function holds(there: PushedView, wanted: PushedView, names: readonly string[]): boolean {
  return names.every((name) => same(there[name as FieldName], wanted[name as FieldName]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
