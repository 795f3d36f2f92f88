import type { FailedReply } from "../lib/http";
import type { Ports } from "../lib/ports";
import { clearForAccount, raiseForAccount } from "./account-attention";
import type { AccountDesk } from "./account-desk";
import { keep, recall } from "./keeping";

type AccountTrouble = "key-refused" | "integration-deleted";

const TROUBLE = "trouble";
const ITEM = "connection";
const UNAUTHORISED = 401;

/**
 * Marks the account and asks for a person once. What is known to be deleted stays so, whatever its keys answer; only a
 * key that works again lifts the mark.
 */
export function noteAccountTrouble(desk: AccountDesk, trouble: AccountTrouble): void {
  const { sql } = desk.ports;
  if (accountTrouble(sql) === "integration-deleted") return;
  keep(sql, TROUBLE, trouble);
  const { name, integrationId } = desk.account;
  raiseForAccount(desk, { key: ITEM, kind: trouble, details: { accountId: desk.account.id, name, integrationId } });
}

/** A poll's answer says how the keys fare. A 403 may be one feature that the plan lacks, so it says nothing. */
export function noteAnswer(desk: AccountDesk, reply: FailedReply | { kind: "ok" }): void {
  if (reply.kind === "ok") clearAccountTrouble(desk);
  if (reply.kind === "key-refused" && reply.status === UNAUTHORISED) noteAccountTrouble(desk, "key-refused");
}

/** What is wrong with the connection; null when nothing is known to be. */
export function accountTrouble(sql: Ports["sql"]): AccountTrouble | null {
  return recall<AccountTrouble | null>(sql, TROUBLE);
}

/** Nothing that is not there proves anything while the keys open nothing. */
export function isTroubled(sql: Ports["sql"]): boolean {
  return accountTrouble(sql) !== null;
}

function clearAccountTrouble(desk: AccountDesk): void {
  if (accountTrouble(desk.ports.sql) === null) return;
  keep(desk.ports.sql, TROUBLE, null);
  clearForAccount(desk, ITEM);
}
