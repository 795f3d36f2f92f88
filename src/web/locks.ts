import type { MiddlewareHandler } from "hono";
import { allows, policyFor } from "../auth/policy";
import { whoIs } from "../auth/session";
import { chooseLanguage, translator } from "../i18n/index";
import type { AppContext, AppEnv } from "./context";
import { messagePage } from "./layout";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp";
const SAFE = new Set(["GET", "HEAD"]);

/** The label route alone may be framed, by our own page. */
export const FRAMED_BY_US = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'");

/** The locks of every answer (design.md 8). A handler may set its own policy header before. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const headers: Record<string, string> = {
    "Content-Security-Policy": c.res.headers.get("Content-Security-Policy") ?? CSP,
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": c.res.headers.get("Cache-Control") ?? "private, no-store",
    Vary: "HX-Request-Type",
  };
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
};

/** Refuses what another site's page sends; without the browser's word, the origin must be ours. */
export const sameOriginOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (SAFE.has(c.req.method)) return next();
  const site = c.req.header("Sec-Fetch-Site");
  const machine = policyFor(c.req.method, c.req.path)?.asks === "machine";
  const ours =
    site === undefined ? machine || c.req.header("Origin") === new URL(c.req.url).origin : site === "same-origin";
  if (ours) return next();
  const { t } = c.var;
  return messagePage(c, 403, t("error.forbidden"), t("error.forbidden.origin"));
};

/** Who comes, in which language, and whether the route's policy lets them. */
export const keepPolicy: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { config, t } = c.var;
  const policy = policyFor(c.req.method, c.req.path);
  if (policy?.asks === "machine") return policy.sandboxOnly && !config.sandbox ? c.notFound() : next();
  const who = await whoIs(c, c.env.DB, c.var.now);
  if (who) {
    c.set("who", who);
    const language = chooseLanguage(
      c.req.header("cookie")?.match(/(?:^|; )lang=(\w\w)/)?.[1] ?? who.language,
      undefined,
    );
    c.set("language", language);
    c.set("t", translator(language));
  }
  // Whoever is signed in keeps the navigation on a page that is not there.
  if (!policy || (policy.sandboxOnly && !config.sandbox)) return c.notFound();
  if (policy.asks === "anyone") return next();
  if (!who) return askToSignIn(c);
  if (!allows(policy, who.role)) return messagePage(c, 403, t("error.forbidden"), t("error.forbidden.role"));
  return next();
};

// htmx would swap a sign-in page into the row that asked for it: it is told to leave instead.
function askToSignIn(c: AppContext): Response {
  if (c.req.header("HX-Request")) return c.body(null, 401, { "HX-Redirect": "/sign-in" });
  return c.redirect("/sign-in", 303);
}
