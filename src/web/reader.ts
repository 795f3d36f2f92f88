import type { StoreRow } from "../db/stores";
import type { Money } from "../domain/money";
import { formatDistance, formatMoment, formatMoney } from "../i18n/format";
import { isMessageKey, type Language, type MessageValues, type Translate } from "../i18n/index";
import type { AppContext } from "./context";

/** The person a page is written for: their words, their clock, their rights. */
export type Reader = {
  t: Translate;
  language: Language;
  timeZone: string;
  now: number;
  /** True for everyone who may do more than look. */
  mayAct: boolean;
};

const HOME_ZONE = "Europe/Paris";

export function readerOf(c: AppContext): Reader {
  const { t, language, now, who } = c.var;
  return { t, language, now, timeZone: who?.timeZone ?? HOME_ZONE, mayAct: who !== null && who.role !== "viewer" };
}

/** The same for what belongs to a store: where it is disconnected, everybody may only look. */
export function readerOfStore(c: AppContext, store: Pick<StoreRow, "disconnectedAt">): Reader {
  const reader = readerOf(c);
  return { ...reader, mayAct: reader.mayAct && store.disconnectedAt === null };
}

export function moneyText(reader: Reader, money: Money): string {
  return formatMoney(reader.language, money);
}

export function momentText(reader: Reader, moment: number): string {
  return formatMoment(reader.language, reader.timeZone, moment);
}

export function distanceText(reader: Reader, moment: number): string {
  return formatDistance(reader.language, moment, reader.now);
}

/** The words of the first key that exists, or what is given last: for keys built at run time. */
export function wordsFor(t: Translate, keys: readonly string[], otherwise: string, values?: MessageValues): string {
  const key = keys.find(isMessageKey);
  return key === undefined ? otherwise : t(key as Parameters<Translate>[0], values);
}
