import { expect, test } from "vitest";
import { styleFor } from "../../cli/text/style.js";

test("with colour, text is wrapped and closed; nothing is not", () => {
  const { red, bold } = styleFor({ colour: true });
  expect(red("over")).toBe("\u001b[31mover\u001b[39m");
  expect(bold(red("over"))).toBe("\u001b[1m\u001b[31mover\u001b[39m\u001b[22m");
  expect(red("")).toBe("");
});

test("without colour, no paint writes a code", () => {
  for (const paint of Object.values(styleFor({ colour: false }))) expect(paint("text")).toBe("text");
});
