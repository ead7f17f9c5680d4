import type { Document } from "./planning.js";

export function bigDocument(cohorts: number): Document;
