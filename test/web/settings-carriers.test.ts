import { beforeEach, describe, expect, it } from "vitest";
import { fieldsOf, MINUTE_MS, openSettings, sectionOf } from "./settings-desk";
import { placeOf } from "./site";

let desk: Awaited<ReturnType<typeof openSettings>>;
beforeEach(async () => {
  desk = await openSettings();
});

describe("the carrier mapping", () => {
  const OPTIONS = "/options";

  it("is offered in place where a label wants it, and leads back to the order", async () => {
    const { owner, storeId, path, page, readyOrder, row, save } = desk;
    const orderId = await readyOrder();
    const { carriers } = (await row()).settings;
    expect(Object.keys(carriers)).toContain("colissimo");
    await save("carriers", { "carrier.colissimo": "" });
    expect((await row()).settings.carriers.colissimo).toBeUndefined();
    const orderPath = `/orders/${storeId}/${orderId}`;
    const panel = (await (await owner.get(orderPath + OPTIONS)).text()).replaceAll("&amp;", "&");
    const [, cure = ""] = /href="([^"]*carrier=colissimo[^"]*)"/.exec(panel) ?? [];
    expect(cure).toContain(encodeURIComponent(orderPath + OPTIONS));
    const html = await page(cure.replace(path, "").replace(/#.*/, ""));
    const section = sectionOf(html, "carriers");
    expect(section).toMatch(/<select id="field-carrier\.colissimo"[^>]* autofocus/);
    const fields = fieldsOf(section);
    // What matches without a guess is proposed, and counts once it is saved.
    expect(fields["carrier.colissimo"]).toBe("carrier:COLISSIMO");
    expect(section).toContain("à confirmer en enregistrant : Colissimo");
    expect(placeOf(await owner.post(`${path}/carriers`, fields))).toBe(orderPath + OPTIONS);
    expect((await row()).settings.carriers.colissimo).toMatchObject({ to: "carrier", code: "COLISSIMO" });
  });

  it.each(["https://elsewhere.example/orders/a/b", "//elsewhere.example/a/b", "/orders/a/b?x=1", "/stores/new"])(
    "leads back to no other place: %s",
    async (back) => {
      const { owner, path, page, readyOrder } = desk;
      await readyOrder();
      const fields = fieldsOf(sectionOf(await page(`?back=${encodeURIComponent(back)}`), "carriers"));
      expect(fields.back).toBeUndefined();
      expect(placeOf(await owner.post(`${path}/carriers`, { ...fields, back }))).toMatch(new RegExp(`^${path}`));
    },
  );

  it("takes another carrier with its name and address, and names what is wrong with them", async () => {
    const { readyOrder, row, save } = desk;
    await readyOrder();
    const other = { "carrier.dpd": "other", "otherName.dpd": "", "otherUrl.dpd": "https://suivi.example/" };
    const refused = await save("carriers", other);
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain("Donnez le nom du transporteur");
    expect(html).toContain("contient l&#39;emplacement du numéro");
    const mended = { ...other, "otherName.dpd": "DPD France", "otherUrl.dpd": "https://suivi.example/{trackingId}" };
    expect((await save("carriers", mended)).status).toBe(303);
    expect((await row()).settings.carriers.dpd).toEqual({
      to: "other",
      name: "DPD France",
      urlPattern: "https://suivi.example/{trackingId}",
    });
  });

  it("asks for another when the marketplace took a carrier away", async () => {
    const { readyOrder, save } = desk;
    await readyOrder();
    const refused = await save("carriers", { "carrier.dpd": "carrier:GONE" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("n&#39;est plus dans la liste de la place de marché");
  });

  it("says when the marketplace's list may be read again, and reads it then", async () => {
    const { site, owner, path, page, readyOrder } = desk;
    await readyOrder();
    expect(sectionOf(await page(), "carriers")).toMatch(
      /disabled[^>]*>Relire la liste.*à nouveau possible dans \d+ h/s,
    );
    const refused = await owner.post(`${path}/carriers/list`, {});
    expect(refused.status).toBe(409);
    site.world.pass(24 * 60 * MINUTE_MS);
    expect(sectionOf(await page(), "carriers")).toContain("Possible maintenant");
    expect(placeOf(await owner.post(`${path}/carriers/list`, {}))).toBe(`${path}#carriers`);
  });

  it("keeps what is saved while the marketplace's list is not known", async () => {
    const { page, row, save } = desk;
    const before = (await row()).settings.carriers;
    expect(sectionOf(await page(), "carriers")).toContain("n'a pas encore été lue");
    expect((await save("carriers", {})).status).toBe(303);
    expect((await row()).settings.carriers).toEqual(before);
  });
});
