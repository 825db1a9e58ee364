import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRun, formatVerdict } from "#conformance";

const NAME = /(e:)?(\d+)-(\d+)#\d+@\d+/g;
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "port-uses-"));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** The run, had the system given one port to all connections of a pair, one after the other. */
function onOnePort(run: string): string {
  const folder = join(scratch, run);
  mkdirSync(folder);
  for (const file of readdirSync(join("traces/good", run))) {
    const uses = new Map<string, string[]>();
    const text = readFileSync(join("traces/good", run, file), "utf8");
    const renamed = text.replace(
      NAME,
      (name, election: string | undefined, a: string, b: string) => {
        const pair = election === undefined ? `${a}-${b}` : ["e", a, b].sort().join(" ");
        const ports = uses.get(pair) ?? [];
        uses.set(pair, ports);
        const port = /#\d+/.exec(name)?.[0] ?? "";
        if (!ports.includes(port)) ports.push(port);
        return `${election ?? ""}${a}-${b}#40000@${String(ports.indexOf(port) + 1)}`;
      },
    );
    writeFileSync(join(folder, file), renamed);
  }
  return folder;
}

describe("a run in which a port is used again", () => {
  it.each(["follower-restarted", "leader-killed", "whole-ensemble-restarted"])(
    "by another life of a server: %s",
    async (run) => {
      const asRecorded = await checkRun(join("traces/good", run));
      const verdict = await checkRun(onOnePort(run));
      expect(verdict.verdict, formatVerdict(verdict)).toBe("conforms");
      expect(verdict).toMatchObject({ summary: (asRecorded as { summary: object }).summary });
    },
  );
});
