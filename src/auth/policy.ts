import type { Role } from "../db/people";

/**
 * What each route asks for. `anyone` needs no session; `machine` comes from no page of ours, so only a foreign page's
 * request is refused. Everything else needs a session whose role is at least this one, within its workspace.
 */
export type Policy = { method: "GET" | "POST"; path: string; asks: "anyone" | "machine" | Role; sandboxOnly?: true };

const RANK: Record<Role, number> = { viewer: 1, shipper: 2, owner: 3 };

export const POLICIES: readonly Policy[] = [
  { method: "GET", path: "/healthz", asks: "anyone" },
  { method: "POST", path: "/csp", asks: "machine" },
  { method: "POST", path: "/hooks/sendcloud/:webhookId", asks: "machine" },
  { method: "GET", path: "/operator/stores", asks: "machine" },
  { method: "POST", path: "/operator/seals", asks: "machine" },
  { method: "POST", path: "/operator/stores/:storeId/rebuild", asks: "machine" },
  { method: "GET", path: "/operator/stores/:storeId/rebuild", asks: "machine" },
  { method: "GET", path: "/operator/stores/:storeId/timeline", asks: "machine" },
  { method: "GET", path: "/enter", asks: "anyone" },
  { method: "POST", path: "/enter", asks: "anyone" },
  { method: "GET", path: "/sign-in", asks: "anyone" },
  { method: "POST", path: "/sign-in", asks: "anyone" },
  { method: "POST", path: "/sign-in/passkey/options", asks: "anyone" },
  { method: "POST", path: "/sign-in/passkey", asks: "anyone" },
  { method: "GET", path: "/join", asks: "anyone" },
  { method: "POST", path: "/join", asks: "anyone" },
  { method: "POST", path: "/sign-out", asks: "anyone" },
  { method: "POST", path: "/setup", asks: "anyone" },
  { method: "POST", path: "/language", asks: "anyone" },

  { method: "GET", path: "/", asks: "viewer" },
  { method: "GET", path: "/orders", asks: "viewer" },
  { method: "POST", path: "/orders/labels", asks: "shipper" },
  { method: "GET", path: "/jobs/:jobId", asks: "viewer" },
  { method: "GET", path: "/orders/:storeId/:orderId", asks: "viewer" },
  { method: "GET", path: "/orders/:storeId/:orderId/options", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/acceptance", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/refusal", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/labels", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/labels/:parcelNo/file", asks: "viewer" },
  { method: "GET", path: "/orders/:storeId/:orderId/labels/:parcelNo/customs", asks: "viewer" },
  { method: "POST", path: "/orders/:storeId/:orderId/goods", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/labels/:parcelNo/cancellation", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/recipient", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/recipient", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/checks", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/label-here", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/pushes", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/shipping", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/shipping", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/shipping/undo", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/tracking", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/tracking", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/parcels/link", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/cancellation", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/cancellation", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/cancellation/undo", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/dry-run", asks: "shipper" },
  { method: "GET", path: "/orders/:storeId/:orderId/refund", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/refund", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/refunds/:intentId/undo", asks: "shipper" },
  { method: "POST", path: "/orders/:storeId/:orderId/returns/:returnKey/dismissal", asks: "shipper" },
  { method: "GET", path: "/returns", asks: "viewer" },

  { method: "GET", path: "/products", asks: "viewer" },
  { method: "GET", path: "/products/item", asks: "viewer" },
  { method: "POST", path: "/products/values", asks: "shipper" },
  { method: "GET", path: "/products/export", asks: "viewer" },
  { method: "GET", path: "/products/template", asks: "viewer" },
  { method: "GET", path: "/products/upload", asks: "shipper" },
  { method: "POST", path: "/products/upload", asks: "shipper" },
  { method: "GET", path: "/products/uploads/:uploadId", asks: "viewer" },
  { method: "GET", path: "/products/uploads/:uploadId/refused", asks: "viewer" },
  { method: "POST", path: "/products/uploads/:uploadId/reading", asks: "shipper" },
  { method: "POST", path: "/products/uploads/:uploadId/application", asks: "shipper" },
  { method: "POST", path: "/products/uploads/:uploadId/undo", asks: "shipper" },
  { method: "GET", path: "/products/hs", asks: "viewer" },

  { method: "GET", path: "/people", asks: "viewer" },
  { method: "POST", path: "/people/invitations", asks: "owner" },
  { method: "POST", path: "/people/invitations/:invitationId/withdrawal", asks: "owner" },
  { method: "POST", path: "/people/:personId/role", asks: "owner" },
  { method: "POST", path: "/people/:personId/suspension", asks: "owner" },
  { method: "POST", path: "/people/:personId/readmission", asks: "owner" },
  { method: "POST", path: "/people/:personId/removal", asks: "owner" },
  { method: "GET", path: "/profile", asks: "viewer" },
  { method: "POST", path: "/profile/sessions", asks: "viewer" },
  { method: "POST", path: "/profile/sessions/:sessionRef/end", asks: "viewer" },
  { method: "POST", path: "/profile/passkeys/options", asks: "viewer" },
  { method: "POST", path: "/profile/passkeys", asks: "viewer" },
  { method: "POST", path: "/profile/passkeys/:passkeyId/removal", asks: "viewer" },

  { method: "GET", path: "/attention", asks: "viewer" },
  { method: "GET", path: "/stores/:storeId/intents/:intentId", asks: "viewer" },
  { method: "POST", path: "/stores/:storeId/intents/:intentId/decision", asks: "shipper" },

  { method: "GET", path: "/stores", asks: "viewer" },
  { method: "GET", path: "/stores/new", asks: "owner" },
  { method: "POST", path: "/stores/new", asks: "owner" },
  { method: "GET", path: "/stores/new/:draftId/shop", asks: "owner" },
  { method: "POST", path: "/stores/new/:draftId/shop", asks: "owner" },
  { method: "GET", path: "/stores/new/:draftId/sendcloud", asks: "owner" },
  { method: "POST", path: "/stores/new/:draftId/sendcloud", asks: "owner" },
  { method: "GET", path: "/stores/new/:draftId/carriers", asks: "owner" },
  { method: "POST", path: "/stores/new/:draftId/carriers", asks: "owner" },
  { method: "GET", path: "/stores/new/:draftId/confirmation", asks: "owner" },
  { method: "POST", path: "/stores/new/:draftId/confirmation", asks: "owner" },
  { method: "GET", path: "/stores/:storeId", asks: "viewer" },
  { method: "GET", path: "/stores/:storeId/strip", asks: "viewer" },
  { method: "POST", path: "/stores/:storeId/imports", asks: "shipper" },
  { method: "GET", path: "/stores/:storeId/settings", asks: "viewer" },
  { method: "GET", path: "/stores/:storeId/settings/:section/preview", asks: "viewer" },
  { method: "GET", path: "/stores/:storeId/settings/:section", asks: "viewer" },
  { method: "POST", path: "/stores/:storeId/settings/:section", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/settings/carriers/list", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/settings/labels/take-back", asks: "owner" },
  { method: "GET", path: "/stores/:storeId/key", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/key", asks: "owner" },
  { method: "GET", path: "/stores/:storeId/pause", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/pause", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/resumption", asks: "owner" },
  { method: "GET", path: "/stores/:storeId/disconnection", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/disconnection", asks: "owner" },
  { method: "GET", path: "/stores/:storeId/export", asks: "owner" },
  { method: "GET", path: "/stores/:storeId/deletion", asks: "owner" },
  { method: "POST", path: "/stores/:storeId/deletion", asks: "owner" },
  { method: "GET", path: "/sendcloud-accounts", asks: "viewer" },
  { method: "GET", path: "/sendcloud-accounts/new", asks: "owner" },
  { method: "POST", path: "/sendcloud-accounts/new", asks: "owner" },
  { method: "GET", path: "/sendcloud-accounts/:accountId/keys", asks: "owner" },
  { method: "POST", path: "/sendcloud-accounts/:accountId/keys", asks: "owner" },
  { method: "POST", path: "/sendcloud-accounts/:accountId/webhook", asks: "owner" },
  { method: "GET", path: "/sendcloud-accounts/:accountId/cancellations", asks: "viewer" },
  { method: "POST", path: "/sendcloud-accounts/:accountId/cancellations", asks: "shipper" },

  { method: "POST", path: "/sandbox/seed", asks: "machine", sandboxOnly: true },
  { method: "GET", path: "/sandbox", asks: "viewer", sandboxOnly: true },
  { method: "GET", path: "/sandbox/counts", asks: "viewer", sandboxOnly: true },
  { method: "GET", path: "/sandbox/traffic", asks: "viewer", sandboxOnly: true },
  { method: "GET", path: "/sandbox/csp-reports", asks: "viewer", sandboxOnly: true },
  { method: "GET", path: "/sandbox/csp-probe", asks: "viewer", sandboxOnly: true },
  { method: "POST", path: "/sandbox/clock", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/faults", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/orders", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/offers", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/pace", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/panel", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/integration", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/returns", asks: "owner", sandboxOnly: true },
  { method: "POST", path: "/sandbox/parcels/:parcelId/moves", asks: "owner", sandboxOnly: true },
];

const COMPILED = POLICIES.map((policy) => ({ policy, pattern: toPattern(policy.path) }));

/** The policy of a request, the most literal path first; null when no route is listed for it. */
export function policyFor(method: string, path: string): Policy | null {
  const asked = method === "HEAD" ? "GET" : method;
  const fits = COMPILED.filter(({ policy, pattern }) => policy.method === asked && pattern.test(path));
  fits.sort((a, b) => parameters(a.policy.path) - parameters(b.policy.path));
  return fits[0]?.policy ?? null;
}

/** True when this role may do what the policy asks. */
export function allows(policy: Policy, role: Role): boolean {
  return policy.asks === "anyone" || policy.asks === "machine" || RANK[role] >= RANK[policy.asks];
}

/** Refuses to start with a route that nobody wrote a policy for. */
export function assertPolicies(routes: readonly { method: string; path: string }[]): void {
  const listed = new Set(POLICIES.map((policy) => `${policy.method} ${policy.path}`));
  const missing = routes.filter((route) => route.method !== "ALL" && !listed.has(`${route.method} ${route.path}`));
  if (missing.length > 0) {
    throw new Error(`routes without a policy: ${missing.map((route) => `${route.method} ${route.path}`).join(", ")}`);
  }
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:[a-zA-Z]+/g, "[^/]+")}$`);
}

function parameters(path: string): number {
  return path.split(":").length;
}
