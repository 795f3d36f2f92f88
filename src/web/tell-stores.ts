import { listStores } from "../db/stores";
import { storeSync } from "../sync/stub";
import { type AppContext, signedIn } from "./context";

/** Tells every connected store of the workspace that these products changed, or any where `skus` is null. */
export async function tellProductsChanged(c: AppContext, skus: readonly string[] | null): Promise<void> {
  const stores = await listStores(c.env.DB, signedIn(c).workspaceId);
  const connected = stores.filter(({ disconnectedAt }) => disconnectedAt === null);
  // One that does not answer now keeps no other from hearing of it.
  await Promise.allSettled(connected.map(({ id }) => storeSync(c.env, id).productsChanged(skus)));
}
