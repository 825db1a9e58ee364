import type { ServerConfig } from "#codec";
import { openEvidence } from "./file-evidence.js";
import { specDigests } from "./spec-digests.js";
import { inDirectory } from "./startup-error.js";

interface Recorded {
  readonly recordDir: string | null;
  /** What names the folder: an option, or a key of zoo.cfg. */
  readonly recordKey: string;
  readonly config: ServerConfig;
  readonly log: (line: string) => void;
}

/**
 * Where the run of a server is recorded; null when it is not. `failed` is told that lines could not
 * be written.
 * @throws StartupError when the folder cannot be filled.
 */
export function openRecording(
  { recordDir, recordKey, config: { myid }, log }: Recorded,
  failed: (reason: string) => void,
) {
  if (recordDir === null) return null;
  if (myid === null) {
    log("nothing is recorded: a server alone takes no step of the protocol between servers");
    return null;
  }
  return inDirectory(recordKey, recordDir, () => ({
    ...openEvidence(recordDir, myid, failed),
    spec: specDigests(),
  }));
}
