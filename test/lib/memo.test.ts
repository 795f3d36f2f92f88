import { describe, expect, it } from "vitest";
import { remember, remembered } from "../../src/lib/memo";
import { keep, recall } from "../../src/sync/keeping";
import { sqlTwin } from "../twins";

function object() {
  const sql = sqlTwin();
  sql.run("CREATE TABLE kv (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  return sql;
}

describe("what an object remembers of its tables", () => {
  it("is read once, nothing included", () => {
    const sql = object();
    let reads = 0;
    const read = () => {
      reads += 1;
      return null;
    };
    expect([remembered(sql, "a", read), remembered(sql, "a", read)]).toEqual([null, null]);
    expect(reads).toBe(1);
  });

  it("follows what is written", () => {
    const sql = object();
    expect(recall(sql, "cursor")).toBeNull();
    keep(sql, "cursor", 7);
    expect(recall(sql, "cursor")).toBe(7);
    expect(sql.all("SELECT value FROM kv")).toEqual([{ value: "7" }]);
  });

  it("holds a copy: what the writer does to its own value later is not told", () => {
    const sql = object();
    const walk = { page: 1 };
    keep(sql, "walk", walk);
    walk.page = 2;
    expect(recall(sql, "walk")).toEqual({ page: 1 });
    expect(sql.all("SELECT value FROM kv")).toEqual([{ value: '{"page":1}' }]);
  });

  it("writes nothing when nothing changed", () => {
    const sql = object();
    keep(sql, "cursor", { at: 7 });
    sql.run("UPDATE kv SET value = 'touched'");
    keep(sql, "cursor", { at: 7 });
    expect(sql.all("SELECT value FROM kv")).toEqual([{ value: "touched" }]);
  });

  it("is gone with a transaction that was taken back", () => {
    const sql = object();
    keep(sql, "cursor", 1);
    expect(() =>
      sql.transaction(() => {
        keep(sql, "cursor", 2);
        throw new Error("torn");
      }),
    ).toThrow("torn");
    expect(recall(sql, "cursor")).toBe(1);
  });

  it("stays small however much is read", () => {
    const sql = object();
    for (let order = 0; order < 20_000; order += 1) remember(sql, `order ${order}`, order);
    expect(sql.memo.size).toBeLessThanOrEqual(5_000);
    expect(remembered(sql, "order 19999", () => "read again")).toBe(19_999);
    expect(remembered(sql, "order 0", () => "read again")).toBe("read again");
  });
});
