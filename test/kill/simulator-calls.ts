import type { MarketplaceId } from "../../src/sandbox/marketplaces";
import type { WebhookWay } from "../../src/sandbox/world";

/** Where the simulated vendors listen. */
export type SimulatorUrls = { mirakl: Record<MarketplaceId, string>; sendcloud: string };

/** A call that costs money: a label, a refund, a cancellation. */
export type PaidCall = { operation: string; what: string };

/** When a paid call is held so that the app can be killed under it: before the work is done, or after it. */
export type HoldAt = "received" | "done";

export type BoughtLabel = {
  orderNumber: string | null;
  reference: string | null;
  shipmentId: string;
  trackingNumber: string;
  live: boolean;
};
export type PaidBack = { id: number; orderId: string; lineId: string; minor: number; byShop: boolean };
/** `minor` is what a return of this line is worth to the buyer, shipping not included. */
export type SentBack = {
  returnId: number;
  orderId: string;
  lines: { lineId: string; quantity: number; minor: number }[];
};
export type RemoteOrder = {
  orderId: string;
  state: string;
  tracking: string | null;
  lines: { lineId: string; paidMinor: number }[];
};

/** What the vendors' own books say. */
export type Ledgers = { labels: BoughtLabel[]; money: PaidBack[]; returns: SentBack[]; orders: RemoteOrder[] };
export type Tally = { labels: number; money: number; returns: number; requests: number; faulted: number };

/** What the driver may ask of the simulators' process. */
export type SimulatorCalls = {
  /** Takes the world's clock from the app's: the offset that its sandbox keeps in this database. */
  followClock(database: string): void;
  faultShare(share: number): void;
  webhooks(way: WebhookWay): void;
  /** Buyers order; the given share of the orders of a marketplace that asks for acceptance still waits for it. */
  place(wish: { marketplace: MarketplaceId; count: number; unaccepted: number }): void;
  /** Buyers send so many shipped orders back, in whole or in part. Gives how many there were. */
  sendBack(count: number): number;
  /** Holds the next paid call and tells so; null lets all pass again. */
  aim(at: HoldAt | null): void;
  /** Lets what is held go on; a call that was held before its work is carried out, or was lost on its way. */
  release(isCarriedOut: boolean): void;
  /** Paid calls whose caller was gone before it had the answer, since the last time this was asked. */
  cutCalls(): PaidCall[];
  tally(): Tally;
  ledgers(): Ledgers;
};

export type SimulatorAsk = { id: number; call: keyof SimulatorCalls; argument: unknown };
export type SimulatorTold =
  | { told: "listening"; urls: SimulatorUrls }
  | { told: "held"; call: PaidCall }
  | { told: "answer"; id: number; value: unknown }
  | { told: "failed"; id: number; why: string };
