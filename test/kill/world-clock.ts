import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * One clock for both sides: the app's sandbox keeps its offset in a database of its object, and the simulators read it
 * there at each look, so that neither runs ahead while the app walks its clock forward.
 */
export class WorldClock {
  #offsetNow: StatementSync | null = null;
  #offset = 0;

  follow(file: string): void {
    const database = new DatabaseSync(file, { readOnly: true });
    this.#offsetNow = database.prepare("SELECT value FROM sandbox_settings WHERE name = 'offset'");
  }

  now(): number {
    return Date.now() + this.#readOffset();
  }

  // The process that writes it may be dying right now: then it stands where it stood. It never goes back.
  #readOffset(): number {
    try {
      this.#offset = Math.max(this.#offset, Number(this.#offsetNow?.get()?.value ?? 0));
    } catch {
      // Tried again at the next look.
    }
    return this.#offset;
  }
}
