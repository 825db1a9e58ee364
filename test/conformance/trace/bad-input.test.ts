import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BadInput, CannotTell, Followed, openRun, placeText } from "#conformance/trace";
import { randomWalk } from "../../support/random-walk.js";
import { filesOf, spliced, temporaryFolder, written, type Files } from "../support.js";
import { streamed } from "./support.js";

const run = filesOf(randomWalk({ seed: 3, steps: 60, trouble: 0 }).texts());
const NAME = "2.1.ndjson";
const LINE = 5;
const text = (run.get(NAME) as string[])[LINE - 1] as string;

/** What is said of a folder: `file:line:column`, and the problem; CannotTell without a column. */
async function refusal(folder: string | readonly string[]): Promise<string> {
  try {
    const reader = await openRun(folder);
    for await (const step of reader.steps()) expect(step.node.place.line).toBeGreaterThan(0);
  } catch (error) {
    if (error instanceof CannotTell) {
      return `cannot tell ${basename(placeText(error.place ?? { file: "", line: 0 }))}: ${error.message}`;
    }
    if (!(error instanceof BadInput)) throw error;
    expect(error.faults).toHaveLength(1);
    const [fault] = error.faults;
    return `${basename(placeText(fault?.place ?? { file: "", line: 0 }))}: ${fault?.problem ?? ""}`;
  }
  return "nothing";
}

const withLine = (change: (line: string) => string): Files =>
  spliced(run, NAME, (lines) => (lines[LINE - 1] = change(text)));

const withHeader = (change: (line: string) => string): Files =>
  spliced(run, NAME, (lines) => (lines[0] = change(lines[0] as string)));

/** The run with one file's bytes replaced. */
function withBytes(bytes: Buffer): string {
  const folder = written(run);
  writeFileSync(join(folder, NAME), bytes);
  return folder;
}

/** More than a stack holds. */
const DEEP = `${"[".repeat(5000)}${"]".repeat(5000)}`;

const lines = run.get(NAME) as string[];
const bytesOf = (line: Buffer) =>
  Buffer.concat([
    Buffer.from(`${lines.slice(0, LINE - 1).join("\n")}\n`),
    line,
    Buffer.from(`\n${lines.slice(LINE).join("\n")}\n`),
  ]);

