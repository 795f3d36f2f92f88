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
