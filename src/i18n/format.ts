import { decimalFromMoney, type Money } from "../domain/money";
import type { Language } from "./index";

const LOCALES: Record<Language, string> = { fr: "fr-FR", en: "en-GB" };
const formats = new Map<
  string,
  Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.DisplayNames
>();

function memo<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.DisplayNames>(
  key: string,
  make: () => T,
): T {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known as T;
}

/** An amount in the reader's decimals: 12,50 € or €12.50. */
export function formatMoney(language: Language, money: Money): string {
  const format = memo(
    `money ${language} ${money.currency}`,
    () => new Intl.NumberFormat(LOCALES[language], { style: "currency", currency: money.currency }),
  );
  return format.format(decimalFromMoney(money) as Intl.StringNumericLiteral);
}

export function formatNumber(language: Language, value: number): string {
  return memo(`number ${language}`, () => new Intl.NumberFormat(LOCALES[language])).format(value);
}

/** Date and time in the workspace's time zone. */
export function formatMoment(language: Language, timeZone: string, moment: number): string {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone } as const;
  return memo(`moment ${language} ${timeZone}`, () => new Intl.DateTimeFormat(LOCALES[language], options)).format(
    moment,
  );
}

/** Time of day with seconds, for the timeline. */
export function formatClock(language: Language, timeZone: string, moment: number): string {
  const options = { dateStyle: "short", timeStyle: "medium", timeZone } as const;
  return memo(`clock ${language} ${timeZone}`, () => new Intl.DateTimeFormat(LOCALES[language], options)).format(
    moment,
  );
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "in 5 hours", "40 s ago": the distance of a moment from now. */
export function formatDistance(language: Language, moment: number, now: number): string {
  const distance = moment - now;
  if (Math.abs(distance) < 1000) return rightNow(language);
  const [unit, length] = STEPS.find(([, step]) => Math.abs(distance) >= step) ?? ["second" as const, 1000];
  const format = memo(
    `distance ${language}`,
    () => new Intl.RelativeTimeFormat(LOCALES[language], { numeric: "always", style: "short" }),
  );
  return format.format(Math.trunc(distance / length), unit);
}

function rightNow(language: Language): string {
  return memo(`now ${language}`, () => new Intl.RelativeTimeFormat(LOCALES[language], { numeric: "auto" })).format(
    0,
    "second",
  );
}

/** A country's name; the code itself when nobody knows it. */
export function formatCountry(language: Language, code: string): string {
  try {
    return (
      memo(`country ${language}`, () => new Intl.DisplayNames(LOCALES[language], { type: "region" })).of(code) ?? code
    );
  } catch {
    return code;
  }
}
