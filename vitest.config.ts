import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    pool: "forks",
    // One less than the cores, as vitest has it, would be one at a time on two.
    maxWorkers: 2,
  },
});
