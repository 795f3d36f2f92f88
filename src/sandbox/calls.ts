import type { ClockedWorld } from "./clock";
import type { Fault, PlantedFault } from "./faults";
import type { MarketplaceId } from "./marketplaces";
import type { MerchantAct, MerchantActDone } from "./merchant-acts";
import type { RequestCount } from "./request-log";
import type { SendcloudOverview } from "./sendcloud-overview";

/** An order as the sandbox's page shows it. */
export type OrderRow = {
  orderId: string;
  marketplace: MarketplaceId;
  shopId: number;
  kind: string | null;
  state: string;
  recipient: string;
  carrier: string | null;
  tracking: string | null;
  updatedAt: number;
};

/** Both worlds side by side. */
export type Overview = {
  now: number;
  offset: number;
  paceSeconds: number;
  marketplaces: { id: MarketplaceId; name: string; host: string }[];
  keys: { marketplace: MarketplaceId; key: string; shopIds: number[]; opens: "all" | "orders" | "no-orders" }[];
  orders: OrderRow[];
  sendcloud: SendcloudOverview;
  sendcloudKeys: { publicKey: string; secretKey: string };
  faults: PlantedFault[];
  counts: RequestCount[];
};

/**
 * What others than the shop's key do to an order. `pay`: accepted in the back office and the buyer was debited; `ship`: shipped there too; `refund`
 * and `cancel-one`: the operator pays back the first line, or takes one piece off it; `move-house`: the buyer changes the
 * address before shipping.
 */
export const BUYER_ACTS = [
  "cancel",
  "receive",
  "pay",
  "ship",
  "open-incident",
  "close-incident",
  "refund",
  "cancel-one",
  "move-house",
  "anonymise",
] as const;
export type BuyerAct = (typeof BUYER_ACTS)[number];

/** What the app may ask of the sandbox's object. */
export type SandboxCalls = ClockedWorld & {
  /** A request to either vendor; the host it was meant for is in `x-sandbox-host` or in its URL. */
  fetch(request: Request): Promise<Response>;
  /** How far the sandbox's clock is ahead of real time, in milliseconds. */
  offset(): Promise<number>;
  counts(): Promise<RequestCount[]>;
  /** Keeps one recorded HTTP exchange, a line of JSON. */
  record(exchange: string): Promise<void>;
  /** The recorded exchanges after a number, oldest first, at most 500. */
  traffic(after: number): Promise<{ seq: number; line: string }[]>;
  /** A buyer orders: a dirty kind, `mixed` for the next of the stream, `several` pieces of one product, or a clean order. Gives the order id. */
  place(marketplace: MarketplaceId, kind?: string): Promise<string>;
  /** False when the order's state forbids it. */
  act(orderId: string, act: BuyerAct): Promise<boolean>;
  noteCspReport(report: string): Promise<void>;
  cspReports(): Promise<string[]>;
  setPace(seconds: number): Promise<void>;
  plantFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  moveParcel(parcelId: number, code: string): Promise<boolean>;
  /** What the merchant does in Sendcloud's panel, and his buyers at its returns. */
  actAsMerchant(act: MerchantAct): Promise<MerchantActDone>;
  overview(): Promise<Overview>;
};

/** There is one sandbox. */
export function sandboxWorld(env: Env): SandboxCalls {
  return env.SANDBOX_WORLD.getByName("world") as unknown as SandboxCalls;
}
