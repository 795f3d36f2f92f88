import type { ShippingOption } from "../sendcloud/translate";
import type { AccountDesk } from "./account-desk";
import { keep, recall } from "./keeping";
import { givePermit, holdFor } from "./permits";
import { toFailure } from "./refusals";
import type { OptionsAnswer, OptionsQuestion, Sender } from "./store-desk";

/** Prices move by contract, not by the hour; and each question is one of the 100 writes a minute (design.md 5). */
const KEPT_MS = 24 * 3_600_000;
const SENDERS_KEPT_MS = 3_600_000;

/** Bands of weight end at multiples of this nearly everywhere: one question serves all of a step. */
const WEIGHT_STEP_GRAMS = 250;
/** Digits that carriers draw their zones by; the French departments overseas have one more. */
const AREA_LENGTH = 2;
/** Inside the customs of the EU's postcode area, outside those of the EU (sendcloud.md 8): areas of their own. */
const APART = /^(DE(27498|78266)|IT(23041|22061)|GR63086)$/;

/** Options and prices for one question, asked of Sendcloud once a day for all stores of the account. */
export async function askOptions(desk: AccountDesk, question: OptionsQuestion): Promise<OptionsAnswer> {
  const { sql, now } = desk.ports;
  const asked = questionOf(question);
  const [known] = sql.all<{ answer: string }>(
    "SELECT answer FROM options WHERE question = ? AND asked_at > ?",
    asked,
    now() - KEPT_MS,
  );
  if (known) return { result: "options", options: JSON.parse(known.answer) as ShippingOption[] };
  const permit = givePermit(desk.ports, { urgency: "label", label: null });
  if (!permit.granted) return { result: "failed", failure: { kind: "wait", until: now() + permit.waitMs } };
  const { fromCountry, fromZip, toCountry, toZip, servicePointId } = question;
  const weightGrams = stepOf(question);
  const from = { country: fromCountry, zip: fromZip };
  const to = { country: toCountry, zip: toZip };
  const reply = await desk.sendcloud.shippingOptions({ from, to, weightGrams, box: null, servicePointId });
  if (reply.kind === "wait") holdFor(desk.ports, reply.until - now());
  if (reply.kind !== "ok") return { result: "failed", failure: toFailure(reply) };
  sql.run(
    `INSERT INTO options (question, answer, asked_at) VALUES (?, ?, ?)
     ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, asked_at = excluded.asked_at`,
    asked,
    JSON.stringify(reply.value),
    now(),
  );
  return { result: "options", options: reply.value };
}

/** What one question asks for all parcels alike: in the same postcode area and step of weight (design.md 5). */
export function questionOf(group: OptionsQuestion): string {
  return JSON.stringify({ ...group, toZip: areaOf(group), weightGrams: stepOf(group) });
}

function stepOf({ weightGrams }: OptionsQuestion): number {
  return Math.ceil(weightGrams / WEIGHT_STEP_GRAMS) * WEIGHT_STEP_GRAMS;
}

function areaOf({ toCountry, toZip }: OptionsQuestion): string {
  const zip = toZip.toUpperCase().replace(/[^A-Z0-9]/g, "");
  if (APART.test(`${toCountry}${zip}`)) return zip;
  return zip.slice(0, /^FR9[78]/.test(`${toCountry}${zip}`) ? AREA_LENGTH + 1 : AREA_LENGTH);
}

type Senders = { at: number; rows: Sender[] };

/** The sender address of that id, or the only one; null when there is no such address or nobody can say. */
export async function findSender(desk: AccountDesk, id: number | null): Promise<Sender | null> {
  const rows = await listSenders(desk);
  if (id !== null) return rows.find((row) => row.id === id) ?? null;
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

async function listSenders(desk: AccountDesk): Promise<Sender[]> {
  const { sql, now } = desk.ports;
  const known = recall<Senders>(sql, "senders");
  if (known && now() - known.at < SENDERS_KEPT_MS) return known.rows;
  const reply = await desk.sendcloud.senderAddresses();
  if (reply.kind !== "ok") return known?.rows ?? [];
  const rows = reply.value.rows.map(({ id, country, zip }) => ({ id, country, zip }));
  keep(sql, "senders", { at: now(), rows } satisfies Senders);
  return rows;
}
