import { type Context, Hono } from "hono";
import type { ScEnv } from "./sendcloud-auth";
import { listReturns, returnView } from "./sendcloud-return-list";
import { type ReturnRow, returnRow, setReturnStatus } from "./sendcloud-return-rows";
import { isCancellable } from "./sendcloud-returns";
import type { World } from "./world";

/** What a connector reads of the Returns API, and its cancellation; to be mounted at `/api/v3`. */
export function returnRoutes(world: World): Hono<ScEnv> {
  const routes = new Hono<ScEnv>();
  routes.get("/returns", (context) => {
    const page = listReturns(world, context.var.integration.id, new URL(context.req.url).searchParams);
    return context.json(page, "errors" in page ? 400 : 200);
  });
  routes.get("/returns/:id{[0-9]+}", (context) => {
    const row = ownReturn(world, context);
    return row ? context.json(returnView(row)) : noReturn(context);
  });
  routes.patch("/returns/:id{[0-9]+}/cancel", (context) => {
    const row = ownReturn(world, context);
    if (!row) return noReturn(context);
    if (!isCancellable(row)) {
      const error = { field: "returns", code: 409, message: "Return is not cancellable." };
      return context.json({ errors: [error] }, 409);
    }
    setReturnStatus(world, row, "CANCELLING", world.now());
    return context.json({ message: "Cancellation requested successfully" }, 202);
  });
  return routes;
}

function ownReturn(world: World, context: Context<ScEnv>): ReturnRow | undefined {
  const row = returnRow(world, Number(context.req.param("id")));
  return row?.integration_id === context.var.integration.id ? row : undefined;
}

function noReturn(context: Context): Response {
  return context.json({ errors: [{ field: "returns", code: 404, message: "Not found." }] }, 404);
}
