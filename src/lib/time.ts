/** Reads an ISO 8601 date-time into epoch milliseconds UTC; null for anything else. */
export function parseTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}

/** Epoch milliseconds as `2026-11-24T08:00:00.000Z`. */
export function isoTime(moment: number): string {
  return new Date(moment).toISOString();
}

/** Epoch milliseconds as `2026-11-24T08:00:00Z`, rounded down to the second. */
export function isoSeconds(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

const DAYS = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in an IANA time zone, as `2026-11-24`. */
export function localDay(timeZone: string, moment: number): string {
  const known = DAYS.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      calendar: "iso8601",
    });
  if (!known) DAYS.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}`;
}
