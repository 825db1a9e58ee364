import { adler32, type ServerConfig } from "#codec";
import { openEvidence } from "./file-evidence.js";
import { makeDirectory } from "./make-directory.js";
import { strangeTo, type Data } from "./recorded-before.js";
import { specDigests } from "./spec-digests.js";
import { DATA_DIRECTORY, inDirectory, StartupError } from "./startup-error.js";
import type { Found } from "./store/recover.js";

interface Recorded {
  readonly recordDir: string | null;
  readonly config: ServerConfig;
  /** What was found on the disk. */
  readonly found: Omit<Found<unknown>, "tree">;
  readonly log: (line: string) => void;
}

/**
 * Where the run of a server is recorded; null when it is not. `failed` is told that lines could not
 * be written.
 * @throws StartupError when the folder cannot be filled, or holds a run of other data.
 */
export function openRecording(
  { recordDir, config, found, log }: Recorded,
  failed: (reason: string) => void,
) {
  if (recordDir === null) return null;
  const { myid } = config;
  if (myid === null) {
    log("nothing is recorded: a server alone takes no step of the protocol between servers");
    return null;
  }
  return inDirectory(recordDir, () => {
    makeDirectory(recordDir);
    const strange = strangeTo(recordDir, myid, dataOf(found));
    if (strange !== null) {
      const other = `${recordDir} holds the run of other data of server ${myid}: ${strange}`;
      throw new StartupError(`${other}: name an empty folder`, DATA_DIRECTORY);
    }
    return { ...openEvidence(recordDir, myid, failed), spec: specDigests() };
  });
}

function dataOf({ snapshot, entries, ...epochs }: Recorded["found"]): Data {
  const entry = entries.at(-1);
  const { epoch, counter } = entry?.zxid ?? snapshot;
  const digest = entry && (adler32(entry.body) >>> 0).toString(16).padStart(8, "0");
  return { ...epochs, last: `${epoch}:${counter}`, digest: digest ?? null };
}
