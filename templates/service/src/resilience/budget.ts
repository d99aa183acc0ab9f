/** How many further attempts there may be when all is well, and what each success gives back. */
const CAPACITY = 50;
const REFILL = 0.1;

/**
 * Bounds further attempts by what succeeds: in an outage, everything fails and would be tried again, which is several times the
 * load on what is down already. Each further attempt takes one, each success gives a tenth back; when it is empty, there are first attempts only.
 */
export class Budget {
  #left = CAPACITY;

  /** Takes one for a further attempt. @returns whether there was one */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Something went well. */
  succeeded(): void {
    this.#left = Math.min(CAPACITY, this.#left + REFILL);
  }
}
