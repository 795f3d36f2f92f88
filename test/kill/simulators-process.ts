import { type ChildProcess, fork } from "node:child_process";
import type { PaidCall, SimulatorAsk, SimulatorCalls, SimulatorTold, SimulatorUrls } from "./simulator-calls";

type Waiting = { resolve(value: unknown): void; reject(error: Error): void };

/** The simulators' process as the driver holds it. */
export class Simulators {
  onHeld: ((call: PaidCall) => void) | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  private constructor(
    readonly child: ChildProcess,
    readonly urls: SimulatorUrls,
  ) {
    child.on("message", (told: SimulatorTold) => this.#hear(told));
  }

  /** Starts it; `script` is the bundle of simulators.ts. */
  static start(script: string, seed: number): Promise<Simulators> {
    const child = fork(script, [String(seed)], { execArgv: ["--disable-warning=ExperimentalWarning"] });
    return new Promise((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the simulators ended with ${code}`)));
      child.once("message", (told: SimulatorTold) => {
        if (told.told === "listening") resolve(new Simulators(child, told.urls));
      });
    });
  }

  ask<C extends keyof SimulatorCalls>(
    call: C,
    ...[argument]: Parameters<SimulatorCalls[C]>
  ): Promise<Awaited<ReturnType<SimulatorCalls[C]>>> {
    this.#asked += 1;
    const message: SimulatorAsk = { id: this.#asked, call, argument };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve: resolve as Waiting["resolve"], reject });
      this.child.send(message);
    });
  }

  stop(): void {
    this.child.removeAllListeners();
    this.child.kill("SIGKILL");
  }

  #hear(told: SimulatorTold): void {
    if (told.told === "held") this.onHeld?.(told.call);
    if (told.told !== "answer" && told.told !== "failed") return;
    const waiting = this.#waiting.get(told.id);
    this.#waiting.delete(told.id);
    if (told.told === "answer") waiting?.resolve(told.value);
    else waiting?.reject(new Error(told.why));
  }
}
