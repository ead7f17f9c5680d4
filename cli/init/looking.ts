/** What an interview asks of the world, and what comes of it. */
import type { Problem, surveyInventory } from "../../src/index.js";
import type { Step } from "./interview.js";
import type { Interview, Look } from "./question.js";

/** What an interview asks of the world. */
export type Looking = {
  look(look: Look): ReturnType<typeof surveyInventory>;
  /** What stands in the way of planning it. */
  tryOut(step: Extract<Step, { readonly kind: "try" }>): Promise<readonly Problem[]>;
};

/** What came of the interview. */
export type Finished = {
  readonly interview: Interview;
  readonly step: Extract<Step, { readonly kind: "done" }>;
};
