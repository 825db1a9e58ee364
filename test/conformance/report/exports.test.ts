import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ItfWriter, itfValue, shivizLog } from "#conformance";
import { ValueTable } from "#conformance/tla";
import { openRun } from "#conformance/trace";
import { written } from "../support.js";
import { notEnabled } from "./verdicts.js";

const traces = fileURLToPath(new URL("../../../traces", import.meta.url));

/** The whole log of some files. */
async function logOf(source: string | readonly string[]): Promise<string> {
  const { opened } = await openRun(source);
  let log = "";
  for await (const part of shivizLog(opened)) log += part;
  return log;
}

const filesOf = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));

type Clock = Readonly<Record<string, number>>;

interface Line {
  readonly host: string;
  readonly clock: Clock;
  readonly event: string;
}

/** Takes a log apart as ShiViz does: by the expression in its first line. */
function parsed(log: string): Line[] {
  const [parser = "", delimiter, ...rest] = log.split("\n");
  expect(delimiter).toBe("");
  const expression = new RegExp(parser, "g");
  const lines = [...rest.join("\n").matchAll(expression)].map(({ groups = {} }) => {
    const { host = "", clock = "", event = "" } = groups;
    return { host, clock: JSON.parse(clock) as Clock, event };
  });
  expect(lines.length * 2 + 1, "lines that the expression does not match").toBe(rest.length);
  return lines;
}

describe("shivizLog", () => {
  it.each(["truncated-leader", "snapshot-sync", "observer"])("times %s", async (name) => {
    const folder = `${traces}/good/${name}`;
    const lines = parsed(await logOf(folder));
    const recorded = filesOf(folder).map(
      (file) => readFileSync(file, "utf8").split("\n").length - 1,
    );
    expect(lines).toHaveLength(recorded.reduce((sum, count) => sum + count, 0));
    const now = new Map<string, Clock>();
    for (const { host, clock, event } of lines) {
      const before = now.get(host) ?? {};
      expect(clock[host], event).toBe((before[host] ?? 0) + 1);
      for (const [other, count] of Object.entries(before)) {
        expect(clock[other], event).toBeGreaterThanOrEqual(count);
      }
      for (const [other, count] of Object.entries(clock)) {
        if (other === host) continue;
        expect(now.get(other)?.[other], `${event} knows what was before it`).toBeGreaterThanOrEqual(
          count,
        );
      }
      if (!event.includes("receives ")) {
        expect({ ...clock, [host]: 0 }, event).toEqual({ ...before, [host]: 0 });
      }
      now.set(host, clock);
    }
  });

  it("lets a receiver know exactly what its sender knew", async () => {
    const lines = parsed(await logOf(`${traces}/good/steady-writes`));
    const sending = lines.findIndex(({ event }) => event.includes("sends PROPOSAL(zxid 1:5"));
    const receiving = lines.findIndex(({ event }) => event.includes("receives PROPOSAL(zxid 1:5"));
    const [sent, received] = [lines[sending], lines[receiving]] as [Line, Line];
    expect(sending).toBeLessThan(receiving);
    const { [sent.host]: own = 0 } = sent.clock;
    expect(received.clock[sent.host]).toBe(own);
  });

  it("takes a message without its sender for what it is, and refuses lines that wait in a circle", async () => {
    const files = filesOf(`${traces}/good/steady-writes`);
    const leads = (file: string) => readFileSync(file, "utf8").includes('"a":"BecomeLeading"');
    const [leader = ""] = files.filter(leads);
    const lines = parsed(await logOf(files.filter((file) => file !== leader)));
    const [number] = basename(leader).split(".");
    expect(lines.map(({ host }) => host)).not.toContain(`server${String(number)}`);
    const circle = files.map((file) => {
      const [header = "", ...events] = readFileSync(file, "utf8").trimEnd().split("\n");
      const turned = events
        .reverse()
        .map((text, k) => JSON.stringify({ ...(JSON.parse(text) as object), q: k + 1 }));
      return [basename(file), [header, ...turned]] as [string, string[]];
    });
    await expect(logOf(written(new Map(circle)))).rejects.toThrow("waits for another one of them");
  });
});

describe("itfValue", () => {
  const table = new ValueTable();
  const zxid = table.tuple([1, 2]);

  it.each([
    ["a number", 7, { "#bigint": "7" }],
    ["a string", "UPTODATE", "UPTODATE"],
    ["a boolean", false, false],
    ["a model value", table.model("Nobody"), "Nobody"],
    ["a sequence", zxid, [{ "#bigint": "1" }, { "#bigint": "2" }]],
    ["the empty sequence", table.emptySequence, []],
    ["a set", table.set([3, 1]), { "#set": [{ "#bigint": "1" }, { "#bigint": "3" }] }],
    ["a record", table.record([["val", "a"]]), { val: "a" }],
    [
      "a function",
      table.fcn([
        [3, zxid],
        [2, "x"],
      ]),
      {
        "#map": [
          [{ "#bigint": "2" }, "x"],
          [{ "#bigint": "3" }, [{ "#bigint": "1" }, { "#bigint": "2" }]],
        ],
      },
    ],
  ])("writes %s", (_, value, wanted) => {
    expect(itfValue(value)).toEqual(wanted);
  });
});

describe("ItfWriter", () => {
  it("writes one document: what the variables are, then every state with its step", () => {
    const chunks: string[] = [];
    const writer = new ItfWriter("run", (chunk) => chunks.push(chunk));
    writer.onStart(["role", "committed"]);
    writer.onStep(null, ["LOOKING", 0]);
    writer.onStep(notEnabled.step, ["LEADING", 3]);
    writer.end();
    expect(JSON.parse(chunks.join(""))).toEqual({
      "#meta": expect.objectContaining({ format: "ITF", source: "run" }) as unknown,
      params: [],
      vars: ["role", "committed"],
      states: [
        { "#meta": { index: 0 }, role: "LOOKING", committed: { "#bigint": "0" } },
        {
          "#meta": {
            index: 1,
            action: "LeaderProcessACK(l = 1, f = 3)",
            line: "run/1.1.ndjson:46",
          },
          role: "LEADING",
          committed: { "#bigint": "3" },
        },
      ],
    });
  });
});
