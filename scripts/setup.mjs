// What `npm start` and `npm test` need before anything compiled exists: installs the packages and
// builds what is missing or out of date. Plain JavaScript on Node alone; under a second when there
// is nothing to do.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "dist", ".built");
/** What is compiled. */
const { references } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
/** Oldest Java the TLA+ tools run on. */
const MIN_JAVA = 11;
const forTests = process.argv.includes("--test");

function fail(line) {
  process.stderr.write(`setup: ${line}\n`);
  process.exit(1);
}

/** ms between two lines about work that takes long: who waits is to see that it goes on. */
const OFTEN = 5_000;

async function run(what, why, command, args) {
  process.stderr.write(`setup: ${what} (${why}) …\n`);
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  const timer = setInterval(() => {
    process.stderr.write(`setup: still ${what}, ${seconds()} s so far\n`);
  }, OFTEN);
  const shell = process.platform === "win32";
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell });
  const end = await once(child, "close").catch(() => [`${command} not found`]);
  clearInterval(timer);
  if (end[0] !== 0) fail(`${what} failed (${endText(end)})`);
  process.stderr.write(`setup: ${what}, done in ${seconds()} s\n`);
}

function endText([code, signal]) {
  return typeof code === "number" ? `exit code ${code}` : (code ?? signal);
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const name of readdirSync(path)) {
    if (name !== "dist" && name !== "node_modules")
      latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

function has(command, args) {
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  return status === 0;
}

/** What is wrong with the Java that the TLA+ tools will get; null when nothing is. */
function javaProblem() {
  const home = process.env.JAVA_HOME ?? "";
  const java = home === "" ? "java" : join(home, "bin", "java");
  const remedy = `install a JDK or JRE, version ${MIN_JAVA} or later (for the TLA+ tools)`;
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  const version = /version "([^"]+)"/.exec(stderr ?? "")?.[1];
  const place = home === "" ? java : `${java} (from JAVA_HOME)`;
  if (version === undefined) return `${place} not found: ${remedy}`;
  const [first, second] = version.split(/[^0-9]+/).map(Number);
  const feature = first === 1 ? second : first;
  return feature < MIN_JAVA ? `${place} is Java ${version}: ${remedy}` : null;
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or later`);
}

if (forTests) {
  const missing = [];
  const java = javaProblem();
  if (java !== null) missing.push(`setup: ${java}`);
  if (!has("mvn", ["-version"])) {
    missing.push(
      "setup: mvn not found: install Apache Maven (it brings the TLA+ tools and ZooKeeper)",
    );
  }
  for (const line of missing) process.stderr.write(`${line}\n`);
  if (missing.length > 0) process.exit(1);
}

const lock = join(root, "node_modules", ".package-lock.json");
const wanted = join(root, "package-lock.json");
const installed = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (installed === 0 || installed < (statSync(wanted, { throwIfNoEntry: false })?.mtimeMs ?? 0)) {
  // A lock file that was only touched, as by a checkout, needs no install.
  const before = join(root, "dist", ".lock");
  const same = existsSync(lock) && existsSync(before);
  if (!same || !readFileSync(before).equals(readFileSync(wanted))) {
    const why = installed === 0 ? "the first time only" : "package-lock.json has changed";
    await run("installing packages", why, "npm", [
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ]);
  }
}

const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const changed = Math.max(
  ...references.map(({ path }) => newest(join(root, path))),
  ...["package.json", "tsconfig.json", "tsconfig.base.json"].map((path) =>
    newest(join(root, path)),
  ),
);
if (built < changed) {
  const why = built === 0 ? "the first time it takes longest" : "files have changed";
  await run("building", why, process.execPath, ["node_modules/typescript/bin/tsc", "-b"]);
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stamp, "");
}
writeFileSync(join(root, "dist", ".lock"), readFileSync(wanted));
