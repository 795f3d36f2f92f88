import { and, asc, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { foldText, type ProductFacts } from "../domain/product";
import type { CellRepair, ProductColumns, RefusedCell } from "../domain/product-file";
import type { D1 } from "../lib/ports";
import type { TableChoice, TableRefusal } from "../lib/table-file";
import type { Encoding } from "../lib/table-file-text";
import { ask, selectRow } from "./client";
import { piecesOf } from "./products-file";
import { productUploadPieces, productUploadRows, productUploads } from "./schema-products";

/** How long a file, its preview and its undo are kept. */
const KEPT_MS = 30 * 86_400_000;

/** What a person chose instead of what was guessed. */
export type UploadChoice = TableChoice & { columns?: ProductColumns };

/** How a file was read, with the beginning of it, so that a person can say otherwise. */
export type FileReading = {
  kind: "csv" | "xlsx";
  encoding: Encoding | null;
  delimiter: string | null;
  columns: ProductColumns;
  header: string[];
  sample: string[][];
  ignored: number;
};

/** Why a file gives no preview; "no-sku": no column is said to be the SKU's; "stopped": the reading died on the way. */
export type UploadFault = { why: TableRefusal | "no-sku" | "stopped"; line?: number };

export type UploadDetails = { choice: UploadChoice; reading: FileReading | null; fault: UploadFault | null };
export type UploadState = (typeof productUploads.$inferSelect)["state"];
export type UploadCounts = { added: number; changed: number; unchanged: number; refused: number };
export type Upload = UploadCounts & {
  id: string;
  state: UploadState;
  fileName: string;
  createdAt: number;
  begunAt: number;
  done: number;
  total: number;
  details: UploadDetails;
  switchedAt: number | null;
};
export type UploadedFile = {
  workspaceId: string;
  id: string;
  fileName: string;
  createdBy: string;
  createdAt: number;
  bytes: Uint8Array;
};

const SHOWN = {
  id: productUploads.id,
  state: productUploads.state,
  fileName: productUploads.fileName,
  createdAt: productUploads.createdAt,
  begunAt: productUploads.begunAt,
  done: productUploads.done,
  total: productUploads.total,
  added: productUploads.added,
  changed: productUploads.changed,
  unchanged: productUploads.unchanged,
  refused: productUploads.refused,
  details: productUploads.details,
  switchedAt: productUploads.switchedAt,
};
const NOTHING = { done: 0, total: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };
const UNREAD: UploadDetails = { choice: {}, reading: null, fault: null };

/** Keeps a file, so that it can be read again in another way; files of long ago go with the same batch. */
export async function createUpload(d1: D1, file: UploadedFile): Promise<void> {
  const { workspaceId, id, bytes, createdAt, ...named } = file;
  const row = { workspaceId, id, createdAt, ...named, ...NOTHING, begunAt: createdAt, reading: 0, details: UNREAD };
  const old = and(eq(productUploads.workspaceId, workspaceId), lt(productUploads.createdAt, createdAt - KEPT_MS));
  await ask(d1, (db) => {
    const gone = db.select({ id: productUploads.id }).from(productUploads).where(old);
    const ofGone = (table: typeof productUploadRows | typeof productUploadPieces) =>
      db.delete(table).where(and(eq(table.workspaceId, workspaceId), inArray(table.uploadId, gone)));
    return db.batch([
      ofGone(productUploadRows),
      ofGone(productUploadPieces),
      db.delete(productUploads).where(old),
      db.insert(productUploads).values({ ...row, state: "reading" }),
      ...piecesOf(workspaceId, id, bytes).map((piece) => db.insert(productUploadPieces).values(piece)),
    ]);
  });
}

/** An upload of the workspace; null when it has none of that id. */
export async function findUpload(d1: D1, workspaceId: string, id: string): Promise<Upload | null> {
  const found = await ask(d1, (db) => db.select(SHOWN).from(productUploads).where(itself(workspaceId, id)).get());
  return found ? (found as Upload) : null;
}

/** The workspace's last uploads, newest first. */
export async function listUploads(d1: D1, workspaceId: string, limit: number): Promise<Upload[]> {
  const rows = await ask(d1, (db) =>
    db
      .select(SHOWN)
      .from(productUploads)
      .where(eq(productUploads.workspaceId, workspaceId))
      .orderBy(desc(productUploads.createdAt))
      .limit(limit),
  );
  return rows as Upload[];
}

/**
 * Begins to read a file, from the start: what an earlier reading staged is thrown away, and one that still runs writes
 * nothing more. Gives the reading's number; null when the file was applied already, or is not there.
 */
export async function beginReading(
  d1: D1,
  workspaceId: string,
  id: string,
  choice: UploadChoice,
  at: number,
): Promise<number | null> {
  const open = and(itself(workspaceId, id), inArray(productUploads.state, ["reading", "unreadable", "ready"]));
  const details: UploadDetails = { ...UNREAD, choice };
  const reading = sql`${productUploads.reading} + 1`;
  const [[begun]] = await ask(d1, (db) =>
    db.batch([
      db
        .update(productUploads)
        .set({ ...NOTHING, state: "reading", reading, begunAt: at, details })
        .where(open)
        .returning({ reading: productUploads.reading }),
      db
        .delete(productUploadRows)
        .where(
          and(
            eq(productUploadRows.workspaceId, workspaceId),
            eq(productUploadRows.uploadId, id),
            sql`exists (select 1 from ${productUploads} where ${and(itself(workspaceId, id), eq(productUploads.state, "reading"))})`,
          ),
        ),
    ]),
  );
  return begun?.reading ?? null;
}

/** One reading of one file. */
export type ReadingPlace = { workspaceId: string; id: string; reading: number };
/** A row of a preview. A refused one has its cells; its facts are null. */
export type StagedRow = {
  kind: "added" | "changed" | "refused";
  line: number;
  sku: string;
  title: string;
  facts: ProductFacts;
  old: ProductFacts;
  remarks: RowRemarks | null;
};
export type RowRemarks = { repair: CellRepair } | { refused: RefusedCell[] };

/** Says how many rows the reading will bring. */
export async function expectRows(d1: D1, place: ReadingPlace, total: number): Promise<void> {
  await ask(d1, (db) => db.update(productUploads).set({ total }).where(underWay(place)));
}

/** Adds some rows to a preview and moves its progress on; nothing when another reading has begun. */
export async function stageRows(
  d1: D1,
  place: ReadingPlace,
  rows: readonly StagedRow[],
  counts: UploadCounts,
): Promise<void> {
  const values = rows.map(({ kind, line, sku, title, facts, old, remarks }) => [
    ...[kind, line, sku, title, foldText(`${sku} ${title}`)],
    ...[facts.hsCode, facts.origin, facts.weightGrams, facts.description],
    ...[old.hsCode, old.origin, old.weightGrams, old.description, remarks && JSON.stringify(remarks)],
  ]);
  const { workspaceId, id: uploadId } = place;
  const names = ["kind", "line", "sku", "title", "folded", "hsCode", "origin", "weightGrams", "description"] as const;
  const old = ["oldHsCode", "oldOrigin", "oldWeightGrams", "oldDescription", "remarks"] as const;
  const cells = Object.fromEntries(
    [...names, ...old].map((name, cell) => [name, sql`value->>${sql.raw(String(cell))}`]),
  );
  const row = selectRow(productUploadRows, { ...(cells as CellsOfRow), workspaceId, uploadId, category: null });
  const { added, changed, unchanged, refused } = productUploads;
  const read = counts.added + counts.changed + counts.unchanged + counts.refused;
  const moved = {
    done: sql`${productUploads.done} + ${read}`,
    added: sql`${added} + ${counts.added}`,
    changed: sql`${changed} + ${counts.changed}`,
    unchanged: sql`${unchanged} + ${counts.unchanged}`,
    refused: sql`${refused} + ${counts.refused}`,
  };
  const current = sql`exists (select 1 from ${productUploads} where ${underWay(place)})`;
  await ask(d1, (db) =>
    db.batch([
      db.insert(productUploadRows).select(sql`${row} from json_each(${JSON.stringify(values)}) where ${current}`),
      db.update(productUploads).set(moved).where(underWay(place)),
    ]),
  );
}

type Cell = Exclude<keyof typeof productUploadRows.$inferInsert, "workspaceId" | "uploadId" | "category">;
type CellsOfRow = Record<Cell, ReturnType<typeof sql>>;

/** Ends a reading: with its preview, or with what kept it from one. */
export async function endReading(d1: D1, place: ReadingPlace, details: UploadDetails): Promise<void> {
  const state = details.fault ? "unreadable" : "ready";
  await ask(d1, (db) => db.update(productUploads).set({ state, details }).where(underWay(place)));
}

/** A page of a preview's rows of one kind, in the file's order, behind line `after`. */
export async function listUploadRows(
  d1: D1,
  workspaceId: string,
  id: string,
  kind: StagedRow["kind"],
  after: number,
  limit: number,
): Promise<StagedRow[]> {
  const { line, ...columns } = productUploadRows;
  const own = and(
    eq(columns.workspaceId, workspaceId),
    eq(columns.uploadId, id),
    eq(columns.kind, kind),
    gt(line, after),
  );
  const rows = await ask(d1, (db) => db.select().from(productUploadRows).where(own).orderBy(asc(line)).limit(limit));
  return rows.map((row) => ({
    ...{ kind: row.kind, line: row.line, sku: row.sku, title: row.title, remarks: row.remarks as RowRemarks | null },
    facts: {
      ...{ hsCode: row.hsCode, origin: row.origin },
      ...{ weightGrams: row.weightGrams, description: row.description },
    },
    old: {
      ...{ hsCode: row.oldHsCode, origin: row.oldOrigin },
      ...{ weightGrams: row.oldWeightGrams, description: row.oldDescription },
    },
  }));
}

function itself(workspaceId: string, id: string) {
  return and(eq(productUploads.workspaceId, workspaceId), eq(productUploads.id, id));
}

function underWay({ workspaceId, id, reading }: ReadingPlace) {
  return and(itself(workspaceId, id), eq(productUploads.state, "reading"), eq(productUploads.reading, reading));
}
