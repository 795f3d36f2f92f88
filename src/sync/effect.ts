import type { IntentKind, ParkReason } from "../domain/intent";
import type { Baseline } from "../domain/refund";
import type { FailedReply, Reply } from "../lib/http";
import type { Intent } from "./intents";
import type { StoreDesk } from "./store-desk";
import type { RefusalCode } from "./stub-answers";
import type { RemoteCandidate } from "./stub-orders";

/** What a fresh look says before anything is sent. */
export type Check =
  /** `baseline` is written down with the sending, where a later look needs it. */
  | { go: "send"; baseline?: Baseline }
  /** The goal holds already, or nothing is left to do it for. */
  | { go: "skip"; reason: string }
  | { go: "fail"; reason: RefusalCode; words?: string }
  | { go: "park"; reason: ParkReason }
  /** Something else comes first. */
  | { go: "later"; at: number }
  /** An earlier send may have landed after all: read back before anything else. */
  | { go: "look" }
  /** The look itself failed. */
  | { go: "blind"; reply: FailedReply };

/** What a look at the remote says after an answer that proved nothing. */
export type ReadBack<O> =
  | { found: "done"; outcome: O }
  | { found: "absent" }
  /** Nothing there, but it may still come: look again at that moment. */
  | { found: "not-yet"; at: number }
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
  /**
   * Sends several in one call, where the vendor takes lists, and gives the answer to each, in their order; `split` when the
   * list was refused and nobody can say for whose sake. Each must have passed `check`.
   */
  sendMany?(desk: StoreDesk, intents: readonly Intent<K>[]): Promise<Reply<O>[] | "split">;
  /** Looks for several in one call; null for those of which this look proves nothing. */
  readBackMany?(desk: StoreDesk, intents: readonly Intent<K>[]): Promise<(ReadBack<O> | null)[]>;
  /** Books what was achieved, in the synchronous block that ends the intent; gives the remote's id for it. */
  land(desk: StoreDesk, intent: Intent<K>, outcome: O): string | null;
  /** Tells the timeline that the remote said no. */
  tellFailure(desk: StoreDesk, intent: Intent<K>, words: string): void;
  /** What at the remote a parked intent may have brought about; without it, whatever `readBack` finds done. */
  candidates?(desk: StoreDesk, intent: Intent<K>): Promise<Candidate<O>[] | FailedReply>;
  /** Whether this one may go a second time after an unexplained silence, where the policy asks for leave. */
  mayGoAgain?(desk: StoreDesk, intent: Intent<K>): boolean;
};

export type Candidate<O> = RemoteCandidate & { outcome: O };
