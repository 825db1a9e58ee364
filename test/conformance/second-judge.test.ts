import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { agreementText, checkRunsTwice, type TwoVerdicts } from "#conformance";

const traces = fileURLToPath(new URL("../../traces", import.meta.url));
const foldersIn = (kind: string) =>
  readdirSync(join(traces, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${kind}/${name}`);
const folders = [...foldersIn("good"), ...foldersIn("bad")];

/** ms; what all of them may take on a busy machine. */

const stop = new AbortController();
const both = new Map<string, Promise<TwoVerdicts>>();

/** What both judges say of a folder; all are under way from the first question on. */
function judgedTwice(folder: string): Promise<TwoVerdicts> {
  if (both.size === 0) {
    const runs = folders.map((name) => ({ source: join(traces, name) }));
    const judged = checkRunsTwice(runs, { signal: stop.signal });
    folders.forEach((name, k) => both.set(name, judged[k] as Promise<TwoVerdicts>));
  }
  return both.get(folder) as Promise<TwoVerdicts>;
}

afterAll(() => stop.abort());

describe("TLC, the second judge, of the recorded runs and their damaged copies", () => {
  it.each(folders)("says the same of %s", async (folder) => {
    const found = await judgedTwice(folder);
    expect(found.agreement, agreementText(found)).toEqual({ agree: true });
  });
});
