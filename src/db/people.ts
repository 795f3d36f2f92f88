import type { D1 } from "../lib/ports";

export type Role = "owner" | "shipper" | "viewer";
export type Who = {
  personId: string;
  name: string;
  language: string;
  workspaceId: string;
  workspaceName: string;
  timeZone: string;
  role: Role;
  freshUntil: number;
};

const SESSION_MS = 30 * 86_400_000;
const IDLE_MS = 7 * 86_400_000;
const FRESH_MS = 5 * 60_000;
const SEEN_STEP_MS = 3_600_000;

/** Who holds this session, with the role of today; null when it ended. */
export async function whoHoldsSession(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<(Who & { seenAt: number }) | null> {
  return d1
    .prepare(
      `SELECT s.person_id AS personId, p.name, p.language, s.workspace_id AS workspaceId, w.name AS workspaceName,
              w.time_zone AS timeZone, m.role, s.fresh_until AS freshUntil, s.seen_at AS seenAt
         FROM sessions s
         JOIN memberships m ON m.workspace_id = s.workspace_id AND m.person_id = s.person_id
         JOIN people p ON p.id = s.person_id
         JOIN workspaces w ON w.id = s.workspace_id
        WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ?`,
    )
    .bind(tokenHash, now, now - IDLE_MS)
    .first();
}

/** Notes that a session is in use, at most once an hour. */
export async function touchSession(d1: D1, tokenHash: string, seenAt: number, now: number): Promise<void> {
  if (now - seenAt < SEEN_STEP_MS) return;
  await d1.prepare("UPDATE sessions SET seen_at = ? WHERE token_hash = ?").bind(now, tokenHash).run();
}

export async function openSession(
  d1: D1,
  session: { tokenHash: string; personId: string; workspaceId: string; now: number },
): Promise<void> {
  const { tokenHash, personId, workspaceId, now } = session;
  await d1
    .prepare(
      `INSERT INTO sessions (token_hash, person_id, workspace_id, created_at, seen_at, fresh_until, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(tokenHash, personId, workspaceId, now, now, now + FRESH_MS, now + SESSION_MS)
    .run();
}

export async function endSession(d1: D1, tokenHash: string): Promise<void> {
  await d1.prepare("DELETE FROM sessions WHERE token_hash = ?").bind(tokenHash).run();
}

/** Keeps the person's language for the next visit. */
export async function setLanguage(d1: D1, personId: string, language: string): Promise<void> {
  await d1.prepare("UPDATE people SET language = ? WHERE id = ?").bind(language, personId).run();
}

export async function addLoginLink(
  d1: D1,
  link: { tokenHash: string; personId: string; workspaceId: string; expiresAt: number },
): Promise<void> {
  await d1
    .prepare("INSERT INTO login_links (token_hash, person_id, workspace_id, expires_at) VALUES (?, ?, ?, ?)")
    .bind(link.tokenHash, link.personId, link.workspaceId, link.expiresAt)
    .run();
}

/** Whom a login link lets in; reading it does not use it up. */
export async function findLoginLink(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<{ personId: string; workspaceId: string } | null> {
  return d1
    .prepare(
      "SELECT person_id AS personId, workspace_id AS workspaceId FROM login_links WHERE token_hash = ? AND expires_at > ?",
    )
    .bind(tokenHash, now)
    .first();
}

/** Uses a login link up: of two who come at once, one gets in. */
export async function consumeLoginLink(
  d1: D1,
  tokenHash: string,
  now: number,
): Promise<{ personId: string; workspaceId: string } | null> {
  return d1
    .prepare(
      `DELETE FROM login_links WHERE token_hash = ? AND expires_at > ?
       RETURNING person_id AS personId, workspace_id AS workspaceId`,
    )
    .bind(tokenHash, now)
    .first();
}

/**
 * Creates a workspace with its owner. With `onlyIfFirst` nothing happens when any workspace exists already: the
 * condition sits in the statements, so two who try at once make one.
 */
export async function createWorkspace(
  d1: D1,
  made: {
    workspaceId: string;
    name: string;
    timeZone: string;
    personId: string;
    email: string;
    personName: string;
    language: string;
    now: number;
  },
  onlyIfFirst: boolean,
): Promise<boolean> {
  const guard = onlyIfFirst ? "WHERE NOT EXISTS (SELECT 1 FROM workspaces)" : "WHERE 1";
  const exists = "WHERE EXISTS (SELECT 1 FROM workspaces WHERE id = ?)";
  const [inserted] = await d1.batch([
    d1
      .prepare(`INSERT INTO workspaces (id, name, time_zone, created_at) SELECT ?, ?, ?, ? ${guard}`)
      .bind(made.workspaceId, made.name, made.timeZone, made.now),
    d1
      .prepare(`INSERT INTO people (id, email, name, language, created_at) SELECT ?, ?, ?, ?, ? ${exists}`)
      .bind(made.personId, made.email, made.personName, made.language, made.now, made.workspaceId),
    d1
      .prepare(`INSERT INTO memberships (workspace_id, person_id, role, created_at) SELECT ?, ?, 'owner', ? ${exists}`)
      .bind(made.workspaceId, made.personId, made.now, made.workspaceId),
  ]);
  return (inserted?.meta.changes ?? 0) > 0;
}

/** True once the first owner came. */
export async function hasWorkspace(d1: D1): Promise<boolean> {
  return (await d1.prepare("SELECT 1 AS found FROM workspaces LIMIT 1").first()) !== null;
}

export async function findPersonByEmail(
  d1: D1,
  email: string,
): Promise<{ personId: string; workspaceId: string } | null> {
  return d1
    .prepare(
      `SELECT p.id AS personId, m.workspace_id AS workspaceId FROM people p
         JOIN memberships m ON m.person_id = p.id WHERE p.email = ? LIMIT 1`,
    )
    .bind(email)
    .first();
}
