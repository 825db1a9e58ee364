// `npm test`: everything that must hold, cheapest first, ending in `N passed, N failed`. A stage
// counts as one check, or as many as it counted itself. One that fails does not hide the next.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => join(root, "node_modules", ".bin", name);
const scratch = mkdtempSync(join(tmpdir(), "zabkeeper-test-"));
const only = process.argv.slice(2);

let passed = 0;
let failed = 0;
const failures = [];
const skipped = [];

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
    shell: process.platform === "win32",
  });
  return status === 0;
}

/** One check that passes or fails as a whole. */
function check(name, command, args) {
  const ok = run(command, args);
  if (ok) passed += 1;
  else {
    failed += 1;
    failures.push(name);
  }
}

/** A run of vitest: counts its tests; a file that fails to load counts as one failure. */
function vitest(name, args, coverage) {
  const report = join(scratch, `${name}.json`);
  const options = [...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const entry = join(root, "node_modules", "vitest", "vitest.mjs");
  const ok = run(process.execPath, [entry, "run", ...options], coverage);
  if (!existsSync(report)) {
    failed += 1;
    failures.push(`${name} did not run to its end`);
    return;
  }
  const result = JSON.parse(readFileSync(report, "utf8"));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  for (const file of result.testResults) {
    const broken = file.assertionResults.filter((test) => test.status === "failed");
    const idle = file.assertionResults.filter(({ status }) => status === "skipped");
    for (const test of idle) skipped.push(`${name}: ${test.fullName}`);
    for (const test of broken) failures.push(`${name}: ${test.fullName}\n${reason(test)}`);
    if (file.status === "failed" && broken.length === 0) {
      failed += 1;
      failures.push(`${name}: ${file.name} did not load: ${file.message}`);
    }
  }
  if (!ok && result.numFailedTests === 0 && result.numFailedTestSuites === 0) {
    failed += 1;
    failures.push(`${name}: vitest ended with an error outside its tests`);
  }
}

/** Why a test failed, in so many lines that a log cut to its end still holds them all. */
function reason({ failureMessages }) {
  const lines = failureMessages.join("\n").split("\n").slice(0, 12);
  return lines.map((line) => `  | ${line.slice(0, 300)}`).join("\n");
}

const coverage = { NODE_V8_COVERAGE: join(root, "coverage", "tmp") };

const stages = {
  format: () => check("format", bin("prettier"), ["--check", "--log-level", "warn", "."]),
  lint: () => check("lint", bin("eslint"), ["."]),
  layers: () => check("layers", "npm", ["run", "--silent", "check:layers"]),
  mapping: () => check("mapping", process.execPath, ["dist/conformance/mapping/cli.js"]),
  unit: () => vitest("unit", [], coverage),
  e2e: () => vitest("e2e", ["--config", "vitest.e2e.config.ts"], coverage),
  coverage: () => check("coverage", process.execPath, ["scripts/coverage.mjs"]),
};

const unknown = only.filter((name) => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  process.stderr.write(
    `test: no stage ${unknown.join(", ")}: there are ${Object.keys(stages).join(", ")}\n`,
  );
  process.exit(64);
}
if (only.length === 0 || only.includes("unit")) {
  rmSync(coverage.NODE_V8_COVERAGE, { recursive: true, force: true });
}
for (const [name, stage] of Object.entries(stages)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const began = Date.now();
  process.stdout.write(`\n=== ${name}\n`);
  stage();
  process.stdout.write(`=== ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}
rmSync(scratch, { recursive: true, force: true });
for (const test of skipped) process.stdout.write(`did not run: ${test}\n`);
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
