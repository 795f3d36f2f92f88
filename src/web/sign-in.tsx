import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { timingSafeEqual } from "hono/utils/buffer";
import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { signIn as letIn, signOut } from "../auth/session";
import { consumeLoginLink, createWorkspace, findLoginLink, hasWorkspace, setLanguage } from "../db/people";
import { LANGUAGES } from "../i18n/index";
import { sha256Hex } from "../lib/crypto";
import type { AppContext, AppEnv } from "./context";
import { type Form, readForm, readTyped } from "./forms";
import { page } from "./layout";
import { ClosedDoorPage, EnterPage, SignInPage } from "./sign-in-pages";

const COOKIE_S = 365 * 86_400;

const setupForm = z.object({
  token: z.string().trim().min(1, "form.required"),
  company: z.string().trim().min(1, "form.required").max(120, "form.tooLong"),
  name: z.string().trim().min(1, "form.required").max(120, "form.tooLong"),
  email: z.string().trim().toLowerCase().pipe(z.email("signin.error.email")),
  timeZone: z.string().refine(isTimeZone, "signin.error.timeZone"),
});
const languageForm = z.object({ to: z.enum(LANGUAGES), back: z.string().optional() });

export const signIn = new Hono<AppEnv>();

signIn.get("/enter", async (c) => {
  const token = c.req.query("token") ?? "";
  const tokenHash = await sha256Hex(token);
  const person = await findLoginLink(c.env.DB, tokenHash, c.var.now);
  if (!person) return refuseLink(c);
  // Mail programs follow links: outside the sandbox a link is used up by a button alone.
  if (!c.var.config.sandbox) return page(c, c.var.t("signin.enter"), <EnterPage t={c.var.t} token={token} />);
  await letIn(c, c.env.DB, person, c.var.now);
  return c.redirect("/", 303);
});

signIn.post("/enter", async (c) => {
  const { token = "" } = await readTyped(c);
  const useUp = c.var.config.sandbox ? findLoginLink : consumeLoginLink;
  const person = await useUp(c.env.DB, await sha256Hex(token), c.var.now);
  if (!person) return refuseLink(c);
  await letIn(c, c.env.DB, person, c.var.now);
  return c.redirect("/", 303);
});

signIn.get("/sign-in", async (c) => {
  if (c.var.who) return c.redirect("/", 303);
  return showSignIn(c, { ok: false, typed: { timeZone: "Europe/Paris" }, errors: {} });
});

signIn.post("/setup", async (c) => {
  const { config, now, language } = c.var;
  if (!(await mayFound(c))) return gone(c);
  const form = await readForm(c, setupForm);
  if (!form.ok) return showSignIn(c, form, 422);
  const { token, company, name, email, timeZone } = form.values;
  if (!(await timingSafeEqual(token, config.setupToken ?? ""))) {
    return showSignIn(c, { ok: false, typed: form.typed, errors: { token: "signin.error.token" } }, 422);
  }
  const person = { personId: uuidv7(), workspaceId: uuidv7() };
  const made = { ...person, name: company, timeZone, email, personName: name, language, now };
  if (!(await createWorkspace(c.env.DB, made, true))) return gone(c);
  await letIn(c, c.env.DB, person, now);
  return c.redirect("/", 303);
});

signIn.post("/sign-out", async (c) => {
  await signOut(c, c.env.DB);
  return c.redirect("/sign-in", 303);
});

signIn.post("/language", async (c) => {
  const form = await readForm(c, languageForm);
  if (!form.ok) return c.redirect("/", 303);
  const { to, back } = form.values;
  const secure = new URL(c.req.url).protocol === "https:";
  setCookie(c, "lang", to, { path: "/", maxAge: COOKIE_S, sameSite: "Lax", httpOnly: true, secure });
  if (c.var.who) await setLanguage(c.env.DB, c.var.who.personId, to);
  return c.redirect(pathOnThisSite(c, back), 303);
});

async function showSignIn(c: AppContext, form: Form<unknown>, status: 200 | 422 = 200): Promise<Response> {
  const { t, config } = c.var;
  const way = config.sandbox ? "sandbox" : (await mayFound(c)) ? "first-owner" : "link";
  const errors = form.ok ? {} : form.errors;
  return page(c, t("signin.title"), <SignInPage t={t} way={way} typed={form.typed} errors={errors} />, status, {
    passkeys: true,
  });
}

/** The door of the first owner: open while a token is set and nobody came. */
async function mayFound(c: AppContext): Promise<boolean> {
  const { sandbox, setupToken } = c.var.config;
  return !sandbox && setupToken !== null && !(await hasWorkspace(c.env.DB));
}

function refuseLink(c: AppContext): Promise<Response> {
  return page(c, c.var.t("signin.closed.link"), <ClosedDoorPage t={c.var.t} door="link" />, 403);
}

async function gone(c: AppContext): Promise<Response> {
  const said = await page(c, c.var.t("signin.closed.setup"), <ClosedDoorPage t={c.var.t} door="setup" />);
  return new Response(said.body, { status: 410, headers: said.headers });
}

/** The path of an address of ours; the start page for any other. */
function pathOnThisSite(c: AppContext, back: string | undefined): string {
  const { origin } = new URL(c.req.url);
  if (!back?.startsWith("/") || !URL.canParse(back, origin)) return "/";
  const url = new URL(back, origin);
  // "/.//elsewhere" resolves to a path that a browser would read as a host.
  return url.origin === origin ? `${url.pathname.replace(/^\/+/, "/")}${url.search}` : "/";
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
