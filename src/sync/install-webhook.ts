import type { AccountDesk } from "./account-desk";
import { givePermit } from "./permits";
import { refuse, sendcloudRefusal, toFailure } from "./refusals";
import type { ActResult } from "./stub-answers";

/** Points the integration's only webhook at us; another one's address is replaced by a person's word alone. */
export async function installWebhook(desk: AccountDesk, url: string, replaceForeign: boolean): Promise<ActResult> {
  const { integrationId } = desk.account;
  const now = await desk.sendcloud.integration(integrationId);
  if (now.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(now)) };
  const there = now.value.webhookActive ? now.value.webhookUrl : null;
  if (there === url) return { result: "done" };
  if (there && !replaceForeign) return { result: "refused", refusal: refuse("webhook-is-foreign", there) };
  const permit = givePermit(desk.ports, { urgency: "rest", label: null });
  if (!permit.granted) return { result: "refused", refusal: refuse("sendcloud-busy") };
  const reply = await desk.sendcloud.installWebhook(integrationId, url);
  return reply.kind === "ok" ? { result: "done" } : { result: "refused", refusal: sendcloudRefusal(toFailure(reply)) };
}

/** Takes our address out of the integration; somebody else's stays where it is. */
export async function removeWebhook(desk: AccountDesk, url: string): Promise<ActResult> {
  const { integrationId } = desk.account;
  const now = await desk.sendcloud.integration(integrationId);
  if (now.kind !== "ok") return { result: "refused", refusal: sendcloudRefusal(toFailure(now)) };
  if (now.value.webhookUrl !== url) return { result: "done" };
  const permit = givePermit(desk.ports, { urgency: "rest", label: null });
  if (!permit.granted) return { result: "refused", refusal: refuse("sendcloud-busy") };
  const reply = await desk.sendcloud.removeWebhook(integrationId);
  return reply.kind === "ok" ? { result: "done" } : { result: "refused", refusal: sendcloudRefusal(toFailure(reply)) };
}
