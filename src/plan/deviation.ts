/** What the checker reports: a place in the plan, what should stand there, and what does. */
import type { Problem } from "../problem.js";

/** Relative; summing loads in another order moves the last digits. */
export const TOLERANCE = 1e-9;
/** Loads, shares and device-hours below this are told apart by their difference alone. */
const LEAST = 1e-3;

export const wrong = (code: string, path: string, expected: string, found: string): Problem => ({
  code: `check.${code}`,
  message: `should be ${expected}, is ${found}`,
  place: { path },
});

export const differs = (a: number, b: number): boolean =>
  !(Math.abs(a - b) <= TOLERANCE * Math.max(LEAST, Math.abs(a), Math.abs(b)));
