import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { agreementText, checkRunTwice, type TwoVerdicts } from "#conformance";

const traces = fileURLToPath(new URL("../../traces", import.meta.url));
const foldersIn = (kind: string) =>
  readdirSync(join(traces, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${kind}/${name}`);
const folders = [...foldersIn("good"), ...foldersIn("bad")];

/** Runs judged at once: each takes a core for its JVM. */
const AT_ONCE = 2;
/** ms; what all of them may take on a busy machine. */
const PATIENCE = 500_000;

const stop = new AbortController();
const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
const both = new Map<string, Promise<TwoVerdicts>>();

/** What both judges say of a folder; all are under way from the first question on. */
function judgedTwice(folder: string): Promise<TwoVerdicts> {
  if (both.size === 0) {
    folders.forEach((name, k) => {
      const judged = (lanes[k % AT_ONCE] as Promise<unknown>).then(() =>
        checkRunTwice(join(traces, name), { signal: stop.signal }),
      );
      lanes[k % AT_ONCE] = judged.catch(() => undefined);
      both.set(name, judged);
    });
  }
  return both.get(folder) as Promise<TwoVerdicts>;
}

afterAll(() => stop.abort());

describe("TLC, the second judge, of the recorded runs and their damaged copies", () => {
  it.each(folders)(
    "says the same of %s",
    async (folder) => {
      const found = await judgedTwice(folder);
      expect(found.agreement, agreementText(found)).toEqual({ agree: true });
    },
    PATIENCE,
  );
});
