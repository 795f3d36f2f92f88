import type { IntentKind, ParkReason } from "../domain/intent";
import type { FailedReply, Reply } from "../lib/http";
import type { Intent } from "./intents";
import type { StoreDesk } from "./store-desk";
import type { RefusalCode } from "./stub";

/** What a fresh look says before anything is sent. */
export type Check =
  | { go: "send" }
  /** The goal holds already, or nothing is left to do it for. */
  | { go: "skip"; reason: string }
  | { go: "fail"; reason: RefusalCode; words?: string }
  | { go: "park"; reason: ParkReason }
  /** Something else comes first. */
  | { go: "later"; at: number }
  /** The look itself failed. */
  | { go: "blind"; reply: FailedReply };

/** What a look at the remote says after an answer that proved nothing. */
export type ReadBack<O> =
  | { found: "done"; outcome: O }
  | { found: "absent" }
  | { found: "failed"; reason: RefusalCode; words: string }
  | { found: "conflict"; reason: ParkReason }
  | { found: "blind"; reply: FailedReply };

/** One kind of write at a remote API. `name` is the vendor's own for it, for the evidence. */
export type Effect<K extends IntentKind, O> = {
  kind: K;
  name: string;
  remote: "mirakl" | "sendcloud";
  check(desk: StoreDesk, intent: Intent<K>): Promise<Check>;
  send(desk: StoreDesk, intent: Intent<K>): Promise<Reply<O>>;
  readBack(desk: StoreDesk, intent: Intent<K>): Promise<ReadBack<O>>;
  /** Books what was achieved, in the synchronous block that ends the intent; gives the remote's id for it. */
  land(desk: StoreDesk, intent: Intent<K>, outcome: O): string | null;
  /** Tells the timeline that the remote said no. */
  tellFailure(desk: StoreDesk, intent: Intent<K>, words: string): void;
};
