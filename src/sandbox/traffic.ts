import type { Sql } from "../lib/ports";

const MOST_KEPT = 20_000;
const MOST_AT_ONCE = 500;

export function createTraffic(sql: Sql): void {
  sql.run("CREATE TABLE IF NOT EXISTS exchanges (seq INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL)");
  sql.run("CREATE TABLE IF NOT EXISTS csp_reports (seq INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL)");
}

/** Keeps one recorded exchange; the oldest ones make room. */
export function recordExchange(sql: Sql, line: string): void {
  sql.run("INSERT INTO exchanges (line) VALUES (?)", line);
  sql.run("DELETE FROM exchanges WHERE seq <= (SELECT max(seq) FROM exchanges) - ?", MOST_KEPT);
}

export function exchangesAfter(sql: Sql, after: number): { seq: number; line: string }[] {
  return sql.all<{ seq: number; line: string }>(
    "SELECT seq, line FROM exchanges WHERE seq > ? ORDER BY seq LIMIT ?",
    after,
    MOST_AT_ONCE,
  );
}

/** Keeps what a browser reported against the policy. */
export function keepCspReport(sql: Sql, report: string): void {
  sql.run("INSERT INTO csp_reports (report) VALUES (?)", report);
}

export function cspReports(sql: Sql): string[] {
  return sql.all<{ report: string }>("SELECT report FROM csp_reports ORDER BY seq").map((row) => row.report);
}
