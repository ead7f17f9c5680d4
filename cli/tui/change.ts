/** A change of the scenario: what is undone, planned and saved as one. */
import type { Edit } from "../../src/index.js";

export type Change = {
  /** "vpn carries 35/min", as history and difference tell it. */
  readonly words: string;
  readonly edits: readonly Edit[];
};
