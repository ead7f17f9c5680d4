import { describe, expect, test } from "vitest";
import { planText } from "../../src/export/json.js";
import type { Plan } from "../../src/plan/plan.js";
import { contoso, renamed } from "./plan-fixture.js";

/** The same value with the keys of every object the other way round. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
};

describe("plan.json", () => {
  test("parsed back is the plan, field for field", () => {
    expect(JSON.parse(planText(contoso))).toEqual(contoso);
  });

  test("equal plans give equal bytes whatever the order of their keys", () => {
    expect(planText(reversed(contoso) as Plan)).toBe(planText(contoso));
  });

  test("a series of slots is one line, a wave is one line, the text ends with a line end", () => {
    const lines = planText(contoso).split("\n");
    expect(lines.filter((line) => line.startsWith('      "load": ['))).toHaveLength(3);
    expect(lines.filter((line) => line.includes('"start":') && line.includes('"devices":'))).toHaveLength(
      contoso.waves.length,
    );
    expect(lines.at(-1)).toBe("");
  });

  test("a plan without waves, services and prices is still JSON", () => {
    const empty: Plan = {
      ...contoso,
      waves: [],
      services: [],
      unscheduled: [],
      certificate: { status: "stopped", levels: [], prices: [] },
    };
    expect(JSON.parse(planText(empty))).toEqual(empty);
  });

  test("is harmless on a terminal and keeps every name as it is", () => {
    const name = '\u001b]0;owned\u0007 \u202egnp.exe \u009b2J "quoted" \\ 日本';
    const text = planText(renamed(name));
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect((JSON.parse(text) as Plan).name).toBe(name);
  });

  test("a number that JSON can't say is a bug, not a null", () => {
    expect(() => planText({ ...contoso, expectedLate: NaN })).toThrow("bug: NaN in a plan");
  });
});
