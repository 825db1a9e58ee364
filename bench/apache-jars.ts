import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The release that is compared with. */
export const APACHE_VERSION = "3.9.5";

/**
 * ZooKeeper and what its distribution puts on the class path beside its declared dependencies:
 * metrics, snappy, and a logging backend, with the versions of that release.
 */
const DEPENDENCIES = [
  ["org.apache.zookeeper", "zookeeper", APACHE_VERSION],
  ["io.dropwizard.metrics", "metrics-core", "4.1.12.1"],
  ["org.xerial.snappy", "snappy-java", "1.1.10.5"],
  ["ch.qos.logback", "logback-classic", "1.3.15"],
] as const;

const MAVEN_TIMEOUT_MS = 240_000;

/**
 * A folder with the jars of Apache ZooKeeper, brought by Maven the first time and kept.
 * `ZABKEEPER_BENCH_CACHE` names another place for it than the user's cache folder.
 * @throws Error when the jars are not there and Maven cannot bring them.
 */
export async function apacheJars(say: (line: string) => void): Promise<string> {
  const cache = cacheFolder();
  const jars = join(cache, `zookeeper-${APACHE_VERSION}`);
  if (existsSync(jars)) return jars;
  say(`Maven brings Apache ZooKeeper ${APACHE_VERSION} into ${jars}`);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, "fetch-"));
  try {
    await bring(scratch);
    // The folder gets its name when it is complete, so that a broken download is not found later.
    await rename(join(scratch, "lib"), jars);
    return jars;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function bring(scratch: string): Promise<void> {
  await writeFile(join(scratch, "pom.xml"), pom());
  const lib = join(scratch, "lib");
  const goal = [
    "-q",
    "-B",
    "-f",
    join(scratch, "pom.xml"),
    "dependency:copy-dependencies",
    "-DincludeScope=runtime",
    `-DoutputDirectory=${lib}`,
  ];
  // Without the network first: the local repository may have everything.
  const reason = (await maven(["-o", ...goal])) === null ? null : await maven(goal);
  const wanted = `zookeeper-${APACHE_VERSION}.jar`;
  const found = reason === null && (await readdir(lib)).includes(wanted);
  if (found) return;
  throw new Error(
    `no Apache ZooKeeper ${APACHE_VERSION} to compare with (${reason ?? `no ${wanted}`}): ` +
      "install Maven and connect once",
  );
}

function pom(): string {
  const dependencies = DEPENDENCIES.map(
    ([group, name, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>` +
      `<version>${version}</version></dependency>`,
  );
  return (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
    "<groupId>zabkeeper</groupId><artifactId>bench</artifactId><version>1</version>" +
    `<dependencies>${dependencies.join("")}</dependencies></project>\n`
  );
}

/** Null when Maven did it, else its first complaint. */
function maven(args: readonly string[]): Promise<string | null> {
  return new Promise((done) => {
    const child = execFile("mvn", args, { timeout: MAVEN_TIMEOUT_MS }, (error, stdout) => {
      if (error === null) done(null);
      else if (error.code === "ENOENT") done("there is no mvn on the PATH");
      else done(firstComplaint(stdout));
    });
    child.stdin?.end();
  });
}

function firstComplaint(output: string): string {
  const line = output.split("\n").find((each) => each.includes("[ERROR]")) ?? "Maven failed";
  return line.replace(/^.*\[ERROR\]\s*/, "").slice(0, 200);
}

function cacheFolder(): string {
  const named = process.env["ZABKEEPER_BENCH_CACHE"];
  if (named !== undefined && named !== "") return resolve(named);
  const base = process.env["XDG_CACHE_HOME"];
  const folder = base === undefined || base === "" ? join(homedir(), ".cache") : base;
  return join(folder, "zabkeeper-bench");
}
