/** The scenario stage: what the admin asked for. */
export { flowText } from "./document.js";
export { editDistance, nearest, suggestion } from "./nearest.js";
export { profilePresets } from "./presets/profiles.js";
export { servicePresets } from "./presets/services.js";
export * as quantity from "./quantity.js";
export { assumptionsOf, type Overrides, readScenario, scenarioDocument, windowProblems } from "./read.js";
export type { Rule, Weekday } from "./recurrence-rule.js";
export { parseRule, ruleText } from "./rule.js";
export type * from "./scenario.js";
export { scenarioJsonSchema } from "./schema.js";
export { parseWindow } from "./window.js";
