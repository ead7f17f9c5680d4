/** What goes on, for whoever waits. */
import type { Progress } from "../src/index.js";
import { progressLine } from "./text/progress.js";
import type { World } from "./world.js";

/** Milliseconds between two drawings: the time ticks even where nothing new is told. */
const TICK = 100;

/** One line on standard error while somebody watches, gone when the answer comes. */
export class ProgressLine {
  readonly #world: World;
  readonly #started: number;
  #progress: Progress;
  #ticking: NodeJS.Timeout | null = null;

  constructor(world: World, progress: Progress) {
    this.#world = world;
    this.#started = world.now();
    this.#progress = progress;
    if (!world.isWatched) return;
    this.#draw();
    this.#ticking = setInterval(() => this.#draw(), TICK);
    this.#ticking.unref();
  }

  show(progress: Progress): void {
    this.#progress = progress;
  }

  /** For good: nothing is drawn after it. */
  clear(): void {
    if (this.#ticking === null) return;
    clearInterval(this.#ticking);
    this.#ticking = null;
    this.#world.say("\r\u001b[K");
  }

  #draw(): void {
    const { say, now, style, glyphs, watchedWidth } = this.#world;
    // A line that fills the last column wraps on some terminals.
    const frame = { width: watchedWidth() - 1, glyphs };
    say(`\r\u001b[K${style.dim(progressLine(this.#progress, now() - this.#started, frame))}`);
  }
}
