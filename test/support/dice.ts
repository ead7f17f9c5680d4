/** Seeded chance for tests: the same seed gives the same cases on any machine, and a failure names its seed. */

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 0x9e3779b1) >>> 0;
  }

  /** mulberry32: from 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(options: readonly T[]): T {
    return options[this.whole(0, options.length - 1)] as T;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const order = [...items];
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.whole(0, i);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  }
}

/** `npm test` rolls a third of many seeds; `npm run check:seeds` rolls them all. */
export const rollsAll = process.env["SEEDS"] === "all";
/** Fewer are rolled all the same. */
const MANY = 24;

/** Runs a check for the seeds from..to, both included, or a third of them; what fails says which seed it was. */
export async function forSeeds(
  [from, to]: readonly [number, number],
  check: (dice: Dice, seed: number) => Promise<void> | void,
): Promise<void> {
  await rolled(from, to, rollsAll || to - from < MANY ? 1 : 3, check);
}

/** The same where the seeds together must meet what is rare. */
export const forEverySeed = (
  [from, to]: readonly [number, number],
  check: (dice: Dice, seed: number) => Promise<void> | void,
): Promise<void> => rolled(from, to, 1, check);

async function rolled(
  from: number,
  to: number,
  step: number,
  check: (dice: Dice, seed: number) => Promise<void> | void,
): Promise<void> {
  for (let seed = from; seed <= to; seed += step) {
    try {
      await check(new Dice(seed), seed);
    } catch (failure) {
      throw new Error(`seed ${seed}: ${failure instanceof Error ? failure.message : String(failure)}`, {
        cause: failure,
      });
    }
  }
}