describe("a file that is no evidence", () => {
  it("is named with the line, the column and what was expected", async () => {
    const q = text.indexOf('"q":') + 5;
    const post = text.indexOf('"post":');
    const cases: readonly (readonly [string, string, string])[] = [
      [
        "a field of another type",
        written(withLine((line) => line.replace('"q":4', '"q":"4"'))),
        `${NAME}:5:${String(q)}: q is "4": an integer from 1 to 2147483647 is wanted`,
      ],
      [
        "an unknown field",
        written(withLine((line) => line.replace('"post":', '"x":1,"post":'))),
        `${NAME}:5:${String(post + 5)}: x is 1: unknown key`,
      ],
      [
        "a missing field",
        written(withLine((line) => line.replace(/"out":\[.*?\],"disk"/, '"disk"'))),
        `${NAME}:5:1: out is nothing: missing key`,
      ],
      [
        "a line that stops",
        written(withLine((line) => line.slice(0, line.indexOf(",") + 1))),
        `${NAME}:5:${String(text.indexOf(",") + 2)}: the line is`,
      ],
      [
        "a line nested without end",
        written(withLine(() => `{"q":4,"x":${DEEP}}`)),
        `${NAME}:5:75: the line is "{\\"q\\":4,\\"x\\":[[[`,
      ],
      [
        "a line nested without end, and without its end",
        written(withLine(() => `{"q":4,"x":${"[".repeat(5000)}`)),
        `${NAME}:5:75: the line is "{\\"q\\":4,\\"x\\":[[[`,
      ],
      [
        "a header nested without end",
        written(withHeader((line) => line.replace('"v":1', `"v":${DEEP}`))),
        `${NAME}:1:69: the line is "{\\"v\\":[[[`,
      ],
      [
        "a field that stands there twice",
        written(withLine((line) => line.replace('"post":', '"post":{"committed":99},"post":'))),
        `${NAME}:5:${String(post + 25)}: post is there twice: every key is wanted once`,
      ],
      [
        "a key that stands there twice, deeper and written otherwise",
        written(
          withLine((line) =>
            line.replace('"post":{', '"post":{"rol\\u0065":1, "role" :2},"post":{'),
          ),
        ),
        `${NAME}:5:${String(post + 24)}: post.role is there twice`,
      ],
      [
        "a key of the header that stands there twice",
        written(withHeader((line) => line.replace('"v":1', '"v":1,"v":1'))),
        `${NAME}:1:8: v is there twice: every key is wanted once`,
      ],
      [
        "binary",
        withBytes(Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff, 0xfe, 10])),
        `${NAME}:1:2: a byte that is no UTF-8`,
      ],
      [
        "binary without a newline",
        withBytes(Buffer.from(Array.from({ length: 200 }, (_, k) => 255 - (k % 200)))),
        `${NAME}:1:1: a byte that is no UTF-8`,
      ],
      [
        "a program",
        withBytes(Buffer.from("\u007fELF\u0002\u0001\u0001")),
        `${NAME}:1:1: the file begins with "\u007fELF\\u0002\\u0001\\u0001": a header is wanted`,
      ],
      [
        "another JSON without a newline",
        withBytes(Buffer.from('{"version": 1')),
        `${NAME}:1:4: the file begins with "{\\"version\\": 1": a header is wanted`,
      ],
      [
        "a byte that is no UTF-8",
        withBytes(bytesOf(Buffer.from([0x7b, 0x22, 0xff, 0x22]))),
        `${NAME}:5:3: a byte that is no UTF-8`,
      ],
      ["an empty file", withBytes(Buffer.alloc(0)), `${NAME}:1:1: the file is empty`],
      [
        "CR LF",
        withBytes(Buffer.from(`${lines.join("\r\n")}\r\n`)),
        `${NAME}:1:${String((lines[0] as string).length + 1)}: the line ends in CR LF`,
      ],
      [
        "a line of 10 MB",
        withBytes(bytesOf(Buffer.alloc(10_000_000, "x"))),
        `${NAME}:5:1048577: the line is longer than 1048576 bytes`,
      ],
      [
        "a foreign version",
        written(withHeader((line) => line.replace('"v":1', '"v":2'))),
        `${NAME}:1:6: v is 2: another version of Zabkeeper wrote this file, and this one reads 1 alone: use the version that recorded it`,
      ],
      [
        "a foreign version with other keys",
        written(withHeader((line) => line.replace('"v":1', '"v":3,"format":{"of":2}'))),
        `${NAME}:1:6: v is 3: another version of Zabkeeper wrote this file`,
      ],
      [
        "no version at all",
        written(withHeader((line) => line.replace('"v":1', '"v":"one"'))),
        `${NAME}:1:6: v is "one": 1 is wanted`,
      ],
      [
        "a server that the header does not name",
        written(withHeader((line) => line.replace('"server":2', '"server":7'))),
        `${NAME}:1:42: server is 7: one of servers is wanted`,
      ],
      [
        "other servers than the others name",
        written(withHeader((line) => line.replace('"voters":[1,2,3]', '"voters":[1,2]'))),
        `${NAME}:1:${String((lines[0] as string).indexOf('"voters":') + 10)}: voters is [1,2], but`,
      ],
      [
        "a second header",
        written(withLine(() => lines[0] as string)),
        `${NAME}:5:15: a second header: every process writes a file of its own`,
      ],
    ];
    for (const [what, folder, said] of cases) {
      const found = await refusal(folder);
      expect(found.slice(0, said.length), what).toBe(said);
    }
  });

  it("is refused while it is still written, however deep its header is nested", async () => {
    const folder = written(withHeader((line) => line.replace('"v":1', `"v":${DEEP}`)));
    const followed = new Followed(folder);
    await expect(followed.open()).rejects.toThrow("nested deeper than any line of a trace");
    followed.close();
  });

  it("is refused while it is still written, whether its first line ends or not", async () => {
    const followed = new Followed(withBytes(Buffer.from("\u007fELF")));
    await expect(followed.open()).rejects.toThrow('the file begins with "\u007fELF"');
    followed.close();
  });

  it("is refused where it is another file of a process", async () => {
    const folder = written(run);
    writeFileSync(join(folder, "again.ndjson"), `${lines.join("\n")}\n`);
    const files = ["1.1", "2.1", "3.1", "again"].map((name) => join(folder, `${name}.ndjson`));
    expect(await refusal(files)).toMatch(
      /^again\.ndjson:1:\d+: incarnation is 1, and so it is in .*2\.1/,
    );
  });

  it.each([
    ['"server":2', '"server":1', "server 1, incarnation 1", "1.1.ndjson"],
    ['"incarnation":1', '"incarnation":7', "server 2, incarnation 7", "2.7.ndjson"],
  ])(
    "is the one that is blamed where its name is not of its header: %s",
    async (was, is, who, own) => {
      const folder = written(withHeader((line) => line.replace(was, is)));
      const problem = `its header is that of ${who}, whose file is ${join(folder, own)}`;
      const wanted = `${NAME}:1: ${problem}: name it so, or restore it`;
      expect(await refusal(folder)).toBe(wanted);
      const followed = new Followed(folder);
      await expect(followed.open()).rejects.toThrow(problem);
      followed.close();
    },
  );

  it("is named once, and no link to one that is named", async () => {
    const folder = written(run);
    const [file, link] = [join(folder, NAME), join(folder, "link.ndjson")];
    symlinkSync(file, link);
    expect(await refusal([file, file])).toBe(`${NAME}: named twice: name each file once`);
    expect(await refusal([file, link])).toBe(
      `link.ndjson: the same file as ${file}: name each file once`,
    );
  });

  it("is what it says, not what the system calls it", async () => {
    const folder = written(run);
    const remedy = "name what a server recorded";
    expect(await refusal([folder])).toBe(`${basename(folder)}: it is a folder: ${remedy}`);
    const below = join(folder, NAME, "x");
    expect(await refusal(below)).toBe(`x: a part of its path is no folder: ${remedy}`);
    expect(await refusal([join(folder, "none")])).toBe(`none: no such file or folder: ${remedy}`);
    expect(await refusal("")).toBe(`"": no such file or folder: ${remedy}`);
  });

  it("is missing a header where the first line is cut short", async () => {
    const [header, event] = lines as [string, string];
    for (const text of [
      ...[1, 2, 3, 4, 5, 6, 40].map((length) => header.slice(0, length)),
      event,
    ]) {
      const found = await refusal(withBytes(Buffer.from(text)));
      expect(found, text).toMatch(/^cannot tell 2\.1\.ndjson:1: the header is missing/);
    }
    const [half] = Buffer.from("é");
    const cut = withBytes(Buffer.from([...Buffer.from('{"v":1,"'), half as number]));
    expect(await refusal(cut)).toMatch(/^cannot tell 2\.1\.ndjson:1: the header is missing/);
  });

  it("is not there at all, or is an empty folder", async () => {
    expect(await refusal("/no/such/folder")).toContain("no such file or folder");
    const none = "no file <server>.<incarnation>.ndjson in this folder";
    const empty = temporaryFolder("empty");
    expect(await refusal(empty)).toBe(`${basename(empty)}: ${none}`);
    for (const name of ["d", "b.ndjson", "a", "c", "e", ".hidden"]) mkdirSync(join(empty, name));
    expect(await refusal(empty)).toBe(
      `${basename(empty)}: ${none}: it holds a, b.ndjson, c and 2 more`,
    );
  });
});

