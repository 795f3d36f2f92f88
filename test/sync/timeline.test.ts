import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordFact } from "../../src/sync/facts";
import { flushOutbox } from "../../src/sync/outbox";
import { verifyTimeline } from "../../src/sync/verify-timeline";
import { type Engine, startEngine } from "../engine";
import { pressCreateLabel, readyOrder } from "./cast";

const SYNC = join(import.meta.dirname, "..", "..", "src", "sync");

async function livedIn(): Promise<Engine> {
  const engine = await startEngine();
  await pressCreateLabel(engine, await readyOrder(engine));
  await engine.run(5 * 60_000);
  return engine;
}

function facts({ store }: Engine): { seq: number; hash: string }[] {
  return store.ports.sql.all<{ seq: number; hash: string }>("SELECT seq, hash FROM facts ORDER BY seq");
}

describe("the timeline's chain", () => {
  it("is whole, and ends in the last line's hash", async () => {
    const engine = await livedIn();
    const lines = facts(engine);
    expect(lines.length).toBeGreaterThan(10);
    expect(verifyTimeline(engine.store)).toEqual({ result: "whole", facts: lines.length, head: lines.at(-1)?.hash });
  });

  it("is whole over thousands of lines, and when there is none", async () => {
    const engine = await startEngine();
    expect(verifyTimeline(engine.store)).toEqual({ result: "whole", facts: 0, head: "" });
    engine.store.ports.sql.transaction(() => {
      for (let n = 0; n < 2_500; n += 1) recordFact(engine.store, `O-${n % 7}`, "checked", { n }, null);
    });
    expect(verifyTimeline(engine.store)).toMatchObject({ result: "whole", facts: 2_500 });
  });

  it("counts lines older than the chain, and only at its beginning", async () => {
    const engine = await startEngine();
    const { sql, now } = engine.store.ports;
    const old =
      "INSERT INTO facts (seq, order_id, at, kind, actor, details) VALUES (?, 'O-1', ?, 'checked', NULL, '{}')";
    sql.run(old, 1, now());
    sql.run(old, 2, now());
    recordFact(engine.store, "O-1", "checked", {}, null);
    expect(verifyTimeline(engine.store)).toMatchObject({ result: "whole", facts: 3 });
    sql.run(old, 4, now());
    expect(verifyTimeline(engine.store)).toEqual({ result: "broken", seq: 4 });
  });

  it.each([
    ["order", "UPDATE facts SET order_id = 'another' WHERE seq = 5"],
    ["moment", "UPDATE facts SET at = at + 1 WHERE seq = 5"],
    ["kind", "UPDATE facts SET kind = 'checked' WHERE seq = 5"],
    ["actor", "UPDATE facts SET actor = 'Nobody' WHERE seq = 5"],
    ["details", "UPDATE facts SET details = '{}' || ' ' WHERE seq = 5"],
    ["hash", "UPDATE facts SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 5"],
    ["absence", "UPDATE facts SET hash = '' WHERE seq = 5"],
    ["deletion", "DELETE FROM facts WHERE seq = 5"],
    ["swapped seq", "UPDATE facts SET seq = CASE seq WHEN 5 THEN -6 ELSE -5 END WHERE seq IN (5, 6)"],
  ])("breaks at a line whose %s was touched, and a person is told until it is whole", async (_what, touch) => {
    const engine = await livedIn();
    const { sql } = engine.store.ports;
    const kept = sql.all<Record<string, string | number | null>>("SELECT * FROM facts ORDER BY seq");
    sql.run(touch);
    const verdict = verifyTimeline(engine.store);
    expect(verdict.result).toBe("broken");
    expect(verdict.result === "broken" && verdict.seq).toBeLessThanOrEqual(5);
    expect(sql.all("SELECT kind FROM attention")).toEqual([{ kind: "timeline-broken" }]);
    sql.run("DELETE FROM facts");
    for (const { seq, order_id, at, kind, actor, details, hash } of kept)
      sql.run(
        "INSERT INTO facts (seq, order_id, at, kind, actor, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[seq, order_id, at, kind, actor, details, hash].map((value) => value ?? null),
      );
    expect(verifyTimeline(engine.store).result).toBe("whole");
    await flushOutbox(engine.store);
    const { results } = await engine.d1.prepare("SELECT kind, resolved FROM attention_items").all();
    expect(results).toEqual([{ kind: "timeline-broken", resolved: 1 }]);
  });

  it("is written by one statement, and changed or deleted by none", () => {
    const files = readdirSync(SYNC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const source = files.map((name) => readFileSync(join(SYNC, name), "utf8")).join("\n");
    expect(files.length).toBeGreaterThan(40);
    expect(source.match(/\b(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|DROP\s+TABLE)\s+facts\b/gi)).toBeNull();
    expect(source.match(/\bINTO\s+facts\b/gi)).toHaveLength(1);
  });
});
