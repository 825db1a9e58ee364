/** Promise: nobody records into a folder where the same server has left the run of other data. */
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

/** Bytes read at a time. */
const CHUNK = 1_048_576;
/** No text that is looked for is longer. */
const LONGEST = 128;

/** Incarnations of a server that have a file in the folder, the last one last. */
export function incarnationsIn(directory: string, server: number): readonly number[] {
  const pattern = new RegExp(`^${server}\\.(\\d+)\\.ndjson$`);
  return readdirSync(directory)
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** What of the data a recording speaks of, as it writes it. */
export interface Data {
  /** The last zxid; 0:0 where there is none. */
  readonly last: string;
  /** The digest of the txn with that zxid; null where it is known from a snapshot alone. */
  readonly digest: string | null;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

/**
 * What the data have that the server's last file does not tell of, in words; null when they may be
 * what that process left. Whatever is on a disk stands in a line that was written before. Data that
 * lack something may be what a fault left: that is the judge's to say, unless nothing is there at
 * all, as in a folder that is new.
 */
export function strangeTo(directory: string, server: number, data: Data): string | null {
  const last = incarnationsIn(directory, server).at(-1);
  if (last === undefined) return null;
  const file = `${server}.${last}.ndjson`;
  const path = join(directory, file);
  if (data.acceptedEpoch === 0 && data.last === "0:0") {
    const told = tells(path, [/"acceptedEpoch":[1-9]/])[0] === true;
    return told ? `its data are empty, and ${file} tells of more` : null;
  }
  const wanted = traitsOf(data);
  const found = tells(
    path,
    wanted.map(({ pattern }) => pattern),
  );
  const missing = wanted.find((_, k) => found[k] === false);
  return missing === undefined ? null : `${missing.text} of its data stands nowhere in ${file}`;
}

/** What a line tells of when it comes to the disk: in a header, or where it is queued. */
function traitsOf(data: Data): readonly { readonly text: string; readonly pattern: RegExp }[] {
  const { last, digest } = data;
  const epochs = (["acceptedEpoch", "currentEpoch"] as const).map((name) => ({
    text: `${name} ${data[name]}`,
    pattern: new RegExp(`"${name}"(,"epoch")?:${data[name]}[,}]`),
  }));
  const zxid = new RegExp(`"op":"append","zxid":"${last}"|"last":"${last}"`);
  const content = { text: `the txn ${last} with the digest ${digest}`, pattern: `"${digest}"` };
  return [
    ...epochs,
    { text: `zxid ${last}`, pattern: zxid },
    ...(digest === null ? [] : [{ ...content, pattern: new RegExp(content.pattern) }]),
  ];
}

/** Whether a file has what the patterns want; none for a file without a whole line. */
function tells(path: string, patterns: readonly RegExp[]): readonly boolean[] {
  const found = patterns.map(() => false);
  const fd = openSync(path, "r");
  const buffer = Buffer.allocUnsafe(LONGEST + CHUNK);
  let kept = 0;
  let whole = false;
  try {
    while (found.includes(false)) {
      const read = readSync(fd, buffer, kept, CHUNK, null);
      if (read === 0) break;
      const text = buffer.toString("latin1", 0, kept + read);
      whole ||= text.includes("\n");
      for (const [k, pattern] of patterns.entries()) found[k] ||= pattern.test(text);
      const rest = Math.min(LONGEST, kept + read);
      buffer.copyWithin(0, kept + read - rest, kept + read);
      kept = rest;
    }
  } finally {
    closeSync(fd);
  }
  return whole ? found : [];
}
