import { AppGone, type Merchant } from "../kill/merchant";

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 60_000;

/** An upload whose preview stands: where, how long that took from the press on, and how far its progress was seen. */
export type Previewed = { place: string; ms: number; progress: number[]; counts: string };

/** Sends a file and waits for its preview, as the page does. */
export async function preview(merchant: Merchant, text: string): Promise<Previewed> {
  const began = performance.now();
  const place = await again(() => send(merchant, text));
  return { ...(await awaitPreview(merchant, place)), place, ms: Math.round(performance.now() - began) };
}

/** Sends a file; gives the page of its upload. */
export async function send(merchant: Merchant, text: string): Promise<string> {
  const form = new FormData();
  form.set("file", new File([text], "catalogue.csv", { type: "text/csv" }));
  const answer = await merchant.post("/products/upload", form);
  if (answer.status !== 303) throw new Error(`POST /products/upload answers ${answer.status}`);
  return answer.place;
}

/** Reads a file again whose reading died. */
export async function readAgain(merchant: Merchant, place: string): Promise<void> {
  await merchant.post(`${place}/reading`, {});
  await awaitPreview(merchant, place);
}

/** Applies what a preview shows; gives the milliseconds until that was answered. */
export async function apply(merchant: Merchant, place: string): Promise<number> {
  const began = performance.now();
  const { status } = await merchant.post(`${place}/application`, {});
  if (status !== 303) throw new Error(`POST ${place}/application answers ${status}`);
  return Math.round(performance.now() - began);
}

/** True when an upload offers to be undone, which it does once it is applied. */
export async function isApplied(merchant: Merchant, place: string): Promise<boolean> {
  return (await merchant.get(place)).text.includes(`action="${place}/undo"`);
}

async function awaitPreview(merchant: Merchant, place: string): Promise<{ progress: number[]; counts: string }> {
  const progress = new Set<number>();
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const { text, status } = await again(() => merchant.get(place));
    if (status !== 200) throw new Error(`GET ${place} answers ${status}`);
    const done = /<progress max="\d+" value="(\d+)"/.exec(text)?.[1];
    if (!text.includes('hx-trigger="every 500ms"')) return { progress: [...progress], counts: text };
    if (done !== undefined) progress.add(Number(done));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error("the preview did not stand in time");
}

// A connection that idled may be closed in the moment of its next use: the same is asked once more.
async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppGone)) throw error;
    return work();
  }
}
