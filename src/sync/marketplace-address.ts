import { checkMiraklAddress } from "../mirakl/hosts";
import { refuse } from "./refusals";
import type { Refusal } from "./stub-answers";

/** The base URL of a typed marketplace address, or why it may not be called. */
export function matchAddress(typed: string, hosts: { extra: string[]; sandbox: boolean }): string | Refusal {
  const verdict = checkMiraklAddress(typed, hosts.extra, hosts.sandbox);
  return verdict.ok ? verdict.baseUrl : refuse("host-not-allowed", verdict.why, "baseUrl");
}
