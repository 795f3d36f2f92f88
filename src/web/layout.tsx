import { html } from "hono/html";
import type { Child } from "hono/jsx";
import { countAttention } from "../db/attention";
import type { Who } from "../db/sessions";
import { formatNumber } from "../i18n/format";
import { LANGUAGES, type Language, type MessageKey } from "../i18n/index";
import { Button, Count, Hidden, Icon, PageHead } from "./components";
import type { AppContext } from "./context";

/** What a page may tell its frame. */
export type Frame = {
  /** How many things wait for a person, when the page has counted them already. */
  attention?: number;
  /** Something goes on by itself: without JavaScript the page loads itself again each second. */
  underWay?: boolean;
  /** The page has a button that asks the browser for a passkey. */
  passkeys?: boolean;
};

const LANGUAGE_NAMES: Record<Language, string> = { fr: "Français", en: "English" };

/** Sends a whole page: the frame, the navigation, and `body` as the main part. */
export async function page(
  c: AppContext,
  title: string,
  body: Child,
  status: 200 | 400 | 403 | 404 | 409 | 422 | 429 | 500 | 503 = 200,
  frame: Frame = {},
): Promise<Response> {
  const { language, t, who } = c.var;
  const attention = who ? (frame.attention ?? (await countWaiting(c, who))) : 0;
  const document = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Passerelle`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/vendor/oat-0.6.1.min.css" />
        <link rel="stylesheet" href="/app.css" />
        <script src="/vendor/htmx-4.0.1.min.js" defer></script>
        <script src="/js/countdown.js" defer></script>
        <script src="/js/hs-search.js" defer></script>
        {frame.passkeys ? <script src="/js/passkey.js" defer></script> : null}
        {frame.underWay ? (
          <noscript>
            <meta http-equiv="refresh" content="1" />
          </noscript>
        ) : null}
      </head>
      <body>
        <a class="skip" href="#main">
          {t("nav.skip")}
        </a>
        <Top c={c} who={who} attention={attention} />
        <main id="main" tabindex={-1}>
          {body}
        </main>
      </body>
    </html>
  );
  return c.html(html`<!doctype html>${document}`, status);
}

/** A page that only says something. */
export function messagePage(
  c: AppContext,
  status: 400 | 403 | 404 | 500 | 503,
  title: string,
  words: string,
): Promise<Response> {
  const body = (
    <article class="narrow">
      <PageHead title={title} lead={words} />
      <a class="button outline" href="/">
        {c.var.t("nav.backHome")}
      </a>
    </article>
  );
  return page(c, title, body, status);
}

type Place = { href: string; label: MessageKey; icon: string };

const ATTENTION: Place = { href: "/attention", label: "nav.attention", icon: "bell" };
const PLACES: readonly Place[] = [
  { href: "/", label: "nav.home", icon: "home" },
  { href: "/orders", label: "nav.orders", icon: "package" },
  { href: "/returns", label: "nav.returns", icon: "rotate-ccw" },
  { href: "/products", label: "nav.products", icon: "tag" },
  ATTENTION,
  { href: "/stores", label: "nav.stores", icon: "store" },
  { href: "/sendcloud-accounts", label: "nav.accounts", icon: "plug" },
  { href: "/people", label: "nav.people", icon: "users" },
];
const SANDBOX: Place = { href: "/sandbox", label: "nav.sandbox", icon: "box" };

function Top({ c, who, attention }: { c: AppContext; who: Who | null; attention: number }) {
  const { t, config } = c.var;
  const places = config.sandbox ? [...PLACES, SANDBOX] : PLACES;
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        Passerelle
      </a>
      {who ? (
        <nav aria-label={t("nav.main")}>
          <ul>
            {places.map((place) => (
              <li>
                <PlaceLink c={c} place={place} attention={attention} />
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <div class="who">
        {who ? (
          <a class="workspace" href="/profile" title={t("nav.profile")}>
            <Icon name="user" />
            {who.workspaceName}
          </a>
        ) : null}
        <LanguageSwitch c={c} />
        {who ? (
          <form method="post" action="/sign-out">
            <Button weight="quiet" icon="log-out">
              <span class="wide-only">{t("nav.signOut")}</span>
            </Button>
          </form>
        ) : null}
      </div>
    </header>
  );
}

function PlaceLink({ c, place, attention }: { c: AppContext; place: Place; attention: number }) {
  const { t, language } = c.var;
  // What became of an intent is a matter of attention, wherever its address begins.
  const path = /^\/stores\/[^/]+\/intents\//.test(c.req.path) ? ATTENTION.href : c.req.path;
  const here = place.href === "/" ? path === "/" : `${path}/`.startsWith(`${place.href}/`);
  return (
    <a
      href={place.href}
      class={place === SANDBOX ? "sandbox" : ""}
      {...(here ? { "aria-current": "page" as const } : {})}
    >
      <Icon name={place.icon} />
      {t(place.label)}
      {place === ATTENTION && attention > 0 ? <Count value={formatNumber(language, attention)} tone="danger" /> : null}
    </a>
  );
}

function LanguageSwitch({ c }: { c: AppContext }) {
  const url = new URL(c.req.url);
  const back = c.req.method === "GET" ? `${url.pathname}${url.search}` : "/";
  return (
    <>
      {LANGUAGES.filter((language) => language !== c.var.language).map((language) => (
        <form method="post" action="/language">
          <input type="hidden" name="to" value={language} />
          <input type="hidden" name="back" value={back} />
          <Button weight="quiet">
            <Hidden>{c.var.t("nav.language")} </Hidden>
            <span lang={language}>{LANGUAGE_NAMES[language]}</span>
          </Button>
        </form>
      ))}
    </>
  );
}

// The frame also carries the pages that say the database is out of order: it must not fail with it.
async function countWaiting(c: AppContext, who: Who): Promise<number> {
  try {
    return await countAttention(c.env.DB, who.workspaceId);
  } catch {
    return 0;
  }
}
