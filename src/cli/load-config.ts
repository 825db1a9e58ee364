import { createReadStream } from "node:fs";
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
  systemReason,
} from "#codec";

/** A configuration file's meaning, or what is wrong with it; one line each, for a terminal. */
export type LoadedConfig = { readonly warnings: readonly string[] } & (
  | { readonly config: ServerConfig; readonly faults: null; readonly directoriesAlone?: never }
  | {
      readonly config: null;
      readonly faults: readonly string[];
      /** The text is right, and a directory that it names cannot be used. */
      readonly directoriesAlone: boolean;
    }
);

/** No configuration is longer, in bytes. */
const LONGEST = 1_048_576;

/** Reads a zoo.cfg, and looks at the directories that it names. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const read = await readBounded(file);
  if ("fault" in read) {
    const faults = [printable(`${file}${read.fault}`)];
    return { config: null, faults, warnings: [], directoriesAlone: false };
  }
  const around = await lookAround(read.text);
  const parsed = parseConfig(read.text, file, around);
  const warnings = parsed.warnings.map(describeWarning);
  if (parsed.ok) return { config: parsed.config, faults: null, warnings };
  const directoriesAlone = parsed.faults.every(
    ({ key }) =>
      (key === "dataDir" && around.dataDirProblem !== null) ||
      (key === "dataLogDir" && around.dataLogDirProblem !== null),
  );
  return { config: null, faults: parsed.faults.map(describeFault), warnings, directoriesAlone };
}

/** The text, or what is said behind the file's name. */
async function readBounded(file: string): Promise<{ text: string } | { fault: string }> {
  const wanted = "wanted a configuration file that this user may read";
  const chunks: Buffer[] = [];
  try {
    const found = await stat(file);
    // A device may have no end.
    if (found.isCharacterDevice() || found.isBlockDevice()) {
      return { fault: `: it is a device, ${wanted}` };
    }
    for await (const chunk of createReadStream(file, { end: LONGEST })) {
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    return { fault: `: ${systemReason(error) ?? String(error)}, ${wanted}` };
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > LONGEST) {
    return { fault: `: it has more than ${LONGEST} bytes, wanted a configuration file` };
  }
  const text = bytes.toString("utf8");
  const zero = text.indexOf("\0");
  if (zero < 0) return { text };
  const line = text.slice(0, zero).split("\n").length;
  return { fault: `:${line}: a zero byte, wanted a configuration file, which is text` };
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
    if (isMissing(error)) return { myid: null, dataDirProblem, dataLogDirProblem };
    const problem = `has a myid that cannot be read (${systemReason(error) ?? String(error)})`;
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
    return isMissing(error) ? null : `cannot be used (${systemReason(error) ?? String(error)})`;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