describe("what stands beside the files", () => {
  const note = "not read, because of the name: one.ndjson";

  it("is noted, once, and changes nothing", async () => {
    const folder = written(run);
    writeFileSync(join(folder, "one.ndjson"), "{}");
    const found = await streamed(folder);
    if ("stop" in found) throw new Error(found.stop);
    expect(found.reader.notes).toEqual([note]);
    const followed = new Followed(folder);
    expect((await followed.open())?.notes).toEqual([note]);
    followed.close();
  });

  it("is said where lines are missing, for they may be there", async () => {
    const folder = written(run);
    renameSync(join(folder, NAME), join(folder, "one.ndjson"));
    expect(await refusal(folder)).toMatch(
      /^cannot tell .* is missing: .* \(not read, .*one.ndjson\)$/,
    );
    rmSync(join(folder, "one.ndjson"));
    expect(await refusal(folder)).toMatch(/^cannot tell .*: there is no file of server 2$/);
  });
});

describe("what is no file", () => {
  it("is refused, and not waited for", async () => {
    const pipe = join(temporaryFolder("pipe"), NAME);
    execFileSync("mkfifo", [pipe]);
    expect(await refusal(pipe)).toContain("neither a file nor a folder");
    expect(await refusal(dirname(pipe))).toContain("no file that can be read");
  });
});

describe("a last line that is cut short", () => {
  it("is named and does not count", async () => {
    const cut = spliced(run, NAME, (own) => own.push('{"q":9999,"a":"Disk'));
    const found = await streamed(written(cut, NAME));
    const whole = await streamed(written(run));
    if ("stop" in found || "stop" in whole) throw new Error("stopped");
    expect(found.steps.length).toBe(whole.steps.length);
    expect(found.reader.notes.join("\n")).toContain(
      `${NAME}:${String(lines.length + 1)} is cut short, as a killed server leaves it`,
    );
  });
});
