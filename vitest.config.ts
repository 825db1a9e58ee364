import { defineConfig } from "vitest/config";

// Tests import the compiled layers through the `#` doors, so that c8 counts the code that runs in
// production; threads, because forked workers end before V8 writes its coverage.
export default defineConfig({
  test: {
    pool: "threads",
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    exclude: ["test/e2e/**", "**/node_modules/**"],
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
