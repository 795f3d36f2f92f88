import { type Context, Hono } from "hono";
import { withFaults } from "./faults";
import type { Paper } from "./label-pdf";
import {
  CONTRACTS,
  integrationRow,
  integrationRows,
  integrationView,
  SENDER_ADDRESSES,
  USER_ID,
} from "./sendcloud-account";
import { announce } from "./sendcloud-announce";
import { authenticate, giveToken, type ScEnv } from "./sendcloud-auth";
import { cancelShipment } from "./sendcloud-cancel";
import { documentsOf, type MimeType, type ParcelOfShipment, type Wanted } from "./sendcloud-documents";
import { bodyOf, notFound, refuse, scError } from "./sendcloud-errors";
import { limitCalls } from "./sendcloud-limits";
import { listShipments } from "./sendcloud-list";
import { operationOf } from "./sendcloud-operations";
import { shippingOptions } from "./sendcloud-options";
import { orderRoutes } from "./sendcloud-order-routes";
import { parcelOf, parcelsOf, type ShipmentRow } from "./sendcloud-parcels";
import { returnRoutes } from "./sendcloud-return-routes";
import { errorsOf, integrationSchema, optionsSchema } from "./sendcloud-schema";
import { shipmentView } from "./sendcloud-shipment-view";
import { STATUS_LIST } from "./sendcloud-statuses";
import type { World } from "./world";

const DPI = [72, 150, 203, 300, 600];
const MOST_PARCELS = 20;

/** Sendcloud's API v3 and its token endpoint, over the tables of `createSendcloudTables`. */
export function sendcloudApp(world: World): Hono<ScEnv> {
  const app = new Hono<ScEnv>();
  app.use(withFaults(world, "sendcloud", operationOf));
  app.post("/oauth2/token", (context) => giveToken(world, context));
  app.post("/oauth2/token/", (context) => giveToken(world, context));
  app.use("/api/*", authenticate(world), limitCalls(world));
  app.route("/api/v3", accountRoutes(world));
  app.route("/api/v3", shipmentRoutes(world));
  app.route("/api/v3", documentRoutes(world));
  app.route("/api/v3", orderRoutes(world));
  app.route("/api/v3", returnRoutes(world));
  app.notFound(notFound);
  return app;
}

function accountRoutes(world: World): Hono<ScEnv> {
  const routes = new Hono<ScEnv>();
  routes.get("/user/auth/metadata", (context) =>
    context.json({ data: { user_id: USER_ID, integration_id: context.var.integration.id } }),
  );
  routes.get("/integrations", (context) => context.json({ data: integrationRows(world.sql).map(integrationView) }));
  routes.get("/integrations/:id{[0-9]+}", (context) => {
    const row = integrationRow(world.sql, Number(context.req.param("id")));
    return row ? context.json({ data: integrationView(row) }) : notFound(context);
  });
  routes.patch("/integrations/:id{[0-9]+}", (context) => updateIntegration(world, context, context.req.param("id")));
  routes.get("/addresses/sender-addresses", (context) => context.json({ data: SENDER_ADDRESSES }));
  routes.get("/contracts", (context) => {
    const carrier = context.req.query("carrier_code");
    return context.json({ data: CONTRACTS.filter((contract) => !carrier || contract.carrier_code === carrier) });
  });
  routes.get("/parcels/statuses", (context) => context.json({ data: STATUS_LIST }));
  routes.post("/shipping-options", answerOptions);
  return routes;
}

async function updateIntegration(world: World, context: Context, id: string): Promise<Response> {
  const row = integrationRow(world.sql, Number(id));
  if (!row) return notFound(context);
  const body = await bodyOf(context);
  const parsed = integrationSchema.safeParse(body);
  if (!parsed.success) return refuse(context, ...errorsOf(parsed.error, body));
  const view = integrationView(row);
  const change = parsed.data;
  const webhookUrl = change.webhook_url === undefined ? view.webhook_url : change.webhook_url;
  const webhookActive = change.webhook_active ?? view.webhook_active;
  if (webhookActive && !webhookUrl) {
    return refuse(context, scError(400, "required", "A webhook URL is required to activate it.", "/webhook_url"));
  }
  world.sql.run(
    `UPDATE sc_integrations SET shop_name = ?, shop_url = ?, service_point_enabled = ?, service_point_carriers = ?,
     webhook_active = ?, webhook_url = ?, feedback_type = ?, updated_at = ? WHERE id = ?`,
    change.shop_name ?? view.shop_name,
    change.shop_url ?? view.shop_url,
    (change.service_point_enabled ?? view.service_point_enabled) ? 1 : 0,
    JSON.stringify(change.service_point_carriers ?? view.service_point_carriers),
    webhookActive ? 1 : 0,
    webhookUrl,
    change.feedback_type ?? view.feedback_type,
    world.now(),
    row.id,
  );
  return context.body(null, 204);
}

async function answerOptions(context: Context): Promise<Response> {
  const body = (await bodyOf(context)) ?? {};
  const parsed = optionsSchema.safeParse(body);
  if (!parsed.success) return refuse(context, ...errorsOf(parsed.error, body));
  const { contract_id: contract } = parsed.data;
  if (contract && !CONTRACTS.some(({ id }) => id === contract)) {
    return refuse(context, scError(400, "invalid", "Invalid contract."));
  }
  return context.json({ data: shippingOptions(parsed.data) });
}

function shipmentRoutes(world: World): Hono<ScEnv> {
  const routes = new Hono<ScEnv>();
  routes.post("/shipments/announce", async (context) => {
    const announced = await announce(world, context.var.integration.id, await bodyOf(context));
    if (announced.status === 400) return refuse(context, ...announced.errors);
    return context.json({ data: announced.data }, announced.status);
  });
  routes.get("/shipments", (context) => {
    const page = listShipments(world, new URL(context.req.url).searchParams);
    if ("errors" in page) return refuse(context, ...page.errors);
    if (page.link) context.header("Link", page.link);
    return context.json({ data: page.data });
  });
  routes.get("/shipments/:id", (context) => {
    const shipment = shipmentById(world, context.req.param("id"));
    return shipment
      ? context.json({ data: shipmentView(shipment, parcelsOf(world.sql, shipment.id)) })
      : notFound(context);
  });
  routes.post("/shipments/:id/cancel", (context) => {
    const shipment = shipmentById(world, context.req.param("id"));
    if (!shipment) return notFound(context);
    const done = cancelShipment(world, parcelsOf(world.sql, shipment.id));
    if (done.status === 409) return refuse(context, scError(409, "invalid", done.detail));
    return context.json({ data: { status: done.word, message: done.message } }, done.status);
  });
  return routes;
}

function shipmentById(world: World, id: string): ShipmentRow | undefined {
  return world.sql.all<ShipmentRow>(
    "SELECT * FROM sc_shipments WHERE id = ? AND integration_id NOT IN (SELECT id FROM sc_gone_integrations)",
    id,
  )[0];
}

function documentRoutes(world: World): Hono<ScEnv> {
  const routes = new Hono<ScEnv>();
  routes.get("/parcels/:id/documents/:type", (context) => answerDocuments(world, context, [context.req.param("id")]));
  routes.get("/parcel-documents/:type", (context) =>
    answerDocuments(world, context, context.req.queries("parcels") ?? []),
  );
  return routes;
}

async function answerDocuments(world: World, context: Context, ids: readonly string[]): Promise<Response> {
  if (ids.length === 0 || ids.length > MOST_PARCELS) {
    return refuse(context, scError(400, "invalid", `Ask for 1 to ${MOST_PARCELS} parcels.`));
  }
  const wanted = wantedOf(context);
  if (wanted === null)
    return refuse(context, scError(400, "invalid_choice", "Not a valid document, format, size or dpi."));
  const parcels = ids.flatMap((id): ParcelOfShipment[] => {
    const parcel = parcelOf(world.sql, Number(id));
    const shipment = parcel && shipmentById(world, parcel.shipment_id);
    return parcel && shipment ? [{ parcel, shipment }] : [];
  });
  if (parcels.length < ids.length) return notFound(context);
  const file = await documentsOf(world, parcels, wanted);
  if (file.result === "none") return notFound(context);
  if (file.result === "not-convertible") {
    return refuse(context, scError(400, "invalid", "This document is not available in the requested format."));
  }
  return context.body(file.bytes, 200, { "content-type": file.mime });
}

function wantedOf(context: Context): Wanted | null {
  const type = context.req.param("type");
  const dpi = Number(context.req.query("dpi") ?? 72);
  const paper = context.req.query("paper_size") ?? "A6";
  const mime = mimeOf(context.req.header("accept") ?? "application/pdf");
  if (type !== "label" && type !== "customs-declaration" && type !== "air-waybill") return null;
  if (mime === null || !DPI.includes(dpi) || !isPaper(paper)) return null;
  return { type, mime, dpi, paper };
}

function mimeOf(accept: string): MimeType | null {
  if (/application\/pdf|\*\/\*/.test(accept)) return "application/pdf";
  if (accept.includes("application/zpl")) return "application/zpl";
  return accept.includes("image/png") ? "image/png" : null;
}

function isPaper(text: string): text is Paper {
  return text === "A4" || text === "A5" || text === "A6";
}
