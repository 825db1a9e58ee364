import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests import the compiled layers through the `#` doors, so that c8 counts the code that runs in
// production; threads, because forked workers end before V8 writes its coverage. Half of the time
// goes by in waiting for processes that tests start, so two workers pay off on two cores, too.
export default defineConfig({
  test: {
    pool: "threads",
    maxWorkers: Math.max(2, availableParallelism() - 1),
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    server: { deps: { external: [/\/dist\//] } },
    // No test is about time: these bounds end what hangs, on the slowest machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
