import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../support/free-ports.js";
import { Running, zabkeeper } from "./run.js";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zabkeeper-lock-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** A configuration on a free port of its own. */
async function config(name: string, lines: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, `clientPortAddress=127.0.0.1\nclientPort=${await freePort()}\n${lines}`);
  return path;
}

async function serving(file: string): Promise<Running> {
  const server = new Running(["server", file]);
  onTestFinished(async () => void (await server.stop("SIGKILL")));
  await server.says(/clients on /);
  return server;
}

describe("two servers on one data directory", () => {
  it("do not both start: the second names the directory, the process, and what to do", async () => {
    const data = join(dir, "data");
    const first = await serving(await config("a.cfg", `dataDir=${data}\n`));
    const second = await zabkeeper(["server", await config("b.cfg", `dataDir=${data}\n`)]);
    const remedy = "stop that server, or give this one a directory of its own";
    const pid = String(first.child.pid);
    expect(second.stderr).toBe(
      `zabkeeper server: ${data}/version-2 is in use by process ${pid}: ${remedy}\n`,
    );
    expect(second.code).toBe(3);
    expect(first.child.exitCode).toBeNull();
  });

  it("are told apart by their logs' directory too", async () => {
    const log = `dataLogDir=${join(dir, "log")}\n`;
    await serving(await config("a.cfg", `dataDir=${join(dir, "a")}\n${log}`));
    const second = await zabkeeper([
      "server",
      await config("b.cfg", `dataDir=${join(dir, "b")}\n${log}`),
    ]);
    expect(second.stderr).toContain(`${join(dir, "log")}/version-2 is in use by process `);
    expect(second.code).toBe(3);
  });

  it.each(["SIGKILL", "SIGTERM"] as const)("start one after the other, %s between", async (end) => {
    await mkdir(join(dir, "data"));
    const file = await config("a.cfg", `dataDir=${join(dir, "data")}\n`);
    const first = await serving(file);
    await first.stop(end);
    const next = await serving(file);
    expect(await next.stop("SIGTERM")).toBe(0);
  });
});
