import type { Document } from "./planning.js";

type Roll = {
  whole(least: number, most: number): number;
  pick<T>(options: readonly T[]): T;
  chance(share: number): boolean;
};

export function withEarly(document: Document, roll: Roll, share: number): Document;
