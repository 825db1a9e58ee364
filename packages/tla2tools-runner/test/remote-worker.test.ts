import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { remoteScript } from "../dist/distributed/remote-worker.js";
import { until } from "./until.js";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "runner-remote-"));
  await mkdir(join(dir, "bin"));
  await mkdir(join(dir, "tmp"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Runs the line of another host, on which `java` is this shell command. */
async function onHost(java: string) {
  const path = join(dir, "bin", "java");
  await writeFile(path, `#!/bin/sh\n${java}\n`);
  await chmod(path, 0o755);
  const script = remoteScript({
    jarBytes: 10,
    jvmFlags: ["-Dname=it's here"],
    mainClass: "Worker",
    arguments: ["server host"],
  });
  const env = {
    PATH: `${join(dir, "bin")}:${process.env["PATH"] ?? ""}`,
    TMPDIR: join(dir, "tmp"),
  };
  const child = spawn("sh", ["-c", script], { env, detached: true });
  onTestFinished(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    process.kill(-child.pid, "SIGKILL");
  });
  child.stdin.write("0123456789");
  return child;
}

/** Waits for a file and gives its text. */
async function textOf(file: string): Promise<string> {
  let text = "";
  await until(`${file} is there`, async () => {
    text = await readFile(file, "utf8").catch(() => "");
    return text.endsWith("\n");
  });
  return text;
}

describe("a worker on another host", () => {
  it("gets the jar and its words, and its exit code is that of the line", async () => {
    const said = join(dir, "said");
    const child = await onHost(`cat tla2tools.jar >${said}; printf ' %s|' "$@" >>${said}; exit 7`);
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(7);
    const words =
      "0123456789 -Dname=it's here| -Djava.io.tmpdir=DIR| -cp| DIR/tla2tools.jar| Worker|";
    expect(normal(await readFile(said, "utf8"))).toBe(`${words} server host|`);
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });

  it("ends with the connection, and takes its folder along", async () => {
    const said = join(dir, "said");
    const child = await onHost(`echo $$ >${said}; exec sleep 600`);
    const pid = Number.parseInt(await textOf(said), 10);
    expect(child.exitCode).toBeNull();
    child.stdin.end();
    await once(child, "exit");
    await until("it is gone", () => !exists(pid));
    expect(await readdir(join(dir, "tmp"))).toEqual([]);
  });
});

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The folder that the line made has another name each time. */
function normal(text: string): string {
  return text.replaceAll(new RegExp(`${join(dir, "tmp")}/[\\w.]+(?=[/|])`, "g"), "DIR");
}
