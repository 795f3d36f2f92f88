import { type Context, Hono } from "hono";
import type { ScEnv } from "./sendcloud-auth";
import { bodyOf, refuse, scError } from "./sendcloud-errors";
import { deleteOrder, patchOrder } from "./sendcloud-order-changes";
import { hidesLabelled, listOrders, orderView } from "./sendcloud-order-list";
import { savedOrder } from "./sendcloud-order-rows";
import { postOrders } from "./sendcloud-orders";
import type { World } from "./world";

/** The Orders API, to be mounted at `/api/v3`. */
export function orderRoutes(world: World): Hono<ScEnv> {
  const routes = new Hono<ScEnv>();
  routes.post("/orders", async (context) => {
    const posted = postOrders(world, await bodyOf(context));
    return "errors" in posted ? refuse(context, ...posted.errors) : context.json(posted, 201);
  });
  routes.get("/orders", (context) => {
    const page = listOrders(world, new URL(context.req.url).searchParams);
    if ("errors" in page) return refuse(context, ...page.errors);
    if (page.link) context.header("Link", page.link);
    return context.json({ data: page.data });
  });
  routes.get("/orders/:id{[0-9]+}", (context) => {
    const row = savedOrder(world, Number(context.req.param("id")));
    if (!row || (row.labelled_at !== null && hidesLabelled(world))) return noOrder(context);
    return context.json({ data: orderView(row) });
  });
  routes.patch("/orders/:id{[0-9]+}", async (context) => {
    const body = await bodyOf(context);
    const changed = patchOrder(world, Number(context.req.param("id")), body);
    if (!changed) return noOrder(context);
    return "errors" in changed ? refuse(context, ...changed.errors) : context.json(changed);
  });
  routes.delete("/orders/:id{[0-9]+}", (context) =>
    deleteOrder(world, Number(context.req.param("id"))) ? context.body(null, 204) : noOrder(context),
  );
  return routes;
}

function noOrder(context: Context): Response {
  return refuse(context, scError(404, "not_found", "The order could not be found with the search criteria given"));
}
