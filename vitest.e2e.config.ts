import { defineConfig } from "vitest/config";

// Tests of real server processes: one file after the other, because each of them wants the ports,
// the disk and the two cores for itself.
export default defineConfig({
  test: {
    pool: "threads",
    include: ["test/e2e/**/*.test.ts"],
    fileParallelism: false,
    server: { deps: { external: [/\/dist\//] } },
    // No test is about time: these bounds end what hangs, on the slowest machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
