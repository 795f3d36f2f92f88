import type { OwnIntent } from "./own-books";
import type { Proof } from "./proof";

const PROGRESS_EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;

/** Says every ten seconds how far it is; gives what ends that. */
export function tellProgress(proof: Proof): () => void {
  const began = performance.now();
  const worldBegan = proof.clock.now;
  const timer = setInterval(() => void tell(proof, began, worldBegan), PROGRESS_EVERY_MS);
  return () => clearInterval(timer);
}

async function tell({ simulators, kills, cast, clock }: Proof, began: number, worldBegan: number): Promise<void> {
  const tally = await simulators.ask("tally");
  const sent = kills.filter(({ cut }) => cut.length > 0).length;
  const parts = [
    `${kills.length} kills (${sent} while SENT)`,
    `${cast.placed} ordered, ${cast.book.tried.size} asked for, ${tally.labels} labels`,
    `${tally.returns} returns, ${tally.money} refunds`,
    `${tally.requests} requests, ${tally.faulted} spoilt`,
    `world ${((clock.now - worldBegan) / HOUR_MS).toFixed(2)} h`,
  ];
  console.log(`${Math.round((performance.now() - began) / 1000)} s: ${parts.join("; ")}`);
}

/** What our own journal says of a thing that is not as promised. */
export function tellEvidence(where: string, all: readonly OwnIntent[]): void {
  const own = all.filter(({ id, orderId, lineId }) => where.includes(id) || where === orderId || where === lineId);
  for (const { kind, state, reason, evidence } of own) {
    const steps = evidence.map(({ at, what }) => `\n  ${new Date(at).toISOString()} ${what}`);
    console.log(`${where}: ${kind} ${state} ${reason ?? ""}${steps.join("")}`);
  }
}
