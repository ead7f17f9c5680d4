import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { serialize } from "node:v8";
import { simulatedContoso } from "./simulated-scene.js";
test("write the scene", async () => {
  const scene = await simulatedContoso();
  writeFileSync("/tmp/load-scene.bin", serialize(scene));
}, 200000);
