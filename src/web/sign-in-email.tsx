import { Hono } from "hono";
import * as z from "zod";
import { addressMayReceive, placeMayTry } from "../auth/door";
import { postOf } from "../auth/mail";
import { addLoginLink, findPersonByEmail } from "../db/people";
import { randomToken, sha256Hex } from "../lib/crypto";
import type { AppContext, AppEnv } from "./context";
import { readForm } from "./forms";
import { page } from "./layout";
import { LetterSentPage, SignInPage } from "./sign-in-pages";

const LINK_LASTS_MS = 15 * 60_000;
const emailForm = z.object({ email: z.string().trim().toLowerCase().pipe(z.email("signin.error.email")) });

/** Signing in by a letter. Whoever writes a wrong address learns no more than whoever writes a right one. */
export const signInEmail = new Hono<AppEnv>();

signInEmail.post("/sign-in", async (c) => {
  const { t, now } = c.var;
  const form = await readForm(c, emailForm);
  if (!form.ok) {
    const body = <SignInPage t={t} way="link" typed={form.typed} errors={form.errors} />;
    return page(c, t("signin.title"), body, 422);
  }
  if (!(await placeMayTry(c, c.env.DB, now))) {
    const body = <SignInPage t={t} way="link" typed={form.typed} errors={{ email: "signin.error.tooOften" }} />;
    return page(c, t("signin.title"), body, 429);
  }
  // After the answer: how long it takes would tell whether somebody has this address.
  c.executionCtx.waitUntil(sendLetter(c, form.values.email));
  return page(c, t("signin.sent"), <LetterSentPage t={t} email={form.values.email} />);
});

async function sendLetter(c: AppContext, email: string): Promise<void> {
  const { t, now, config } = c.var;
  try {
    const person = await findPersonByEmail(c.env.DB, email);
    if (!person || !(await addressMayReceive(c.env.DB, email, now))) return;
    const token = randomToken();
    await addLoginLink(c.env.DB, { tokenHash: await sha256Hex(token), ...person, expiresAt: now + LINK_LASTS_MS });
    const link = new URL(`/enter?token=${token}`, c.req.url).href;
    await postOf(
      c.env,
      config,
    )({ to: email, subject: t("signin.mail.subject"), text: t("signin.mail.text", { link }) });
  } catch (error) {
    const kind = error instanceof Error ? error.name : "unknown";
    console.error(JSON.stringify({ level: "error", event: "mail", requestId: c.var.requestId, kind }));
  }
}
