import { findStore } from "../../src/db/stores";
import type { SettingsSection } from "../../src/domain/settings";
import { payOrder, placeOrder } from "../../src/sandbox/mirakl-orders";
import { plainSpaces } from "./cast";
import { connectDemo, openSite, type Person, signInto } from "./site";

export const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };
export const MINUTE_MS = 60_000;

/** The demo shop, connected, with its owner in front of its settings. */
export async function openSettings() {
  const site = openSite();
  const owner = await signInto(site, "camille");
  const storeId = await connectDemo(owner);
  const path = `/stores/${storeId}/settings`;
  const page = async (query = "") => plainWords(await owner.get(`${path}${query}`));
  return {
    ...{ site, owner, storeId, path, page },
    /** An order that is paid and imported. */
    async readyOrder(kind?: "locker"): Promise<string> {
      const orderId = placeOrder(site.world, "brico", kind ? { kind } : {});
      payOrder(site.world, orderId);
      for (let slice = 0; slice < 4; slice += 1) await site.runStore(storeId);
      site.world.pass(6 * MINUTE_MS);
      await site.runStore(storeId);
      return orderId;
    },
    async row() {
      const store = await findStore(site.d1, owner.workspaceId, storeId);
      if (!store) throw new Error("the store is gone");
      return store;
    },
    /** Saves a section with some of its fields changed; null unticks a box. */
    async save(section: SettingsSection, changed: Record<string, string | null>, who: Person = owner) {
      const fields = fieldsOf(sectionOf(await page(), section));
      const all = Object.entries({ ...fields, ...changed });
      const next = all.filter((pair): pair is [string, string] => pair[1] !== null);
      return who.post(`${path}/${section}`, Object.fromEntries(next));
    },
  };
}

/** An answer's page as people read it. */
export async function plainWords(answer: Response): Promise<string> {
  return plainSpaces(await answer.text()).replaceAll("&#39;", "'");
}

/** The form of one section, as a browser would post it. */
export function sectionOf(html: string, section: SettingsSection | "history"): string {
  const [found] = new RegExp(`<section class="card" id="${section}">.*?</section>`, "s").exec(html) ?? [];
  if (!found) throw new Error(`no section ${section}`);
  return found;
}

/** What a browser would send of a section: ticked boxes and chosen radios alone, and what is selected. */
export function fieldsOf(section: string): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [tag] of section.matchAll(/<input[^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1] ?? "";
    const isChoice = /type="(radio|checkbox)"/.test(tag);
    if (name && (!isChoice || / checked/.test(tag))) fields.push([name, / value="([^"]*)"/.exec(tag)?.[1] ?? ""]);
  }
  for (const [, name, options] of section.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen =
      /<option value="([^"]*)" selected/.exec(options ?? "") ?? /<option value="([^"]*)"/.exec(options ?? "");
    fields.push([name ?? "", chosen?.[1] ?? ""]);
  }
  return Object.fromEntries(fields);
}
