import type { Reply } from "../lib/http";
import { integrationEvent, parcelStatusChanged, returnCreated, webhookHead } from "../sendcloud/wire";
import type { AccountDesk } from "./account-desk";
import { RETURNS, SHIPMENTS, tellStores } from "./account-news";
import { hurryReturns } from "./account-polls";
import { noteAccountTrouble } from "./account-trouble";
import { keep, recall } from "./keeping";

/** One slice makes at most 40 requests (reliability.md 2.6); the polls may want the rest. */
const READ_AT_ONCE = 20;
const TRIES = 5;
const AGAIN_MS = 30_000;
/** Kept so long, a body that comes again is known. */
const KEPT_MS = 72 * 3_600_000;
const NOT_FOUND = 404;
/** What may become part of an address: a UUID today. */
const SHIPMENT_ID = /^[\w-]{1,64}$/;
/** Sendcloud said 429 to a read: nothing is read again before. */
const HELD_UNTIL = "reads_held_until";

/** What a webhook points at. The rest of what it says is never believed (design.md 5). */
type Knock =
  | { at: "shipment"; id: string; isReturn: boolean }
  | { at: "return"; id: string }
  | { at: "integration"; id: number };

type Row = { hash: string; body: string };

/** Reads again what knocked, each thing once, and tells the stores. */
export async function readInbox(desk: AccountDesk): Promise<void> {
  const { sql, now } = desk.ports;
  if ((recall<number>(sql, HELD_UNTIL) ?? 0) > now()) return;
  const rows = sql.all<Row>(
    "SELECT hash, body FROM inbox WHERE read_at IS NULL AND tries < ? ORDER BY tries, received_at LIMIT ?",
    TRIES,
    READ_AT_ONCE,
  );
  const byKnock = new Map<string, { knock: Knock | null; hashes: string[] }>();
  for (const { hash, body } of rows) {
    const knock = knockOf(body);
    const name = JSON.stringify(knock);
    byKnock.set(name, { knock, hashes: [...(byKnock.get(name)?.hashes ?? []), hash] });
  }
  for (const { knock, hashes } of byKnock.values()) {
    const outcome = knock ? await answerKnock(desk, knock) : "settled";
    if (typeof outcome === "number") return keep(sql, HELD_UNTIL, outcome);
    const readAt = outcome === "settled" ? now() : null;
    for (const hash of hashes) sql.run("UPDATE inbox SET tries = tries + 1, read_at = ? WHERE hash = ?", readAt, hash);
  }
  sql.run("DELETE FROM inbox WHERE received_at < ?", now() - KEPT_MS);
}

/** When there is something to read; null when nothing waits. */
export function nextKnockAt({ ports: { sql, now } }: AccountDesk): number | null {
  const [row] = sql.all<{ tries: number | null }>(
    "SELECT min(tries) AS tries FROM inbox WHERE read_at IS NULL AND tries < ?",
    TRIES,
  );
  if (row?.tries === null || row === undefined) return null;
  return Math.max(row.tries === 0 ? now() : now() + AGAIN_MS, recall<number>(sql, HELD_UNTIL) ?? 0);
}

/** What a body points at; null for a test, for an action that concerns nothing here, and for what is no webhook. */
function knockOf(body: string): Knock | null {
  const said = parseJson(body);
  switch (webhookHead.safeParse(said).data?.action) {
    case "parcel_status_changed": {
      const parcel = parcelStatusChanged.safeParse(said).data?.parcel;
      if (!parcel || !SHIPMENT_ID.test(parcel.shipment_uuid ?? "")) return null;
      return { at: "shipment", id: parcel.shipment_uuid ?? "", isReturn: parcel.is_return === true };
    }
    case "return_created": {
      const id = returnCreated.safeParse(said).data?.data.id;
      return id === undefined ? null : { at: "return", id: String(id) };
    }
    case "integration_deleted": {
      const id = integrationEvent.safeParse(said).data?.integration?.id;
      return id === undefined ? null : { at: "integration", id };
    }
    default:
      return null;
  }
}

/** The moment a body names, in epoch milliseconds; null where it names none that can be read. */
export function saidAt(body: string): number | null {
  return webhookHead.safeParse(parseJson(body)).data?.timestamp ?? null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** `settled`, `again`, or the moment before which Sendcloud wants no call. */
async function answerKnock(desk: AccountDesk, knock: Knock): Promise<"settled" | "again" | number> {
  switch (knock.at) {
    case "shipment": {
      if (knock.isReturn) hurryReturns(desk);
      const reply = await desk.sendcloud.shipment(knock.id);
      if (reply.kind === "ok") await tellStores(desk, SHIPMENTS, [reply.value]);
      return settledBy(reply);
    }
    case "return": {
      const reply = await desk.sendcloud.returnById(knock.id);
      if (reply.kind === "ok") await tellStores(desk, RETURNS, [reply.value]);
      // A return is made in the background: it may be told before it can be read.
      return reply.kind === "rejected" && reply.status === NOT_FOUND ? "again" : settledBy(reply);
    }
    case "integration": {
      if (knock.id !== desk.account.integrationId) return "settled";
      const reply = await desk.sendcloud.integration(knock.id);
      const isGone = reply.kind === "key-refused" || (reply.kind === "rejected" && reply.status === NOT_FOUND);
      if (isGone) noteAccountTrouble(desk, "integration-deleted");
      return settledBy(reply);
    }
  }
}

function settledBy(reply: Reply<unknown>): "settled" | "again" | number {
  if (reply.kind === "wait") return reply.until;
  return reply.kind === "ok" || reply.kind === "rejected" || reply.kind === "key-refused" ? "settled" : "again";
}
