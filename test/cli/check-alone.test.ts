import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "../conformance/support.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("judges, and explains, without any reducer or runtime to be found", () => {
  const alone = join(temporaryFolder("alone"), "package");
  for (const part of ["src/cli", "src/codec", "src/client", "conformance", "packages"]) {
    const kept = join(root, "dist", part);
    if (existsSync(kept)) cpSync(kept, join(alone, "dist", part), { recursive: true });
  }
  mkdirSync(join(alone, "bin"));
  for (const file of ["package.json", "bin/zabkeeper.js"])
    cpSync(join(root, file), join(alone, file));
  for (const folder of ["spec", "node_modules"])
    symlinkSync(join(root, folder), join(alone, folder));
  const check = (run: string) =>
    spawnSync(process.execPath, [join(alone, "bin/zabkeeper.js"), "check", run], {
      cwd: root,
      encoding: "utf8",
      timeout: 240_000,
    });

  const good = check("traces/good/leader-killed");
  expect({ status: good.status, said: good.stdout.split(" ")[0] }).toEqual({
    status: 0,
    said: "conforms",
  });
  const bad = check("traces/bad/steady-writes-ack-early");
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain("recorded ACK(1:1), spec nothing");
  expect(bad.stdout).not.toContain("reducer");
  const server = ["-e", "import('#state-machine')"];
  expect(() => execFileSync(process.execPath, server, { cwd: alone, stdio: "ignore" })).toThrow();
});
