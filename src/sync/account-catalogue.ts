import type { ShippingOption } from "../sendcloud/translate";
import type { AccountDesk } from "./account-desk";
import { keep, recall } from "./keeping";
import type { SendcloudCarrierView, SendcloudCatalogue, SenderAddressView } from "./stub-stores";

const KEPT_MS = 3_600_000;
const KEY = "catalogue";

type Kept = { at: number; carriers: SendcloudCarrierView[]; senderAddresses: SenderAddressView[] };

/**
 * What the account may send with, for the settings of its stores: the carriers of its contracts and of every option it
 * answered so far, and its sender addresses. Asked once an hour; `stale` when Sendcloud does not answer now.
 */
export async function catalogueOf(desk: AccountDesk): Promise<SendcloudCatalogue> {
  const { sql, now } = desk.ports;
  const known = recall<Kept>(sql, KEY);
  const fresh = known && now() - known.at < KEPT_MS ? known : await readCatalogue(desk);
  const { carriers, senderAddresses } = fresh ?? known ?? { carriers: [], senderAddresses: [] };
  const names = new Map(carriers.map(({ code, name }) => [code, name]));
  for (const { carrierCode, carrierName } of answeredOptions(desk))
    if (carrierCode !== "") names.set(carrierCode, carrierName);
  const all = [...names].map(([code, name]) => ({ code, name }));
  return { carriers: all.toSorted((a, b) => (a.name < b.name ? -1 : 1)), senderAddresses, stale: fresh === null };
}

async function readCatalogue(desk: AccountDesk): Promise<Kept | null> {
  const { sql, now } = desk.ports;
  const contracts = await desk.sendcloud.contracts();
  const senders = contracts.kind === "ok" ? await desk.sendcloud.senderAddresses() : contracts;
  if (contracts.kind !== "ok" || senders.kind !== "ok") return null;
  const names = new Map(contracts.value.rows.map(({ carrierCode, carrierName }) => [carrierCode, carrierName]));
  const read: Kept = {
    at: now(),
    carriers: [...names].filter(([code]) => code !== "").map(([code, name]) => ({ code, name })),
    senderAddresses: senders.value.rows.map(({ id, label, country }) => ({ id, label, country })),
  };
  keep(sql, KEY, read);
  return read;
}

function answeredOptions({ ports: { sql } }: AccountDesk): ShippingOption[] {
  const rows = sql.all<{ answer: string }>("SELECT answer FROM options ORDER BY asked_at DESC LIMIT 50");
  return rows.flatMap(({ answer }) => JSON.parse(answer) as ShippingOption[]);
}
