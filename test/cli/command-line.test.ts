import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { normalizeArguments } from "../../dist/src/cli/arguments.js";
import { freePort } from "../support/free-ports.js";
import { Running, zabkeeper } from "./run.js";
import { createServer } from "node:net";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "zabkeeper-cli-"));
});

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
}

describe("normalizeArguments", () => {
  it("takes zkCli.sh's one dash up to the command, and nothing behind it", () => {
    const args = ["cli", "-server", "h:1", "-timeout", "5", "get", "-server", "/x"];
    expect(normalizeArguments(args)).toEqual([
      ...["cli", "--server", "h:1", "--timeout", "5", "get", "-server", "/x"],
    ]);
    expect(normalizeArguments(["server", "-server"])).toEqual(["server", "-server"]);
    expect(normalizeArguments(["cli", "-server"])).toEqual(["cli", "--server"]);
  });
});

describe("zabkeeper", () => {
  it.each([
    ["an unknown command", ["foo"], "unknown command 'foo' (see zabkeeper --help)"],
    ["an unknown part", ["spec", "chek"], "(Did you mean check?) (see zabkeeper spec --help)"],
    [
      "an unknown option",
      ["ensemble", "--serves", "3"],
      "zabkeeper ensemble: unknown option '--serves' (Did you mean --servers?) (see zabkeeper ensemble --help)",
    ],
    ["a number that is none", ["ensemble", "--servers", "x"], "from 1 to 15"],
    ["a missing argument", ["config", "check"], "'zoo.cfg' (see zabkeeper config check --help)"],
    ["a missing run", ["check"], "missing required argument"],
  ])("answers %s in one line, with exit code 64", async (_name, args, wanted) => {
    const { code, stdout, stderr } = await zabkeeper(args);
    expect(stderr).toContain(wanted);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  });

  it("explains itself", async () => {
    const { code, stdout } = await zabkeeper(["--help"]);
    expect(code).toBe(0);
    for (const name of ["ensemble", "server", "cli", "config", "check"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
  });
});

describe("the help of a command", () => {
  it.each([
    ["ensemble", ["0", "1", "64"]],
    ["server", ["0", "1", "2", "3", "64"]],
    ["cli", ["0", "1", "64", "127"]],
    ["config check", ["0", "2", "64"]],
    ["check", ["0", "1", "2", "3", "64", "70", "130"]],
    ["export", ["0", "1", "2", "64", "130"]],
    ["explore", ["0", "1", "2", "64", "130"]],
    ["spec check", ["0", "1", "2", "64", "130"]],
  ])("says with which codes it ends: %s", async (name, codes) => {
    const { stdout } = await zabkeeper([...name.split(" "), "--help"]);
    const [, said = ""] = /^Exit code(?: of one command)?: ([^]*)/m.exec(stdout) ?? [];
    const numbers = new Set(said.match(/\b\d+\b/g));
    expect([...numbers].sort((a, b) => Number(a) - Number(b))).toEqual(codes);
  });
});

describe("zabkeeper config check", () => {
  it("prints every fault with its place, and exits with 2", async () => {
    const notDirectory = await file("plain", "");
    const text = `dataDir=${notDirectory}\nclientPort=x\ntikTime=3\nserver.1=a:1:1\nserver.2=b:1:2\n`;
    const path = await file("bad.cfg", text);
    const { code, stderr } = await zabkeeper(["config", "check", path]);
    const lines = stderr.trim().split("\n");
    expect(lines[0]).toBe(
      `warning: ${path}:3: tikTime: unknown key, ignored; did you mean tickTime?`,
    );
    const faults = lines.filter((line) => !line.startsWith("warning: "));
    expect(faults.map((line) => line.replace(path, "zoo.cfg"))).toEqual([
      `zoo.cfg:1: dataDir: found "${notDirectory}", wanted a directory this server may read and write; it is not a directory`,
      'zoo.cfg:2: clientPort: found "x", wanted a whole number from 0 to 65535 (a port, 0 for any free one)',
      'zoo.cfg:4: server.1: found "a:1:1", wanted another port for the election port of server 1: 1 is the quorum port of server 1 (line 4)',
      "zoo.cfg:4: initLimit: is not set, wanted a number of ticks, because there are servers",
      "zoo.cfg:4: syncLimit: is not set, wanted a number of ticks, because there are servers",
    ]);
    expect(code).toBe(2);
  });

  it("looks for myid in the data directory", async () => {
    const data = join(dir, "d1");
    await mkdir(data);
    const text = `dataDir=${data}\nclientPort=2181\ninitLimit=5\nsyncLimit=2
server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n`;
    const path = await file("three.cfg", text);
    const missing = await zabkeeper(["config", "check", path]);
    expect(missing.stderr).toContain(`wanted a file ${data}/myid`);
    await writeFile(join(data, "myid"), "7\n");
    const wrong = await zabkeeper(["config", "check", path]);
    expect(wrong.stderr).toContain(`${data}/myid:1: myid: found "7"`);
    await writeFile(join(data, "myid"), "2\n");
    expect(await zabkeeper(["config", "check", path])).toEqual({
      code: 0,
      stdout: `${path}: server 2 of 3, clients on 2181\n`,
      stderr: "",
    });
    await rm(join(data, "myid"));
    await mkdir(join(data, "myid"));
    const odd = await zabkeeper(["config", "check", path]);
    expect(odd.stderr).toContain("has a myid that cannot be read (it is a folder)");
  });

  it("sends a terminal nothing that it would obey, whatever the file holds", async () => {
    const path = await file("odd.cfg", "\ufeff\u001b[2J=1\nclientPort=1\ufeff\u009b1m\n");
    const { code, stderr } = await zabkeeper(["config", "check", path]);
    expect(stderr).toContain(`warning: ${path}:1: \\u001b[2J: unknown key, ignored`);
    expect(stderr).toContain(`${path}:2: clientPort: found "1\\ufeff\\u009b1m", wanted `);
    expect(stderr.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(code).toBe(2);
    const binary = await zabkeeper(["config", "check", await file("b", "a=1\n\u007fELF\0\n")]);
    const wanted = "a zero byte, wanted a configuration file, which is text";
    expect(binary).toEqual({ code: 2, stdout: "", stderr: `${join(dir, "b")}:2: ${wanted}\n` });
  });

  it("says in one line that there is no file", async () => {
    const { code, stderr } = await zabkeeper(["config", "check", join(dir, "none")]);
    expect(stderr).toBe(
      `${join(dir, "none")}: no such file or folder, wanted a configuration file that this user may read\n`,
    );
    expect(code).toBe(2);
  });
});

describe("a configuration without end, or none at all", () => {
  const refusal = async (path: string) => {
    const { code, stdout, stderr } = await zabkeeper(["config", "check", path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };

  it("is not read to its end", async () => {
    const long = await file("long.cfg", "# a\n".repeat(300_000));
    const wanted = "wanted a configuration file";
    expect(await refusal(long)).toBe(`${long}: it has more than 1048576 bytes, ${wanted}\n`);
    const most = await file("most.cfg", `dataDir=${dir}\nclientPort=2181\n#`.padEnd(2 ** 20, "x"));
    expect((await zabkeeper(["config", "check", most])).code).toBe(0);
  });

  it.each(["/dev/urandom", "/dev/null"])("is not looked for in %s", async (device) => {
    const wanted = "wanted a configuration file that this user may read";
    expect(await refusal(device)).toBe(`${device}: it is a device, ${wanted}\n`);
  });

  it("is no folder", async () => {
    expect(await refusal(dir)).toMatch(/: it is a folder, wanted a configuration file/);
  });
});

describe("zabkeeper server", () => {
  it("ends with 3 where a directory alone is wrong, and with 2 where the text is, too", async () => {
    const plain = await file("no-directory", "");
    const port = await freePort();
    for (const [key, code] of [
      [`dataDir=${plain}\nclientPort=${port}`, 3],
      [`dataDir=${dir}\ndataLogDir=${plain}\nclientPort=${port}`, 3],
      [`dataDir=${plain}\nclientPort=x`, 2],
      ["dataDir=\nclientPort=2181", 2],
    ] as const) {
      const path = await file("directory.cfg", `${key}\n`);
      const run = await zabkeeper(["server", path]);
      expect([run.code, run.stdout], key).toEqual([code, ""]);
      expect(run.stderr).toContain("wanted a directory this server may read and write");
      expect((await zabkeeper(["config", "check", path])).code).toBe(2);
    }
  });

  it("refuses a bad configuration with exit code 2 and no stack trace", async () => {
    const path = await file("empty.cfg", "");
    const { code, stderr } = await zabkeeper(["server", path]);
    expect(code).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(2);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("names a port that is taken, in one line", async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    const text = `dataDir=${join(dir, "d2")}\nclientPort=${port}\nclientPortAddress=127.0.0.1\n`;
    const { code, stderr } = await zabkeeper(["server", await file("taken.cfg", text)]);
    other.close();
    expect(stderr).toContain(String(port));
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "serves alone until %s, then exits with 0",
    async (signal) => {
      const port = await freePort();
      const text = `dataDir=${join(dir, signal)}\nclientPort=${port}\nclientPortAddress=127.0.0.1\n`;
      const server = new Running(["server", await file(`${signal}.cfg`, text)]);
      await server.says(/clients on 127.0.0.1:\d+/);
      const made = await zabkeeper(["cli", "-server", `127.0.0.1:${port}`, "create", "/x", "1"]);
      expect(made.stderr).toContain("Created /x");
      expect(await server.stop(signal)).toBe(0);
    },
  );
});

describe("a folder that is not there", () => {
  it("and cannot be made ends a server that was to record there", async () => {
    const blocker = await file("blocker", "");
    const data = join(dir, "member");
    await mkdir(data);
    await writeFile(join(data, "myid"), "1\n");
    const own = `${await freePort()}:${await freePort()}`;
    const servers = `server.1=127.0.0.1:${own}\nserver.2=h:1:2\nserver.3=i:1:2\n`;
    const config = `dataDir=${data}\nclientPort=0\ninitLimit=5\nsyncLimit=2\n${servers}`;
    const record = join(blocker, "r");
    const args = ["server", await file("member.cfg", config), "--record", record];
    const { code, stderr } = await zabkeeper(args);
    const reason = "a part of its path is no folder: name a folder this server may read and write";
    expect(stderr.trim().split("\n").at(-1)).toBe(
      `zabkeeper server: --record: ${record} cannot be used: ${reason}`,
    );
    expect(code).toBe(3);
  });

  it("is no line of a file to check", async () => {
    const { code, stdout } = await zabkeeper(["check", "nope"], "", dir);
    const problem = "no such file or folder: name what a server recorded";
    expect({ code, stdout }).toEqual({ code: 64, stdout: `bad input    nope: ${problem}\n` });
  });

  it.runIf(process.platform === "linux")("and cannot be made ends an ensemble", async () => {
    const { code, stderr } = await zabkeeper(["ensemble", "--dir", "/proc/x/y"]);
    expect(stderr).toMatch(
      /^zabkeeper ensemble: --dir: \/proc\/x\/y cannot be made: .*: name another folder\n$/,
    );
    expect(code).toBe(1);
  });

  it.runIf(process.platform === "linux")("and cannot be made ends a server", async () => {
    const text = `dataDir=/proc/x\nclientPort=${await freePort()}\n`;
    const { code, stderr } = await zabkeeper(["server", await file("proc.cfg", text)]);
    expect(stderr).toMatch(/\/proc\/x/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).not.toBe(0);
  });
});
