// Coverage of everything that ran, server processes of the end-to-end tests included, and the
// thresholds of the layers that must be covered.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const wanted = { "src/state-machine": 95, "src/codec": 95 };

/** Files left out because they hold only types: one that has come to hold code must not be. */
const { exclude } = JSON.parse(readFileSync(join(root, ".c8rc.json"), "utf8"));
for (const path of exclude.filter((name) => !name.includes("*"))) {
  const code = readFileSync(join(root, "dist", path.replace(/[.]ts$/, ".js")), "utf8")
    .replace(/[/][*][^]*?[*][/]/g, "")
    .replace(/[/][/].*$/gm, "")
    .trim();
  if (code === "export {};") continue;
  process.stdout.write(`coverage: ${path} holds code: take it out of "exclude" in .c8rc.json\n`);
  process.exit(1);
}

const c8 = join(root, "node_modules", "c8", "bin", "c8.js");
const { status } = spawnSync(process.execPath, [c8, "report", "--reporter=json-summary"], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});
if (status !== 0) process.exit(1);

const summary = JSON.parse(readFileSync(join(root, "coverage", "coverage-summary.json"), "utf8"));
const layers = new Map();
for (const [path, counts] of Object.entries(summary)) {
  if (path === "total") continue;
  const parts = relative(root, path).split(sep);
  const name = parts[0] === "src" ? parts.slice(0, 2).join("/") : parts[0];
  const sum = layers.get(name) ?? { lines: [0, 0], branches: [0, 0] };
  for (const kind of ["lines", "branches"]) {
    sum[kind][0] += counts[kind].covered;
    sum[kind][1] += counts[kind].total;
  }
  layers.set(name, sum);
}

let ok = true;
for (const [name, sum] of [...layers].sort()) {
  const rate = (kind) => (sum[kind][1] === 0 ? 100 : (100 * sum[kind][0]) / sum[kind][1]);
  const [lines, branches] = [rate("lines"), rate("branches")];
  const limit = wanted[name];
  const short = limit !== undefined && (lines < limit || branches < limit);
  const verdict = limit === undefined ? "" : short ? `, below ${limit} %` : `, at least ${limit} %`;
  process.stdout.write(
    `coverage ${name}: lines ${lines.toFixed(2)} %, branches ${branches.toFixed(2)} %${verdict}\n`,
  );
  ok &&= !short;
}
for (const name of Object.keys(wanted)) {
  if (layers.has(name)) continue;
  process.stdout.write(`coverage ${name}: nothing of it ran\n`);
  ok = false;
}
process.exit(ok ? 0 : 1);
