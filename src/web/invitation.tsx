import { Hono } from "hono";
import { uuidv7 } from "uuidv7";
import * as z from "zod";
import { signIn as letIn } from "../auth/session";
import { findInvitation, type OpenInvitation, takeInvitation } from "../db/invitations";
import { sha256Hex } from "../lib/crypto";
import { Button, PageHead } from "./components";
import type { AppContext, AppEnv } from "./context";
import { Faults } from "./faults";
import { TextField } from "./fields";
import { checkForm, type FieldErrors, readTyped, type Typed } from "./forms";
import { page } from "./layout";
import { ClosedDoorPage } from "./sign-in-pages";

const nameForm = z.object({ name: z.string().trim().min(1, "form.required").max(120, "form.tooLong") });

/** Taking an invitation. Its link alone takes nothing: mail programs follow links. */
export const invitation = new Hono<AppEnv>();

invitation.get("/join", async (c) => {
  const token = c.req.query("token") ?? "";
  const open = await findInvitation(c.env.DB, await sha256Hex(token), c.var.now);
  return open ? show(c, open, token, {}, {}) : refuse(c);
});

invitation.post("/join", async (c) => {
  const typed = await readTyped(c);
  const { token = "" } = typed;
  const tokenHash = await sha256Hex(token);
  const open = await findInvitation(c.env.DB, tokenHash, c.var.now);
  if (!open) return refuse(c);
  const form = checkForm(typed, nameForm);
  if (!form.ok) return show(c, open, token, form.typed, form.errors);
  const { now, language } = c.var;
  const guest = { personId: uuidv7(), name: form.values.name, language, now };
  const member = await takeInvitation(c.env.DB, tokenHash, guest);
  if (!member) return refuse(c);
  await letIn(c, c.env.DB, member, now);
  return c.redirect("/", 303);
});

function show(
  c: AppContext,
  open: OpenInvitation,
  token: string,
  typed: Typed,
  errors: FieldErrors,
): Promise<Response> {
  const { t } = c.var;
  const body = (
    <article class="narrow">
      <PageHead
        title={t("join.title", { workspace: open.workspaceName })}
        lead={t("join.lead", { role: t(`people.role.${open.role}`), may: t(`people.role.${open.role}.may`) })}
      />
      <form method="post" action="/join">
        <Faults t={t} errors={errors} />
        <input type="hidden" name="token" value={token} />
        <TextField
          name="name"
          label={t("signin.name")}
          value={typed.name}
          error={errors.name && t(errors.name)}
          autocomplete="name"
          required
        />
        <Button>{t("join.button")}</Button>
      </form>
    </article>
  );
  return page(c, t("join.title", { workspace: open.workspaceName }), body, errors.name ? 422 : 200);
}

function refuse(c: AppContext): Promise<Response> {
  const { t } = c.var;
  return page(c, t("signin.closed.invitation"), <ClosedDoorPage t={t} door="invitation" />, 403);
}
