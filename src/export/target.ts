import type { Plan } from "../plan/plan.js";

/** A tool's words for a plan. Everything written follows from `plan.json` alone: same plan, same bytes. */
export type ExportTarget = {
  /** As in `--to NAME`. */
  readonly name: string;
  readonly title: string;
  /** Usual name of the file. */
  readonly file: string;
  readonly extension: string;
  /** What the target can't express, one sentence a loss; empty: nothing is lost. */
  readonly losses: readonly string[];
  /** The same of one plan, beside `losses`. */
  readonly lossesOf?: (plan: Plan) => readonly string[];
  write(plan: Plan): string;
};
