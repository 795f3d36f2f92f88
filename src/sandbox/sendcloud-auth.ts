import type { Context, MiddlewareHandler } from "hono";
import { takeFault } from "./faults";
import { type IntegrationRow, integrationByKey, integrationRow } from "./sendcloud-account";
import { randomHex } from "./sendcloud-chance";
import { refuse, scError } from "./sendcloud-errors";
import { operationOf } from "./sendcloud-operations";
import type { World } from "./world";

/** A token lives one hour (sendcloud.md 1.3). */
const TOKEN_SECONDS = 3600;

export type ScEnv = { Variables: { integration: IntegrationRow } };

/** Lets a request in by Basic keys or a bearer token, and says whose integration it is; anything else is a 401. */
export function authenticate(world: World): MiddlewareHandler<ScEnv> {
  return async (context, next) => {
    const [scheme = "", credentials = ""] = (context.req.header("authorization") ?? "").split(" ");
    const isBasic = scheme.toLowerCase() === "basic";
    const integration = isBasic ? byKeys(world, decoded(credentials)) : byToken(world, credentials);
    if (!integration) return refuse(context, scError(401, "authentication_failed", "Invalid username/password."));
    if (isBasic && wantsOauth(world, integration, context.req.raw)) {
      return refuse(context, scError(401, "authentication_failed", "This integration uses OAuth2 authentication."));
    }
    context.set("integration", integration);
    await next();
    return undefined;
  };
}

function wantsOauth(world: World, integration: IntegrationRow, request: Request): boolean {
  return integration.oauth_only === 1 || takeFault(world, "sendcloud", operationOf(request), "oauth-only");
}

/** `POST /oauth2/token`: client credentials in the form or as Basic; the answer is RFC 6749's. */
export async function giveToken(world: World, context: Context): Promise<Response> {
  const form = await context.req.parseBody();
  if (form.grant_type !== "client_credentials") return context.json({ error: "unsupported_grant_type" }, 400);
  const [, basic = ""] = (context.req.header("authorization") ?? "").split(" ");
  const keys = basic === "" ? { name: String(form.client_id), secret: String(form.client_secret) } : decoded(basic);
  const integration = byKeys(world, keys);
  if (!integration) return context.json({ error: "invalid_client" }, 401);
  const token = `demo-token-${randomHex(world, 32)}`;
  world.sql.run("DELETE FROM sc_tokens WHERE expires_at <= ?", world.now());
  world.sql.run("INSERT INTO sc_tokens VALUES (?, ?, ?)", token, integration.id, world.now() + TOKEN_SECONDS * 1000);
  return context.json({ access_token: token, token_type: "Bearer", expires_in: TOKEN_SECONDS, scope: "api" });
}

type Keys = { name: string; secret: string };

function decoded(credentials: string): Keys {
  try {
    const text = atob(credentials);
    const colon = text.indexOf(":");
    return { name: text.slice(0, colon), secret: text.slice(colon + 1) };
  } catch {
    return { name: "", secret: "" };
  }
}

function byKeys(world: World, { name, secret }: Keys): IntegrationRow | undefined {
  const row = integrationByKey(world.sql, name);
  return row?.secret_key === secret ? row : undefined;
}

function byToken(world: World, token: string): IntegrationRow | undefined {
  const [row] = world.sql.all<{ integration_id: number }>(
    "SELECT integration_id FROM sc_tokens WHERE token = ? AND expires_at > ?",
    token,
    world.now(),
  );
  return row && integrationRow(world.sql, row.integration_id);
}
