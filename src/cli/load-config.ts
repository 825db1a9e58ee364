import { access, constants, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  configDirectories,
  type ConfigContext,
  describeFault,
  describeWarning,
  parseConfig,
  printable,
  type ServerConfig,
} from "#codec";

/** A configuration file's meaning, or what is wrong with it; one line each, for a terminal. */
export type LoadedConfig = { readonly warnings: readonly string[] } & (
  | { readonly config: ServerConfig; readonly faults: null }
  | { readonly config: null; readonly faults: readonly string[] }
);

/** Reads a zoo.cfg, and looks at the directories that it names. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const fault = `${file}: ${reason(error)}, wanted a configuration file`;
    return { config: null, faults: [printable(fault)], warnings: [] };
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    const line = text.slice(0, zero).split("\n").length;
    const fault = `${file}:${line}: a zero byte, wanted a configuration file, which is text`;
    return { config: null, faults: [printable(fault)], warnings: [] };
  }
  const parsed = parseConfig(text, file, await lookAround(text));
  const warnings = parsed.warnings.map(describeWarning);
  if (parsed.ok) return { config: parsed.config, faults: null, warnings };
  return { config: null, faults: parsed.faults.map(describeFault), warnings };
}

async function lookAround(text: string): Promise<ConfigContext> {
  const { dataDir, dataLogDir } = configDirectories(text);
  const dataDirProblem = dataDir === null ? null : await directoryProblem(dataDir);
  const dataLogDirProblem = dataLogDir === null ? null : await directoryProblem(dataLogDir);
  if (dataDir === null || dataDirProblem !== null) {
    return { myid: null, dataDirProblem, dataLogDirProblem };
  }
  try {
    const myid = await readFile(join(dataDir, "myid"), "utf8");
    return { myid, dataDirProblem, dataLogDirProblem };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { myid: null, dataDirProblem, dataLogDirProblem };
    const problem = `has a myid that cannot be read (${reason(error)})`;
    return { myid: null, dataDirProblem: problem, dataLogDirProblem };
  }
}

/** Why a directory cannot be used; one that is not there yet can, for it will be made. */
async function directoryProblem(directory: string): Promise<string | null> {
  try {
    if (!(await stat(directory)).isDirectory()) return "is not a directory";
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : `cannot be used (${reason(error)})`;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown error";
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is not a directory",
  EACCES: "permission denied",
  EPERM: "not permitted",
};

function reason(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? code;
}
