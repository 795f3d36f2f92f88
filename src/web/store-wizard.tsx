import { Hono } from "hono";
import { findStore } from "../db/stores";
import { type AppContext, type AppEnv, signedIn } from "./context";
import { saveCarriers, showCarriers } from "./wizard-carriers";
import { confirm, showConfirmation } from "./wizard-confirmation";
import { saveConnection, showConnection } from "./wizard-connection";
import { type Draft, firstOpenStep, loadDraft, mayOpen, type Step, stepPath } from "./wizard-draft";
import { saveSendcloud, showSendcloud } from "./wizard-sendcloud";
import { saveShop, showShop } from "./wizard-shop";

type Answer = Response | Promise<Response>;

/** Connects a store in five pages. Each keeps its answers in a draft, so that one may leave, come back and go back. */
export const storeWizard = new Hono<AppEnv>();

storeWizard.get("/", showConnection);
storeWizard.post("/", saveConnection);
storeWizard.get("/:draftId/shop", (c) => withDraft(c, "shop", showShop));
storeWizard.post("/:draftId/shop", (c) => withDraft(c, "shop", saveShop));
storeWizard.get("/:draftId/sendcloud", (c) => withDraft(c, "sendcloud", showSendcloud));
storeWizard.post("/:draftId/sendcloud", (c) => withDraft(c, "sendcloud", saveSendcloud));
storeWizard.get("/:draftId/carriers", (c) => withDraft(c, "carriers", showCarriers));
storeWizard.post("/:draftId/carriers", (c) => withDraft(c, "carriers", saveCarriers));
storeWizard.get("/:draftId/confirmation", (c) => withDraft(c, "confirmation", showConfirmation));
storeWizard.post("/:draftId/confirmation", (c) => withDraft(c, "confirmation", confirm));

// A page opened before its time leads to the one that is due.
async function withDraft(c: AppContext, step: Step, open: (c: AppContext, draft: Draft) => Answer): Promise<Response> {
  const draftId = c.req.param("draftId") ?? "";
  const draft = await loadDraft(c, draftId);
  if (!draft) return leaveWizard(c, draftId);
  if (!mayOpen(step, draft.answers)) return c.redirect(stepPath(draft.id, firstOpenStep(draft.answers)), 303);
  return open(c, draft);
}

// Back after the confirmation: the draft became a store of the same id.
async function leaveWizard(c: AppContext, draftId: string): Promise<Response> {
  const store = await findStore(c.env.DB, signedIn(c).workspaceId, draftId);
  return store ? c.redirect(`/stores/${store.id}`, 303) : c.notFound();
}
