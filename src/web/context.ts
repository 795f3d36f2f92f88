import type { Context } from "hono";
import type { Config } from "../config";
import type { Who } from "../db/sessions";
import type { Language, Translate } from "../i18n/index";
import type { Seal } from "../lib/ports";

/** What every request carries once it passed the locks. */
export type AppEnv = {
  Bindings: Env;
  Variables: {
    config: Config;
    /** The app's clock for this request: real time, moved by the sandbox alone. */
    now: number;
    requestId: string;
    language: Language;
    t: Translate;
    /** Set on every route that asks for a role. */
    who: Who | null;
    seal: Seal;
  };
};
export type AppContext = Context<AppEnv>;

/** The signed-in person; the policy of the route has made sure there is one. */
export function signedIn(c: AppContext): Who {
  const { who } = c.var;
  if (!who) throw new Error(`no session on ${c.req.method} ${c.req.routePath}`);
  return who;
}

/** Leads to another page: htmx, which would swap that page into the form's place, is told to leave for it. */
export function goTo(c: AppContext, path: string): Response {
  return wantsFragment(c) ? c.body(null, 200, { "HX-Redirect": path }) : c.redirect(path, 303);
}

/** True when htmx asks for a fragment; everyone else gets the whole page. */
export function wantsFragment(c: AppContext): boolean {
  return c.req.header("HX-Request-Type") === "partial";
}
