/** What goes on, for whoever waits. */
import type { World } from "./world.js";

/** One line on standard error while somebody watches, gone when the answer comes. */
export class Progress {
  readonly #world: World;
  readonly #started: number;

  constructor(world: World) {
    this.#world = world;
    this.#started = world.now();
  }

  show(doing: string): void {
    if (!this.#world.isWatched) return;
    const seconds = ((this.#world.now() - this.#started) / 1000).toFixed(1);
    this.#world.say(`\r\u001b[K${this.#world.style.dim(`${doing} … ${seconds} s`)}`);
  }

  clear(): void {
    if (this.#world.isWatched) this.#world.say("\r\u001b[K");
  }
}
