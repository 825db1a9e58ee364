import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { RunnerError } from "./errors.js";

/** A Java that is good enough. */
export interface Java {
  /** Path of the binary. */
  readonly path: string;
  /** As Java prints it, such as "17.0.15". */
  readonly version: string;
  /** Feature release, such as 17; 8 for "1.8.0". */
  readonly major: number;
}

/** Oldest Java the TLA+ tools run on. */
export const MIN_JAVA = 11;

const REMEDY = `install Java ${String(MIN_JAVA)} or later, or point JAVA_HOME at one`;
const VERSION_TIMEOUT_MS = 60_000;

/**
 * Finds Java, in this order: the path given, `JAVA_HOME/bin/java`, `java` on the PATH; and asks
 * it for its version. The first one found must do: a broken choice is named, not skipped.
 *
 * @throws RunnerError `no-java` or `old-java`.
 */
export async function findJava(
  given?: string,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<Java> {
  const home = env["JAVA_HOME"];
  if (given !== undefined) return checkJava(given, "the java option");
  if (home !== undefined && home !== "") {
    return checkJava(join(home, "bin", executable), "JAVA_HOME");
  }
  for (const dir of (env["PATH"] ?? "").split(delimiter)) {
    const path = join(dir, executable);
    if (dir !== "" && (await isExecutable(path))) return checkJava(path, "the PATH");
  }
  throw new RunnerError("no-java", `no Java on the PATH: ${REMEDY}`);
}

const executable = process.platform === "win32" ? "java.exe" : "java";

async function checkJava(path: string, source: string): Promise<Java> {
  const output = await versionOutput(path, source);
  const version = /version "([^"]+)"/.exec(output)?.[1];
  if (version === undefined) {
    throw new RunnerError("no-java", `${path} (from ${source}) is not Java: ${REMEDY}`);
  }
  const [first, second] = version.split(/[^0-9]+/).map(Number);
  const major = (first === 1 ? second : first) ?? 0;
  if (major < MIN_JAVA) {
    throw new RunnerError("old-java", `${path} (from ${source}) is Java ${version}: ${REMEDY}`);
  }
  return { path, version, major };
}

/** `java -version` writes to standard error. */
function versionOutput(path: string, source: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: VERSION_TIMEOUT_MS, killSignal: "SIGKILL" } as const;
    const child = execFile(path, ["-version"], options, (error, stdout, stderr) => {
      if (error === null || /version "/.test(stderr)) resolve(`${stderr}\n${stdout}`);
      else reject(new RunnerError("no-java", `${path} (from ${source}) does not run: ${REMEDY}`));
    });
    child.stdin?.end();
  });
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
