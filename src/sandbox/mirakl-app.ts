import { type Context, Hono } from "hono";
import { withFaults } from "./faults";
import { listOrders } from "./list-orders";
import { listShipmentsOf } from "./list-shipments";
import type { Role } from "./marketplaces";
import { admit, type Call, refuse } from "./mirakl-access";
import { acceptOrder, setTracking, shipOrder } from "./mirakl-acts";
import { cancelParts, cancelWholeOrder } from "./mirakl-cancels";
import { listOffers } from "./mirakl-offers";
import { stepMirakl } from "./mirakl-orders";
import { account, platformConfiguration } from "./mirakl-platform";
import { updateOrders } from "./mirakl-references";
import { refundLines } from "./mirakl-refunds";
import { createShipments } from "./mirakl-shipments";
import { REASONS } from "./reasons";
import { SHIPPING_TYPES } from "./shipping-types";
import type { World } from "./world";

/**
 * The seller API of the sandbox's marketplaces. `marketplaceOf` names the marketplace of a host that is not one of
 * theirs, or null.
 */
export function miraklApp(world: World, marketplaceOf: (host: string) => string | null): Hono {
  const app = new Hono();
  const asCaller =
    (role: Role, answer: (call: Call, context: Context) => Response | Promise<Response>) => (context: Context) => {
      const call = admit(world, context.req.raw, marketplaceOf, role);
      return call instanceof Response ? call : answer(call, context);
    };
  app.use("*", withFaults(world, "mirakl", miraklOperation));
  app.use("*", async (_, next) => {
    stepMirakl(world);
    await next();
  });
  // V01 needs no key; only its status counts.
  app.get("/api/version", () => Response.json({ version: "sandbox" }));
  app.get("/api/account", asCaller("ROLE_PARTNER_SHOP_READ", account));
  app.get("/api/orders", asCaller("ROLE_PARTNER_ORDER_READ", listOrders));
  app.put("/api/orders", asCaller("ROLE_PARTNER_ORDER_EDIT", updateOrders));
  app.put("/api/orders/refund", asCaller("ROLE_PARTNER_ORDER_REFUND", refundLines));
  app.put("/api/orders/cancel", asCaller("ROLE_PARTNER_ORDER_CANCEL", cancelParts));
  app.put(
    "/api/orders/:id/cancel",
    asCaller("ROLE_PARTNER_ORDER_CANCEL", (call, { req }) => cancelWholeOrder(call, idIn(req))),
  );
  app.post("/api/shipments", asCaller("ROLE_PARTNER_ORDER_SHIP", createShipments));
  app.get("/api/shipments", asCaller("ROLE_PARTNER_ORDER_READ", listShipmentsOf));
  app.put(
    "/api/orders/:id/accept",
    asCaller("ROLE_PARTNER_ORDER_ACCEPT", (call, { req }) => acceptOrder(call, idIn(req))),
  );
  app.put(
    "/api/orders/:id/tracking",
    asCaller("ROLE_PARTNER_ORDER_TRACKING_WRITE", (call, { req }) => setTracking(call, idIn(req))),
  );
  app.put(
    "/api/orders/:id/ship",
    asCaller("ROLE_PARTNER_ORDER_SHIP", (call, { req }) => shipOrder(call, idIn(req))),
  );
  app.get(
    "/api/shipping/carriers",
    asCaller("ROLE_PARTNER_SHIPPING_SETTINGS_READ", ({ marketplace }) =>
      Response.json({ carriers: marketplace.carriers }),
    ),
  );
  app.get(
    "/api/shipping/types",
    asCaller("ROLE_PARTNER_SHIPPING_SETTINGS_READ", () => Response.json({ shipping_types: SHIPPING_TYPES })),
  );
  app.get(
    "/api/reasons",
    asCaller("ROLE_PARTNER_ORDER_SETTINGS_READ", () =>
      Response.json({ reasons: REASONS, total_count: REASONS.length }),
    ),
  );
  app.get("/api/offers", asCaller("ROLE_PARTNER_OFFER_READ", listOffers));
  app.get("/api/platform/configuration", asCaller("ROLE_SHOP_ADMIN", platformConfiguration));
  app.notFound(({ req }) => (req.path.startsWith("/api/") ? refuse(404, "Not Found") : notFoundPage()));
  return app;
}

const OPERATIONS: [method: string, path: RegExp, operation: string][] = [
  ["GET", /^\/api\/version$/, "V01"],
  ["GET", /^\/api\/account$/, "A01"],
  ["GET", /^\/api\/orders$/, "OR11"],
  ["PUT", /^\/api\/orders$/, "OR04"],
  ["PUT", /^\/api\/orders\/refund$/, "OR28"],
  ["PUT", /^\/api\/orders\/cancel$/, "OR30"],
  ["PUT", /^\/api\/orders\/[^/]+\/cancel$/, "OR29"],
  ["POST", /^\/api\/shipments$/, "ST01"],
  ["GET", /^\/api\/shipments$/, "ST11"],
  ["PUT", /^\/api\/orders\/[^/]+\/accept$/, "OR21"],
  ["PUT", /^\/api\/orders\/[^/]+\/tracking$/, "OR23"],
  ["PUT", /^\/api\/orders\/[^/]+\/ship$/, "OR24"],
  ["GET", /^\/api\/shipping\/carriers$/, "SH21"],
  ["GET", /^\/api\/shipping\/types$/, "SH12"],
  ["GET", /^\/api\/reasons$/, "RE01"],
  ["GET", /^\/api\/offers$/, "OF21"],
  ["GET", /^\/api\/platform\/configuration$/, "PC01"],
];

/** Mirakl's name of the operation a request asks for, `other` when it has none. */
function miraklOperation(request: Request): string {
  const { pathname } = new URL(request.url);
  const found = OPERATIONS.find(([method, path]) => method === request.method && path.test(pathname));
  return found?.[2] ?? "other";
}

function idIn(request: { param: (name: string) => string | undefined }): string {
  return request.param("id") ?? "";
}

function notFoundPage(): Response {
  return new Response("<!doctype html><title>404</title><h1>Page not found</h1>", {
    status: 404,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}
