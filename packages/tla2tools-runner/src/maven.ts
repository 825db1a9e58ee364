import { execFile } from "node:child_process";

const MAVEN_TIMEOUT_MS = 300_000;

/**
 * Has Maven copy one artifact into a folder, first without the network, then with it.
 *
 * @returns null when it did, otherwise the reason in one line.
 */
export async function copyWithMaven(
  maven: string,
  artifact: string,
  outputDirectory: string,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<string | null> {
  const goal = [
    "dependency:copy",
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${outputDirectory}`,
    "-Dmdep.useBaseVersion=true",
  ];
  const offline = await runMaven(maven, ["-q", "-B", "-o", ...goal], env);
  if (offline === null || offline.missing) return offline === null ? null : offline.reason;
  return (await runMaven(maven, ["-q", "-B", ...goal], env))?.reason ?? null;
}

interface MavenFailure {
  readonly missing: boolean;
  readonly reason: string;
}

function runMaven(
  maven: string,
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<MavenFailure | null> {
  return new Promise((resolve) => {
    const options = { timeout: MAVEN_TIMEOUT_MS, env: { ...env } };
    const child = execFile(maven, args, options, (error, stdout) => {
      if (error === null) resolve(null);
      else if (error.code === "ENOENT") resolve({ missing: true, reason: `no ${maven} here` });
      else resolve({ missing: false, reason: firstError(stdout) });
    });
    child.stdin?.end();
  });
}

const MAX_REASON = 200;

function firstError(output: string): string {
  const line = output.split("\n").find((each) => each.includes("[ERROR]")) ?? "it failed";
  return line.replace(/^.*\[ERROR\]\s*/, "").slice(0, MAX_REASON);
}
