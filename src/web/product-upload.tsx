import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { uuidv7 } from "uuidv7";
import {
  beginReading,
  createUpload,
  endReading,
  findUpload,
  listUploadRows,
  listUploads,
  type ReadingPlace,
  type Upload,
  type UploadChoice,
} from "../db/product-uploads";
import { applyUpload, undoUpload } from "../db/products-switch";
import type { MessageKey } from "../i18n/index";
import { CSV_LIMIT_BYTES } from "../lib/table-file-csv";
import { type AppContext, type AppEnv, signedIn, wantsFragment } from "./context";
import { readPosted, readTyped } from "./forms";
import { messagePage, page } from "./layout";
import { makePreview } from "./product-reading";
import { readChoice, uploadPath } from "./product-upload-form";
import { type PreviewShown, readPreviewQuery, UploadPreview } from "./product-upload-preview";
import { UploadStart } from "./product-upload-start";
import { readerOf } from "./reader";
import { tellProductsChanged } from "./tell-stores";

/** What a form needs around its file. */
const FRAME_BYTES = 65_536;
const PAGE_ROWS = 100;
const SHOWN_UPLOADS = 10;

export const productUpload = new Hono<AppEnv>();

productUpload.get("/upload", (c) => showStart(c, null));

// Refused by its length before a byte of it is kept.
const notTooLarge = bodyLimit({
  maxSize: CSV_LIMIT_BYTES + FRAME_BYTES,
  onError: (c) => showStart(c as Context<AppEnv>, "products.upload.too-large"),
});

productUpload.post("/upload", notTooLarge, async (c) => {
  const { workspaceId, personId } = signedIn(c);
  const { file } = await readPosted(c);
  if (!(file instanceof File) || file.size === 0) return showStart(c, "products.upload.no-file");
  const id = uuidv7();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { now: createdAt } = c.var;
  await createUpload(c.env.DB, { workspaceId, id, fileName: file.name, createdBy: personId, createdAt, bytes });
  await read(c, id, {});
  return c.redirect(uploadPath(id), 303);
});

productUpload.get("/uploads/:uploadId", (c) => showPreview(c, null));

/** Reads the file again: in another way, or because the products have changed, or because the reading died. */
productUpload.post("/uploads/:uploadId/reading", async (c) => {
  const id = c.req.param("uploadId");
  const isThere = await read(c, id, readChoice(await readTyped(c)));
  return isThere ? c.redirect(uploadPath(id), 303) : showPreview(c, null);
});

productUpload.post("/uploads/:uploadId/application", async (c) => {
  if (!(await isOurs(c))) return showPreview(c, null);
  const outcome = await applyUpload(c.env.DB, switchOf(c));
  if (outcome === "changed-since") return showPreview(c, "products.upload.changed-since");
  if (outcome === "applied") c.executionCtx.waitUntil(tellProductsChanged(c, null));
  return c.redirect(uploadPath(c.req.param("uploadId")), 303);
});

productUpload.post("/uploads/:uploadId/undo", async (c) => {
  if (!(await isOurs(c))) return showPreview(c, null);
  const kept = await undoUpload(c.env.DB, switchOf(c));
  if (kept !== null) c.executionCtx.waitUntil(tellProductsChanged(c, null));
  return c.redirect(`${uploadPath(c.req.param("uploadId"))}${kept ? `?kept=${kept}` : ""}`, 303);
});

async function isOurs(c: AppContext): Promise<boolean> {
  return (await findUpload(c.env.DB, signedIn(c).workspaceId, c.req.param("uploadId") ?? "")) !== null;
}

function switchOf(c: AppContext) {
  const { workspaceId } = signedIn(c);
  return { workspaceId, id: c.req.param("uploadId") ?? "", request: uuidv7(), at: c.var.now };
}

/** Begins a reading behind the answer; false when there is no such file to read. */
async function read(c: AppContext, id: string, choice: UploadChoice): Promise<boolean> {
  const { workspaceId } = signedIn(c);
  const reading = await beginReading(c.env.DB, workspaceId, id, choice, c.var.now);
  if (reading === null) return false;
  c.executionCtx.waitUntil(readBehind(c, { workspaceId, id, reading }, choice));
  return true;
}

async function readBehind(c: AppContext, place: ReadingPlace, choice: UploadChoice): Promise<void> {
  try {
    await makePreview(c.env.DB, place, choice);
  } catch (error) {
    const kind = error instanceof Error ? error.name : "unknown";
    console.error(JSON.stringify({ level: "error", event: "reading-died", requestId: c.var.requestId, kind }));
    await endReading(c.env.DB, place, { choice, reading: null, fault: { why: "stopped" } });
  }
}

async function showStart(c: AppContext, fault: MessageKey | null): Promise<Response> {
  const uploads = await listUploads(c.env.DB, signedIn(c).workspaceId, SHOWN_UPLOADS);
  const body = <UploadStart reader={readerOf(c)} uploads={uploads} fault={fault} />;
  return page(c, c.var.t("products.upload.title"), body, fault ? 422 : 200);
}

async function showPreview(c: AppContext, fault: MessageKey | null): Promise<Response> {
  const { t } = c.var;
  const upload = await findUpload(c.env.DB, signedIn(c).workspaceId, c.req.param("uploadId") ?? "");
  if (!upload) return messagePage(c, 404, t("error.notFound"), t("error.notFound.body"));
  const shown = await previewOf(c, upload, fault);
  const article = <UploadPreview reader={readerOf(c)} shown={shown} />;
  if (wantsFragment(c)) return c.html(article, fault ? 409 : 200);
  const frame = { underWay: upload.state === "reading" && !shown.stopped };
  return page(c, upload.fileName, article, fault ? 409 : 200, frame);
}

/** A reading takes seconds: one that takes a minute died with its process. */
const STOPPED_AFTER_MS = 60_000;

async function previewOf(c: AppContext, upload: Upload, fault: MessageKey | null): Promise<PreviewShown> {
  const { tab, after, kept } = readPreviewQuery(c.req.query(), upload);
  const { workspaceId } = signedIn(c);
  const found = await listUploadRows(c.env.DB, workspaceId, upload.id, tab, after, PAGE_ROWS + 1);
  const rows = found.slice(0, PAGE_ROWS);
  const next = found.length > PAGE_ROWS ? (rows.at(-1)?.line ?? null) : null;
  const stopped = upload.state === "reading" && c.var.now - upload.begunAt > STOPPED_AFTER_MS;
  return { upload, tab, rows, next, after, kept, stopped, fault };
}
