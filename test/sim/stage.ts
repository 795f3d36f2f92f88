// What one process keeps over all its seeds: databases, prepared statements, both vendors' apps. A seed finds them empty.
import { DatabaseSync } from "node:sqlite";
import type { Sql } from "../../src/lib/ports";
import { type BothWorlds, openBothWorlds } from "../../src/sandbox/both-worlds";
import type { World } from "../../src/sandbox/world";
import { SendcloudAccount } from "../../src/sync/sendcloud-account";
import { migrateAccount, migrateStore } from "../../src/sync/store-schema";
import { StoreSync } from "../../src/sync/store-sync";
import { migratedDatabase } from "../d1-twin";
import { sqlOver } from "../twins";
import type { SimContext, SimObject } from "./incarnation";

export type Stage = {
  d1: DatabaseSync;
  remote: DatabaseSync;
  remoteSql: Sql;
  both: BothWorlds;
  /** The world both vendors stand on; a seed puts its own clock and chance in. */
  world: World & { touched: boolean };
  objects: SimObject[];
  /** Empties every table. */
  empty(): void;
};

export function createStage(migrations: string): Stage {
  const d1 = migratedDatabase(migrations);
  const remote = new DatabaseSync(":memory:");
  const remoteSql = sqlOver(remote);
  const world = worldOver(remoteSql);
  const both = openBothWorlds(world);
  const objects = [
    createObject("account-1", "account"),
    createObject("store-1", "store"),
    createObject("store-2", "store"),
  ];
  const databases = [d1, remote, ...objects.map(({ database }) => database)];
  const emptied = databases.map((database) => emptying(database, database === remote));
  return {
    d1,
    remote,
    remoteSql,
    both,
    world,
    objects,
    empty() {
      for (const empty of emptied) empty();
      for (const object of objects) {
        object.alarmAt = null;
        object.alarmMoved = false;
        object.living = null;
        object.born = 0;
        object.skew = 0;
        object.touched.clear();
      }
    },
  };
}

function worldOver(sql: Sql): Stage["world"] {
  const world: Stage["world"] = {
    sql: {
      ...sql,
      run(statement, ...values) {
        world.touched = true;
        return sql.run(statement, ...values);
      },
    },
    now: () => 0,
    random: () => 0,
    deliver: async () => 0,
    touched: false,
    quiet: true,
    cheapLabels: true,
  };
  return world;
}

function createObject(name: string, kind: SimObject["kind"]): SimObject {
  const database = new DatabaseSync(":memory:");
  const sql = sqlOver(database);
  if (kind === "store") {
    migrateStore(sql);
    watchIntents(database);
  } else migrateAccount(sql);
  const Shell = kind === "store" ? StoreSync : SendcloudAccount;
  return {
    name,
    kind,
    database,
    sql,
    alarmAt: null,
    alarmMoved: false,
    living: null,
    born: 0,
    skew: 0,
    touched: new Set(),
    build: (context: SimContext, env: object) => new Shell(context as never, env as never),
  };
}

// Every move of an intent, also one that only waits on, written by SQLite itself: a torn transaction takes its edge back.
function watchIntents(database: DatabaseSync): void {
  database.exec(`CREATE TABLE sim_edges (seq INTEGER PRIMARY KEY, id TEXT, came TEXT, went TEXT);
    CREATE TRIGGER sim_planned AFTER INSERT ON intents BEGIN
      INSERT INTO sim_edges (id, came, went) VALUES (new.id, 'new', new.state); END;
    CREATE TRIGGER sim_moved AFTER UPDATE OF state ON intents BEGIN
      INSERT INTO sim_edges (id, came, went) VALUES (new.id, old.state, new.state); END`);
}

const KEPT = new Set(["migrations", "d1_migrations"]);

// The remote's first rows are the vendor's own: integrations and settings that its tables are created with.
function emptying(database: DatabaseSync, keepsFirstRows: boolean): () => void {
  const names = (
    database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  ).map(({ name }) => name);
  const parts = names
    .filter((name) => !KEPT.has(name))
    .map((name) => {
      const first = keepsFirstRows ? database.prepare(`SELECT * FROM ${name}`).all() : [];
      const clear = database.prepare(`DELETE FROM ${name}`);
      const count = database.prepare(`SELECT 1 FROM ${name} LIMIT 1`);
      const columns = Object.keys(first[0] ?? {});
      const put =
        first.length > 0 ? database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => "?").join(",")})`) : null;
      return { first, clear, count, put };
    });
  return () => {
    database.exec("BEGIN");
    for (const { first, clear, count, put } of parts) {
      if (count.get() !== undefined) clear.run();
      for (const row of first) put?.run(...Object.values(row));
    }
    database.exec("COMMIT");
  };
}
