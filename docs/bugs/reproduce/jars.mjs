// Brings the jars of one version of Apache ZooKeeper through Maven, once, into the user's cache.
import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** Milliseconds that Maven gets. */
const MAVEN_TIMEOUT = 300_000;

/** What ZooKeeper loads at run time but leaves to its distribution to bring. */
const artifacts = (version) => [
  ["org.apache.zookeeper", "zookeeper", version],
  ["commons-cli", "commons-cli", "1.5.0"],
  ["io.dropwizard.metrics", "metrics-core", "4.1.12.1"],
  ["org.xerial.snappy", "snappy-java", "1.1.10.5"],
  ...(version.startsWith("3.9.") ? [["org.slf4j", "slf4j-simple", "2.0.13"]] : []),
];

/** The class path of ZooKeeper `version`; later calls need no network. */
export async function classpath(version) {
  if (!/^3[.]\d+[.]\d+$/.test(version)) throw new Error(`no version of ZooKeeper: ${version}`);
  const cache = process.env.ZABKEEPER_CACHE ?? join(homedir(), ".cache", "zabkeeper");
  const jars = join(cache, `reproduce-${version}`);
  if (!(await exists(jars))) await bring(version, cache, jars);
  const names = (await readdir(jars)).filter((name) => name.endsWith(".jar")).sort();
  return names.map((name) => join(jars, name)).join(delimiter);
}

/** Fills a folder beside the final one and renames it: half a class path never looks whole. */
async function bring(version, cache, jars) {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "incoming-"));
  try {
    const pom = join(folder, "pom.xml");
    await writeFile(pom, pomText(version));
    const goal = ["-q", "-B", "-f", pom, "dependency:copy-dependencies"];
    const to = `-DoutputDirectory=${join(folder, "jars")}`;
    const run = (...extra) =>
      promisify(execFile)("mvn", [...extra, ...goal, to], { timeout: MAVEN_TIMEOUT });
    await run("-o").catch(() => run());
    await rename(join(folder, "jars"), jars);
  } catch (error) {
    if (!(await exists(jars))) {
      const why = String(error.message).split("\n")[0];
      throw new Error(`Maven did not bring ZooKeeper ${version}: ${why}`, { cause: error });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pomText(version) {
  const dependencies = artifacts(version).map(
    ([group, name, v]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>` +
      `<version>${v}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>zabkeeper</groupId><artifactId>reproduce</artifactId><version>1</version>
<packaging>pom</packaging><dependencies>${dependencies.join("\n")}</dependencies></project>\n`;
}

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );
