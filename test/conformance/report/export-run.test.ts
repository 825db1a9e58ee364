import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveTools } from "tla2tools-runner";
import { describe, expect, it } from "vitest";
import { checkRun, EXPORT_FORMATS, exportRun } from "#conformance";
import { zabkeeper } from "../../cli/run.js";
import { temporaryFolder } from "../support.js";

const traces = fileURLToPath(new URL("../../../traces", import.meta.url));
const good = join(traces, "good", "truncated-leader");

/** Runs TLC in a folder as the comment in its configuration says, with this jar. */
async function tlc(folder: string, root: string): Promise<string> {
  const { java, jar } = await resolveTools();
  const config = readFileSync(join(folder, `${root}.cfg`), "utf8");
  const [, command = ""] = /^\\\* +java (.*)$/m.exec(config) ?? [];
  const args = command.split(" ").map((word) => (word === "tla2tools.jar" ? jar.path : word));
  const scratch = temporaryFolder("tlc");
  const options = [`-Djava.io.tmpdir=${scratch}`, "-Xmx1g", ...args, "-metadir", scratch];
  return spawnSync(java.path, options, { cwd: folder, encoding: "utf8", timeout: 240_000 }).stdout;
}

describe("a run as TLA+ modules", () => {
  it("is accepted by TLC alone, both specs", async () => {
    const folder = join(temporaryFolder("export"), "run");
    expect(await exportRun("tla", good, folder)).toBe(null);
    const files = readdirSync(folder);
    expect(files).toContain("Zab.tla");
    expect(await tlc(folder, "TraceZab")).toMatch(/<<"ACCEPTED", 1, \d+, \d+>>/);
    expect(await tlc(folder, "TraceElection")).toContain('<<"ACCEPTED",');
    expect(files.length).toBeGreaterThan(10);
  });

  it("is refused by TLC alone where the run is damaged", async () => {
    const folder = join(temporaryFolder("export"), "run");
    expect(await exportRun("tla", join(traces, "bad/steady-writes-commit-raised"), folder)).toBe(
      null,
    );
    const said = await tlc(folder, "TraceZab");
    expect(said).toMatch(/<<"FIELD", 1, \d+, "post.committed", \d+, \d+>>/);
    expect(said).not.toContain("ACCEPTED");
  });
});

describe("the states of a run", () => {
  interface State {
    readonly "#meta": { readonly index: number; readonly action?: string; readonly line?: string };
    readonly role: readonly string[];
    readonly log: readonly (readonly unknown[])[];
  }

  it("are one for each step, and one before the first", async () => {
    const target = join(temporaryFolder("export"), "run.itf.json");
    expect(await exportRun("itf", good, target)).toBe(null);
    const document = JSON.parse(readFileSync(target, "utf8")) as {
      readonly vars: readonly string[];
      readonly states: readonly State[];
    };
    const { states, vars } = document;
    const verdict = await checkRun(good);
    expect(states.length).toBe(1 + ("summary" in verdict ? verdict.summary.steps : 0));
    for (const [k, { "#meta": meta, ...values }] of states.entries()) {
      expect(meta.index).toBe(k);
      expect(Object.keys(values)).toEqual(vars);
    }
    const led = states.findIndex(({ "#meta": { action } }) => action?.startsWith("BecomeLeading"));
    expect(states[led - 1]?.role).not.toContain("LEADING");
    expect(states[led]?.role).toContain("LEADING");
    const request = states.findIndex(({ "#meta": { action } }) =>
      action?.startsWith("DiskComplete"),
    );
    expect(states[request]?.["#meta"].line).toMatch(/\.ndjson:\d+$/);
  });

  it("end where the spec does not allow the run: then there are none", async () => {
    const folder = temporaryFolder("export");
    const bad = join(traces, "bad/steady-writes-commit-raised");
    expect(await exportRun("itf", bad, join(folder, "run"))).toMatchObject({ verdict: "violates" });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the states of a long run", () => {
  it("are not written beyond a size, unless a larger one is named", async () => {
    const target = join(temporaryFolder("export"), "run");
    await expect(exportRun("itf", good, target, { most: 1 })).rejects.toThrow(
      "the states take more than 1 MiB: each state has all histories",
    );
    expect(readdirSync(join(target, ".."))).toEqual([]);
    const options = ["--max-size", "1", target, good];
    const { code, stdout, stderr } = await zabkeeper(["export", "itf", ...options]);
    expect(stderr).toMatch(
      /^zabkeeper export: the states take more than 1 MiB: .* name more with --max-size\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(readdirSync(join(target, ".."))).toEqual([]);
    expect(await exportRun("itf", good, target, { most: 2 })).toBe(null);
    expect(statSync(target).size).toBeGreaterThan(2 ** 20);
  });
});

describe("exportRun", () => {
  it("writes nothing where evidence is missing or malformed", async () => {
    const folder = temporaryFolder("export");
    const target = join(folder, "run");
    const missing = join(traces, "bad/steady-writes-line-deleted");
    const malformed = join(traces, "bad/contested-elections-field-unknown");
    for (const format of EXPORT_FORMATS) {
      expect(await exportRun(format, missing, target)).toMatchObject({ verdict: "cannot tell" });
      expect(await exportRun(format, malformed, target)).toMatchObject({ verdict: "bad input" });
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("zabkeeper export", () => {
  it("writes a file", async () => {
    const target = join(temporaryFolder("export"), "run.log");
    const { code, stdout, stderr } = await zabkeeper(["export", "shiviz", target, good]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(target, "utf8")).toMatch(/^\(\?<host>/);
  });

  it.each([
    ["a format that is none", ["xml", "out", good], "Allowed choices are"],
    ["two runs", ["shiviz", "out", good, good], "export one at a time"],
    ["no run", ["shiviz", "out"], "missing required argument"],
  ])("refuses %s in one line", async (_, args, wanted) => {
    const folder = temporaryFolder("export");
    const { code, stderr } = await zabkeeper(["export", ...args], "", folder);
    expect(stderr).toContain(wanted);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(64);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("overwrites nothing, and says where it cannot write", async () => {
    const folder = temporaryFolder("export");
    const there = join(folder, "there");
    writeFileSync(there, "mine");
    const over = await zabkeeper(["export", "tla", there, good]);
    expect(over.stderr).toBe(`zabkeeper export: ${there} is there already: name a new one\n`);
    expect(readFileSync(there, "utf8")).toBe("mine");
    const nowhere = join(folder, "none", "run");
    const lost = await zabkeeper(["export", "tla", nowhere, good]);
    expect(lost.stderr).toBe(
      `zabkeeper export: cannot write ${nowhere}: no such file or folder: name another target\n`,
    );
    expect([over.code, lost.code]).toEqual([64, 64]);
    expect(existsSync(join(folder, "none"))).toBe(false);
    expect(readdirSync(folder)).toEqual(["there"]);
  });

  it("writes nothing that would be taken for evidence", async () => {
    const target = join(temporaryFolder("export"), "4.1.ndjson");
    const { code, stderr } = await zabkeeper(["export", "shiviz", target, good]);
    const problem = `${target}: a server's record has such a name: name another target`;
    expect(stderr).toBe(`zabkeeper export: ${problem}\n`);
    expect({ code, left: existsSync(target) }).toEqual({ code: 64, left: false });
  });

  it.each(EXPORT_FORMATS)(
    "writes a run of another spec as %s where that is allowed only, and names the odd file",
    async (format) => {
      const folder = temporaryFolder("export");
      const run = join(folder, "run");
      cpSync(good, run, { recursive: true });
      const odd = join(run, "2.2.ndjson");
      const text = readFileSync(odd, "utf8");
      writeFileSync(odd, text.replace(/"Zab":"\w+"/, '"Zab":"0123456789abcdef"'));
      const target = join(folder, "exported");
      const refused = await zabkeeper(["export", format, target, run]);
      expect(refused.stderr).toMatch(/^cannot tell +(?<file>\S+): recorded for the Zab\.tla of /);
      expect(refused.stderr).toContain(
        `${odd}: recorded for the Zab.tla of digest 0123456789abcdef`,
      );
      expect(refused.stderr).toContain("--allow-other-spec takes it all the same");
      expect(refused.code).toBe(2);
      expect(readdirSync(folder)).toEqual(["run"]);
      const { code } = await zabkeeper(["export", "--allow-other-spec", format, target, run]);
      expect(code).toBe(0);
      expect(existsSync(target)).toBe(true);
    },
  );

  it("prints the verdict on evidence that is not whole", async () => {
    const target = join(temporaryFolder("export"), "run");
    const missing = join(traces, "bad/steady-writes-line-deleted");
    const { code, stderr } = await zabkeeper(["export", "shiviz", target, missing]);
    expect(stderr).toMatch(/^cannot tell .*\.ndjson:\d+: the line of event \d+ is missing/);
    expect(code).toBe(2);
  });
});
