import { Hono } from "hono";
import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { postOf } from "../auth/mail";
import { invite, listInvitations, withdrawInvitation } from "../db/invitations";
import { changeMember, listMembers, type MemberChange } from "../db/members";
import { randomToken, sha256Hex } from "../lib/crypto";
import { type AppContext, type AppEnv, goTo, signedIn, wantsFragment } from "./context";
import { type FieldErrors, readForm, type Typed } from "./forms";
import { page } from "./layout";
import { PeoplePage, type PeopleShown } from "./people-page";
import { readerOf } from "./reader";

const INVITATION_LASTS_MS = 7 * 86_400_000;
const roleSchema = z.enum(["owner", "shipper", "viewer"], "form.required");
const inviteForm = z.object({
  email: z.string("form.required").trim().toLowerCase().pipe(z.email("signin.error.email")),
  role: roleSchema,
});
const roleForm = z.object({ role: roleSchema });

/** The people of a workspace: who is in, as what, and who is asked in. */
export const people = new Hono<AppEnv>();

people.get("/", (c) => show(c, {}));

people.post("/invitations", async (c) => {
  const form = await readForm(c, inviteForm);
  if (!form.ok) return show(c, { typed: form.typed, errors: form.errors }, 422);
  const { email, role } = form.values;
  const { workspaceId, personId } = signedIn(c);
  if ((await listMembers(c.env.DB, workspaceId)).some((member) => member.email === email))
    return show(c, { typed: form.typed, errors: { email: "people.error.member" } }, 422);
  const token = randomToken();
  const { now } = c.var;
  await invite(c.env.DB, {
    ...{ workspaceId, id: uuidv7(), tokenHash: await sha256Hex(token), email, role, invitedBy: personId },
    ...{ createdAt: now, expiresAt: now + INVITATION_LASTS_MS },
  });
  // The link is shown once besides: where no mail leaves, the owner passes it on himself.
  const link = new URL(`/join?token=${token}`, c.req.url).href;
  const sent = await sendInvitation(c, email, link);
  return show(c, { invited: { email, link, sent } });
});

people.post("/invitations/:invitationId/withdrawal", async (c) => {
  const gone = await withdrawInvitation(c.env.DB, signedIn(c).workspaceId, c.req.param("invitationId"));
  return gone ? c.redirect("/people", 303) : c.notFound();
});

people.post("/:personId/role", async (c) => {
  const personId = c.req.param("personId");
  const form = await readForm(c, roleForm);
  if (!form.ok) {
    const members = await listMembers(c.env.DB, signedIn(c).workspaceId);
    const isOurs = members.some((member) => member.personId === personId);
    return isOurs ? show(c, { errors: form.errors }, 422) : c.notFound();
  }
  return change(c, personId, { change: "role", role: form.values.role });
});

people.post("/:personId/suspension", (c) => change(c, c.req.param("personId"), { change: "suspend", at: c.var.now }));

people.post("/:personId/readmission", (c) => change(c, c.req.param("personId"), { change: "readmit" }));

people.post("/:personId/removal", (c) => change(c, c.req.param("personId"), { change: "remove" }));

async function change(c: AppContext, personId: string, wish: MemberChange): Promise<Response> {
  const outcome = await changeMember(c.env.DB, signedIn(c).workspaceId, personId, wish);
  if (outcome === "nobody") return c.notFound();
  if (outcome === "last-owner") return show(c, { lastOwner: true }, 409);
  return goTo(c, "/people");
}

async function sendInvitation(c: AppContext, email: string, link: string): Promise<boolean> {
  const { t, config } = c.var;
  const { name, workspaceName } = signedIn(c);
  const values = { name, workspace: workspaceName, link };
  const letter = { to: email, subject: t("people.mail.subject", values), text: t("people.mail.text", values) };
  return postOf(
    c.env,
    config,
  )(letter).then(
    () => config.mail !== null,
    () => false,
  );
}

async function show(c: AppContext, said: Said, status: 200 | 409 | 422 = 200): Promise<Response> {
  const who = signedIn(c);
  const [members, invitations] = await Promise.all([
    listMembers(c.env.DB, who.workspaceId),
    listInvitations(c.env.DB, who.workspaceId),
  ]);
  const shown: PeopleShown = {
    ...{ members, invitations, who, typed: {}, errors: {}, lastOwner: false, invited: null },
    ...said,
  };
  const article = <PeoplePage reader={readerOf(c)} shown={shown} />;
  return wantsFragment(c) ? c.html(article, status) : page(c, c.var.t("people.title"), article, status);
}

type Said = Partial<{ typed: Typed; errors: FieldErrors; lastOwner: boolean; invited: PeopleShown["invited"] }>;
