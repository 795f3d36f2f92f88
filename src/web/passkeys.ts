import { Hono } from "hono";
import * as z from "zod";
import { placeMayTry } from "../auth/door";
import { askForPasskey, askForSignature, keepPasskey, type Place, personOfSignature } from "../auth/passkeys";
import { signIn as letIn } from "../auth/session";
import { findPerson } from "../db/people";
import { type AppContext, type AppEnv, signedIn } from "./context";

const bytes = z.string().max(20_000);
const credential = {
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}),
};
const registration = z.looseObject({
  ...credential,
  response: z.looseObject({ clientDataJSON: bytes, attestationObject: bytes }),
});
const signature = z.looseObject({
  ...credential,
  response: z.looseObject({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
});

/** What public/js/passkey.js talks to: a question to sign, then the answer. */
export const passkeys = new Hono<AppEnv>();

passkeys.post("/profile/passkeys/options", async (c) => {
  const { personId, name } = signedIn(c);
  const email = (await findPerson(c.env.DB, personId))?.email ?? name;
  return c.json(await askForPasskey(c.env.DB, placeOf(c), { personId, name, email }, c.var.now));
});

passkeys.post("/profile/passkeys", async (c) => {
  const answer = await readAnswer(c, registration);
  if (!answer) return c.json({ to: null }, 400);
  const holder = { personId: signedIn(c).personId, name: c.req.header("User-Agent") ?? "" };
  const kept = await keepPasskey(c.env.DB, placeOf(c), holder, answer, c.var.now);
  return kept ? c.json({ to: "/profile" }) : c.json({ to: null }, 400);
});

passkeys.post("/sign-in/passkey/options", async (c) => {
  if (!(await placeMayTry(c, c.env.DB, c.var.now))) return c.json({ to: null }, 429);
  return c.json(await askForSignature(c.env.DB, placeOf(c), c.var.now));
});

passkeys.post("/sign-in/passkey", async (c) => {
  const answer = await readAnswer(c, signature);
  const person = answer && (await personOfSignature(c.env.DB, placeOf(c), answer, c.var.now));
  if (!person) return c.json({ to: null }, 400);
  await letIn(c, c.env.DB, person, c.var.now);
  return c.json({ to: "/" });
});

function placeOf(c: AppContext): Place {
  const { hostname, origin } = new URL(c.req.url);
  return { host: hostname, origin };
}

async function readAnswer<Schema extends z.ZodType>(c: AppContext, schema: Schema): Promise<z.output<Schema> | null> {
  const sent: unknown = await c.req.json().catch(() => null);
  const checked = schema.safeParse(sent);
  return checked.success ? checked.data : null;
}
