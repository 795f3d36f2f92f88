// Who may enter: a letter, a passkey, an invitation, a role, a removal.
import { until } from "./app.mjs";
import { assertCalm, expecting, leave, visit } from "./browser.mjs";
import { assert, equal } from "./steps.mjs";

const GUEST = "jo@example.org";

/** `visitor` is the owner, signed in. Others come with browsers of their own, at the name that passkeys want. */
export async function lookAfterPeople(step, visitor) {
  const { app, page } = visitor;
  const browser = visitor.context.browser();
  const guest = await visit(browser, named(app), { language: "en" });
  const owner = await visit(browser, named(app));
  await step("the owner signs in by a link that came by mail", async () => {
    await page.goto("/profile");
    const email = await page.locator("dd", { hasText: "@" }).first().innerText();
    await owner.page.goto("/sign-in");
    await owner.page.locator('input[name="email"]').fill(email.trim());
    const before = app.said.length;
    await owner.page.locator('form[action="/sign-in"] button').click();
    await owner.page.goto(await linkIn(app, before, "/enter"));
    await owner.page.locator('nav a[href="/people"]').waitFor();
  });
  const keys = await step("a passkey is added, and signs in without a letter", () => signInByPasskey(owner));
  await step("somebody is invited and comes in as a viewer", async () => {
    await page.goto("/people");
    await page.locator('#invite input[name="email"]').fill(GUEST);
    await page.locator('#invite select[name="role"]').selectOption("viewer");
    await page.locator("#invite form button").click();
    const link = await page.locator("code.whole-link").innerText();
    await guest.page.goto(new URL(link).pathname + new URL(link).search);
    await guest.page.locator('input[name="name"]').fill("Jo Brun");
    await guest.page.locator('form[action="/join"] button').click();
    await guest.page.locator('nav a[href="/people"]').waitFor();
  });
  await step("a viewer is refused what asks for more, and may do it once the role is changed", async () => {
    await expecting(guest, 403, async () => equal((await guest.page.goto("/stores/new")).status(), 403, "status"));
    await page.goto("/people");
    const row = page.locator("li", { hasText: GUEST });
    await row.locator('select[name="role"]').selectOption("owner");
    await row.locator('form[action$="/role"] button').click();
    await page
      .locator("li", { hasText: GUEST })
      .locator('option[value="owner"][selected]')
      .waitFor({ state: "attached" });
    equal((await guest.page.goto("/stores/new")).status(), 200, "status");
  });
  await step("the one who is removed is outside with the next click", async () => {
    await page.goto("/people");
    const row = page.locator("li", { hasText: GUEST });
    await row.locator(".ask-box summary").click();
    await row.locator(".ask-box form button").click();
    await page.locator("li", { hasText: GUEST }).waitFor({ state: "detached" });
    await guest.page.goto("/orders");
    assert(new URL(guest.page.url()).pathname === "/sign-in", `the guest is at ${guest.page.url()}`);
  });
  await step("a session is ended from another device", async () => {
    await page.goto("/profile");
    // The newest of the others stands first: the one that the passkey opened.
    await page.locator('form[action$="/end"] button').first().click();
    await page.waitForURL("**/profile");
    await owner.page.goto("/orders");
    assert(new URL(owner.page.url()).pathname === "/sign-in", `the other device is at ${owner.page.url()}`);
  });
  await step("nobody's browser has anything to complain about", () => {
    assertCalm(owner);
    assertCalm(guest);
  });
  await keys?.detach();
  await leave(owner);
  await leave(guest);
}

function named(app) {
  return { ...app, base: `http://localhost:${app.port}` };
}

/** The newest link of this kind in what the app printed since then. */
async function linkIn(app, since, kind) {
  const pattern = new RegExp(`https?://[^\\s]+(${kind}\\?token=[\\w-]+)`);
  return until(`a letter with a link to ${kind} is printed`, () => pattern.exec(app.said.slice(since))?.[1] ?? null);
}

async function signInByPasskey(visitor) {
  const { page, context } = visitor;
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
      isUserVerified: true,
    },
  });
  await page.goto("/profile");
  await page.locator("[data-passkey] button").click();
  await page.locator('form[action*="/profile/passkeys/"]').waitFor({ state: "attached" });
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL("**/sign-in");
  await page.locator("[data-passkey] button").click();
  await page.locator('nav a[href="/people"]').waitFor();
  return devtools;
}
