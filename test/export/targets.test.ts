import { describe, expect, test } from "vitest";
import { exportTargets } from "../../src/export/targets.js";
import { contoso } from "./plan-fixture.js";

describe.each(Object.entries(exportTargets))("the target %s", (name, target) => {
  test("is listed under its own name, and its file ends in its extension", () => {
    expect(target.name).toBe(name);
    expect(target.file.endsWith(`.${target.extension}`)).toBe(true);
  });

  test("says what it loses in whole sentences", () => {
    for (const loss of target.losses) expect(loss).toMatch(/^[A-Z].*\.$/);
  });

  test("writes the plan as the golden that was read by eye", async () => {
    await expect(target.write(contoso)).toMatchFileSnapshot(`golden/${target.file}`);
  });

  test("needs plan.json alone", () => {
    expect(target.write(JSON.parse(exportTargets.json.write(contoso)) as typeof contoso)).toBe(
      target.write(contoso),
    );
  });
});
