import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { ask } from "../../src/db/client";
import { openSession, whoHoldsSession } from "../../src/db/sessions";
import { findStore } from "../../src/db/stores";
import type { D1 } from "../../src/lib/ports";
import { d1Twin } from "../d1-twin";
import { addStore, NOW } from "./cast";

describe("what D1 answers", () => {
  it("never carries a bound value in its error", async () => {
    const d1 = d1Twin();
    const session = { device: "", tokenHash: "secret-hash", personId: "camille", workspaceId: "w1", now: NOW };
    await openSession(d1, session);
    const failed = await openSession(d1, session).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect((failed as Error).message).toBe("UNIQUE constraint failed: sessions.token_hash");
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toMatch(/secret-hash|camille/);
  });

  it("still says when a migration is missing", async () => {
    const empty = new DatabaseSync(":memory:");
    const bare = { prepare: (statement: string) => ({ bind: () => ({ raw: async () => empty.prepare(statement) }) }) };
    await expect(whoHoldsSession(bare as unknown as D1, "hash", NOW)).rejects.toThrow(/^no such table: /);
  });

  it("keeps columns of one name apart in a join", async () => {
    const d1 = d1Twin();
    await addStore(d1);
    const { results } = await d1.prepare("SELECT 1 AS a, 2 AS a").bind().all();
    const [row] = await d1.prepare("SELECT 1 AS a, 2 AS a").bind().raw();
    expect([results, row]).toEqual([[{ a: 2 }], [1, 2]]);
    expect((await findStore(d1, "w1", "s1"))?.workspaceId).toBe("w1");
  });

  it("throws what is no failed query as it is", async () => {
    const surprise = new Error("surprise");
    await expect(ask(d1Twin(), () => Promise.reject(surprise))).rejects.toBe(surprise);
  });
});
