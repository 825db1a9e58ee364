import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Expectations } from "../support/corpus.js";
import { temporaryFolder } from "../conformance/support.js";
import { zabkeeper } from "./run.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const expectations = JSON.parse(
  readFileSync(join(root, "traces/bad/expected.json"), "utf8"),
) as Expectations;
const missing = "traces/bad/steady-writes-line-deleted";
const malformed = "traces/bad/contested-elections-field-unknown";
const missingAt = expectations["steady-writes-line-deleted"]?.at ?? "";
const check = (...args: readonly string[]) => zabkeeper(["check", ...args], "", root);

describe("zabkeeper check", () => {
  it("writes its reports into files, beside what it prints", async () => {
    const folder = temporaryFolder("reports");
    const [junit, sarif, summary] = ["junit.xml", "run.sarif", "summary.md"].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(summary, "# A job\n");
    writeFileSync(sarif, "an older report");
    const files = ["--junit", junit, "--sarif", sarif, "--summary", summary];
    const { code, stdout, stderr } = await check(missing, malformed, ...files);
    expect({ code, stderr }).toEqual({ code: 64, stderr: "" });
    expect(stdout).toContain(`\ncannot tell  ${missing}/${missingAt}: `);
    expect(readFileSync(junit, "utf8")).toContain(`<testcase name="${missing}"`);
    expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "cannot-tell" }, { ruleId: "bad-input" }] }],
    });
    expect(readFileSync(summary, "utf8")).toMatch(/^# A job\n## Zabkeeper: 0 of 2 runs conform\n/);
    expect(readdirSync(folder).sort()).toEqual(["junit.xml", "run.sarif", "summary.md"]);
  });

  it.each([
    ["without traces/StepZab.cfg", "traces/StepZab.cfg", "no such file or folder"],
    ["without traces/StepElection.cfg", "traces/StepElection.cfg", "no such file or folder"],
    ["in which Zab.tla is a folder", "Zab.tla", "it is a folder"],
  ])("cannot tell by a spec %s, and reports that", async (_, file, reason) => {
    const folder = temporaryFolder("reports");
    const [spec, sarif] = [join(folder, "spec"), join(folder, "a.sarif")];
    cpSync(join(root, "spec"), spec, { recursive: true });
    rmSync(join(spec, file));
    if (file === "Zab.tla") mkdirSync(join(spec, file));
    const run = "traces/good/contested-elections";
    const { code, stdout, stderr } = await check(run, "--spec", spec, "--sarif", sarif);
    expect(stdout).toContain(`${file}: ${reason}: a whole copy of the folder spec/ is wanted\n`);
    expect([code, stderr]).toEqual([2, ""]);
    expect(readFileSync(sarif, "utf8")).toContain('"cannot-tell"');
  });

  it("says in one line that a report cannot be written, and leaves nothing behind", async () => {
    const folder = temporaryFolder("reports");
    const [here, nowhere] = [join(folder, "a.xml"), join(folder, "none", "a.sarif")];
    const { code, stderr } = await check(missing, "--junit", here, "--sarif", nowhere);
    expect(stderr).toBe(
      `zabkeeper check: cannot write ${nowhere}: no such file or folder: name a file that can be written to\n`,
    );
    expect(code).toBe(64);
    expect(existsSync(here)).toBe(true);
    expect(readdirSync(folder)).toEqual(["a.xml"]);
  });

  it.each([
    ["junit", "sarif"],
    ["sarif", "summary"],
    ["gate", "junit"],
  ])("refuses one file for --%s and --%s, before anything is judged", async (one, other) => {
    const file = join(temporaryFolder("reports"), "a");
    writeFileSync(file, "mine");
    const twice = [`--${one}`, file, `--${other}`, `${file}/../a`];
    const { code, stdout, stderr } = await check(missing, ...twice);
    const problem = `--${one} and --${other} both name ${file}/../a: name two files`;
    expect(stderr).toBe(`zabkeeper check: ${problem}\n`);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe("mine");
    const device = await check(missing, "--junit", "/dev/null", "--sarif", "/dev/null");
    expect([device.code, device.stderr]).toEqual([2, ""]);
  });

  it.each(["junit", "sarif", "summary", "gate"])("writes no --%s over evidence", async (option) => {
    const folder = temporaryFolder("reports");
    const [run, link] = [join(folder, "run"), join(folder, "link")];
    cpSync(join(root, missing), run, { recursive: true });
    const recorded = join(run, "1.1.ndjson");
    const before = readFileSync(recorded, "utf8");
    symlinkSync(recorded, link);
    linkSync(recorded, join(folder, "hard"));
    for (const file of [recorded, link, join(folder, "hard")]) {
      for (const named of [[run], [missing, recorded]]) {
        const { code, stdout, stderr } = await check(...named, `--${option}`, file);
        const problem = `--${option} ${file}: this file is judged: name another one`;
        expect(stderr).toBe(`zabkeeper check: ${problem}\n`);
        expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
      }
    }
    expect(readFileSync(recorded, "utf8")).toBe(before);
  });

  it("adds nothing to a run that would be judged the next time", async () => {
    const file = join(temporaryFolder("reports"), "9.1.ndjson");
    const { code, stdout, stderr } = await check(missing, "--summary", file);
    const problem = `--summary ${file}: a server's record has such a name: name another file`;
    expect(stderr).toBe(`zabkeeper check: ${problem}\n`);
    expect({ code, stdout, left: existsSync(file) }).toEqual({ code: 64, stdout: "", left: false });
  });

  it.each([true, false])("knows a report by a link to it; it is there: %s", async (isThere) => {
    const folder = temporaryFolder("reports");
    const [file, link] = [join(folder, "a"), join(folder, "b")];
    if (isThere) writeFileSync(file, "mine");
    symlinkSync("a", link);
    const { code, stdout, stderr } = await check(missing, "--sarif", link, "--junit", file);
    const problem = `--junit and --sarif both name ${link}: name two files`;
    expect(stderr).toBe(`zabkeeper check: ${problem}\n`);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(existsSync(file)).toBe(isThere);
  });

  it("says that a link to itself cannot be written", async () => {
    const link = join(temporaryFolder("reports"), "link");
    symlinkSync("link", link);
    const { code, stderr } = await check(missing, "--junit", link);
    expect(stderr).toMatch(
      /^zabkeeper check: cannot write .*: name a file that can be written to\n$/,
    );
    expect(code).toBe(64);
  });

  it.each([
    ["--gate", "traces/gate.json"],
    ["--junit", "a.xml"],
    ["--sarif", "a.sarif"],
    ["--summary", "a.md"],
    ["--coverage"],
    ["--second-judge"],
  ])("does not leave out %s while it follows", async (...option) => {
    const { code, stdout, stderr } = await check("--follow", missing, ...option);
    const remedy = "leave it out, and check the folder again once it is recorded";
    expect(stderr).toBe(
      `zabkeeper check: ${option[0] ?? ""} does not go with --follow: ${remedy}\n`,
    );
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  });

  it("keeps colours out of a pipe", async () => {
    const { stdout } = await check(missing);
    expect(stdout).not.toContain(String.fromCharCode(27));
  });

  it("judges nothing under a gate file that is none", async () => {
    const gate = join(temporaryFolder("gate"), "gate.json");
    writeFileSync(gate, '{"actions": {"Zab!Nothing": 1}}');
    const { code, stdout, stderr } = await check(missing, "--gate", gate);
    expect(stderr).toBe(
      `zabkeeper check: ${gate}: Zab!Nothing is no action: name one of --coverage's list\n`,
    );
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    const absent = await check(missing, "--gate", "none.json");
    expect(absent.stderr).toBe(
      "zabkeeper check: cannot read none.json: no such file or folder: name a file of demands with --gate\n",
    );
    expect(absent.code).toBe(64);
  });

  it("counts what was seen, and holds it against the gate", async () => {
    const folder = temporaryFolder("gate");
    const [gate, summary] = [join(folder, "gate.json"), join(folder, "summary.md")];
    writeFileSync(gate, '{"actions": {"Zab!BecomeLeading": 2, "Zab!FollowerProcessSNAP": 1}}');
    const flags = ["--coverage", "--gate", gate, "--summary", summary];
    const { code, stdout } = await check("traces/good/truncated-leader", ...flags);
    expect(stdout).toMatch(/^coverage +\d+ of \d+ actions seen$/m);
    expect(stdout).toMatch(/^ +2 {2}Zab!BecomeLeading$/m);
    expect(stdout).toMatch(/^ +0 {2}Zab!FollowerProcessSNAP$/m);
    const missed = "Zab!FollowerProcessSNAP was never seen, and must be seen once";
    expect(stdout.match(/^gate .*$/gm)).toEqual([`gate         ${missed}`]);
    expect(readFileSync(summary, "utf8")).toContain(`- ${missed}`);
    expect(code).toBe(3);
  });

  it("writes through a link, and leaves it one", async () => {
    const folder = temporaryFolder("reports");
    const [link, there] = [join(folder, "link.xml"), join(folder, "there.xml")];
    writeFileSync(there, "an older report");
    symlinkSync(there, link);
    expect((await check("traces/good/steady-writes", "--junit", link)).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(there, "utf8")).toContain("<testcase");
  });

  it("has its exit code and its reports when nobody reads what it prints", () => {
    const sarif = join(temporaryFolder("reports"), "run.sarif");
    const run = `check traces/bad/steady-writes-ack-early --sarif ${sarif}`;
    const script = `"${process.execPath}" bin/zabkeeper.js ${run} | true; exit \${PIPESTATUS[0]}`;
    expect(spawnSync("bash", ["-c", script], { cwd: root }).status).toBe(1);
    expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  it("does not take what it cannot print for a verdict", () => {
    const full = `"${process.execPath}" bin/zabkeeper.js check traces/good/steady-writes > /dev/full`;
    const { status, stderr } = spawnSync("bash", ["-c", full], { cwd: root, encoding: "utf8" });
    expect(stderr).toMatch(/^zabkeeper: standard output cannot be written: the disk is full\n$/);
    expect(status).toBe(74);
  });

  it("does not call a run judged twice that TLC could not judge", () => {
    const words = ["bin/zabkeeper.js", "check", "--second-judge", "traces/good/steady-writes"];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: "utf8",
      env: { PATH: "/nowhere" },
    });
    expect(stdout).toMatch(/^conforms/);
    expect(stderr).toContain("second judge TLC cannot tell: no Java on the PATH");
    expect(status).toBe(2);
  });
});
