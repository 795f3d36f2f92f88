import { describe, expect, it } from "vitest";
import { openSite, placeOf } from "../web/site";

const SETUP = { SANDBOX: "off", SETUP_TOKEN: "a-long-setup-token" } as const;
const OWNER = { company: "Atelier Roux", name: "Camille Roux", email: "camille@example.org", timeZone: "Europe/Paris" };

describe("S22: the token of the first owner", () => {
  it("opens once: two who come at once make one workspace, and whoever comes later finds it dead", async () => {
    const site = openSite(SETUP);
    const come = (email: string) => site.post("/setup", { ...OWNER, email, token: SETUP.SETUP_TOKEN });
    const answers = await Promise.all([come("camille@example.org"), come("mallory@example.org")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
    expect((await come("mallory@example.org")).status).toBe(410);
    const { results } = await site.d1.prepare("SELECT id FROM workspaces").all();
    expect(results).toHaveLength(1);
    expect(await (await site.get("/sign-in")).text()).not.toContain('name="token"');
  });

  it("is not guessed by its length, and is never shown again", async () => {
    const site = openSite(SETUP);
    for (const token of ["", "a", SETUP.SETUP_TOKEN.slice(0, -1), `${SETUP.SETUP_TOKEN}x`]) {
      const answer = await site.post("/setup", { ...OWNER, token });
      expect(answer.status).toBe(422);
      expect(placeOf(answer)).toBe("");
      expect(await answer.text()).not.toContain(SETUP.SETUP_TOKEN);
    }
  });
});
