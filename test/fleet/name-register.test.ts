import { expect, test } from "vitest";
import { nameRegister } from "../../src/fleet/name-register.js";

test("a name met before is known by its line, without case, through every growth of the register", () => {
  const register = nameRegister();
  const names = Array.from({ length: 30_000 }, (_, at) => `PC-${at}`);
  for (const [at, name] of names.entries()) expect(register(name, at + 2)).toBeNull();
  expect(names.every((name, at) => register(name.toLowerCase(), 99) === at + 2)).toBe(true);
  expect(register("PC-30000", 99)).toBeNull();
});
