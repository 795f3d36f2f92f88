import { Hono } from "hono";
import { listPasskeys, removePasskey } from "../db/passkeys";
import { findPerson } from "../db/people";
import { endOtherSessions, endSessionOf, listSessions } from "../db/sessions";
import { type AppEnv, goTo, signedIn } from "./context";
import { page } from "./layout";
import { ProfilePage } from "./profile-page";
import { readerOf } from "./reader";

/** One's own page: where one is signed in, and by which keys. */
export const profile = new Hono<AppEnv>();

profile.get("/", async (c) => {
  const who = signedIn(c);
  const [sessions, passkeys, person] = await Promise.all([
    listSessions(c.env.DB, who.personId, c.var.now),
    listPasskeys(c.env.DB, who.personId),
    findPerson(c.env.DB, who.personId),
  ]);
  const shown = { sessions, passkeys, who, email: person?.email ?? "" };
  const body = <ProfilePage reader={readerOf(c)} shown={shown} />;
  return page(c, c.var.t("profile.title"), body, 200, { passkeys: true });
});

profile.post("/sessions/:sessionRef/end", async (c) => {
  const ended = await endSessionOf(c.env.DB, signedIn(c).personId, c.req.param("sessionRef"));
  return ended ? c.redirect("/profile", 303) : c.notFound();
});

profile.post("/sessions", async (c) => {
  const { personId, sessionRef } = signedIn(c);
  await endOtherSessions(c.env.DB, personId, sessionRef);
  return c.redirect("/profile", 303);
});

profile.post("/passkeys/:passkeyId/removal", async (c) => {
  const removed = await removePasskey(c.env.DB, signedIn(c).personId, c.req.param("passkeyId"));
  return removed ? goTo(c, "/profile") : c.notFound();
});
