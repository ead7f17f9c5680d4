/** What `report` tells: data alone, so that it crosses from the thread that works it out to the one that writes. */
import type { Comparison, Explanation, Frontier, Metric, Planned } from "../src/index.js";
import type { SimulationAnswer } from "./simulation.js";

export type ReportAnswer = {
  readonly planned: Planned;
  readonly explanation: Explanation;
  /** The plan, and against it what happens when nobody plans. */
  readonly simulated: SimulationAnswer;
  /** null: there is nothing to trade, or it was not asked for. */
  readonly frontier: Frontier | null;
  /** null: it was not asked for. */
  readonly compared: { readonly comparison: Comparison; readonly metrics: readonly Metric[] } | null;
  /** The scenario as it was written; null: of a bare inventory nobody wrote one. */
  readonly text: string | null;
};

/** How the page was made. */
export type Making = {
  readonly version: string;
  /** As it would be typed, without what only says where the page goes. */
  readonly command: string;
};
