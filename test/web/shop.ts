import { findStore } from "../../src/db/stores";
import type { StoreSettings } from "../../src/domain/store";
import { connectDemo, openSite, signInto } from "./site";

const STEP_MS = 30_000;
/** A long wait goes in larger steps: nobody looks at it closely. */
const LONG_MS = 2 * 3_600_000;
const LONG_STEP_MS = 300_000;

/** The demo shop, connected and imported, with the whole engine behind its pages. */
export async function openShop(settings: Partial<StoreSettings> = {}) {
  const site = openSite();
  const owner = await signInto(site, "camille");
  const storeId = await connectDemo(owner);
  const store = await findStore(site.d1, owner.workspaceId, storeId);
  if (!store) throw new Error("the demo shop is not connected");
  const run = async (milliseconds: number): Promise<void> => {
    const step = milliseconds > LONG_MS ? LONG_STEP_MS : STEP_MS;
    for (let left = milliseconds; left > 0; left -= step) {
      site.world.pass(Math.min(step, left));
      await site.both.step();
      await site.runStore(storeId);
      await site.runAccount(store.accountId);
    }
  };
  const setSettings = async (changes: Partial<StoreSettings>): Promise<void> => {
    const row = await findStore(site.d1, owner.workspaceId, storeId);
    await site.d1
      .prepare("UPDATE stores SET settings = ?, settings_version = settings_version + 1 WHERE id = ?")
      .bind(JSON.stringify({ ...row?.settings, ...changes }), storeId)
      .run();
    await site.reopen(storeId);
  };
  await setSettings(settings);
  await run(2 * 60_000);
  const pathOf = (orderId: string) => `/orders/${storeId}/${orderId}`;
  /** The order's page as text without tags, as a reader sees it. */
  const pageOf = async (orderId: string) => (await owner.get(pathOf(orderId))).text();
  return { site, owner, storeId, run, setSettings, pathOf, pageOf, world: site.world };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** What a reader sees of a page. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}
