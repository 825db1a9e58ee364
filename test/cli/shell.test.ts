import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { type ApacheServer, runApache, startApache } from "../support/apache.js";
import { freePort } from "../support/free-ports.js";
import { until } from "../support/wait.js";
import { type Run, zabkeeper } from "./run.js";

let apache: ApacheServer;

beforeAll(async () => {
  apache = await startApache();
});

afterAll(async () => {
  await apache.dispose();
});

const servers = () => `127.0.0.1:${apache.port}`;
const cli = (...words: string[]) => zabkeeper(["cli", "-server", servers(), ...words]);

/** Without what zkCli.sh prints beside its answer, and without the numbers of this moment. */
function answer({ code, stdout, stderr }: Run) {
  const chatter = /^(Connecting to .*|WATCHER::|WatchedEvent state:\S+ type:None .*|)$/;
  const lines = (text: string) =>
    text
      .split("\n")
      .filter((line) => !chatter.test(line))
      .map((line) => line.replace(/^(.Zxid = 0x|.time = \w+ \w+ ).*( \w+ \d{4})?$/, "$1"));
  return { code, stdout: lines(stdout), stderr: lines(stderr) };
}

describe("zabkeeper cli with one command", () => {
  beforeAll(async () => {
    await cli("create", "/ours");
    await cli("create", "/theirs");
  });

  it.each([
    "create /same value",
    "create /same again",
    "create -s /same/s- x",
    "ls -R /",
    "ls -s /same",
    "get -s /same",
    "set /same other -v 7",
    "set -s /same third",
    "stat /same",
    "get /none",
    "delete -v 9 /same",
    "delete /same",
    "create /none/below x",
    "sync /same",
  ])("answers `%s` as zkCli.sh does", async (line) => {
    const words = line.split(" ");
    const main = "org.apache.zookeeper.ZooKeeperMain";
    const [theirs, ours] = await Promise.all([
      runApache(main, ["-server", `${servers()}/theirs`, ...words]),
      zabkeeper(["cli", "-server", `${servers()}/ours`, ...words]),
    ]);
    expect(answer(ours)).toEqual(answer(theirs));
  });

  it("prints data as it is, and `null` for none", async () => {
    await cli("create", "/nothing");
    expect((await cli("get", "/nothing")).stdout).toBe("null\n");
    await cli("create", "/bytes", "äöü €");
    expect((await cli("get", "/bytes")).stdout).toBe("äöü €\n");
  });

  it("leaves the session of an ephemeral node to its timeout, as zkCli.sh does", async () => {
    const client = await ZooKeeper.connect(servers());
    await zabkeeper(["cli", "-server", servers(), "-timeout", "4000", "create", "-e", "/brief"]);
    expect(await client.exists("/brief")).not.toBeNull();
    await until("the session is over", async () => (await client.exists("/brief")) === null);
    await client.close();
  });

  it("knows its commands, and says so with exit code 127", async () => {
    const { code, stderr } = await cli("bogus");
    expect(code).toBe(127);
    expect(stderr).toMatch(/Command not found: Command not found bogus\n$/);
    const usage = await cli("get");
    expect(usage.code).toBe(1);
    expect(usage.stderr).toMatch(/get \[-s\] \[-w\] path\n$/);
  });

  it("takes an ACL, and says when it is none", async () => {
    expect((await cli("create", "/acl", "x", "world:anyone:r")).code).toBe(0);
    const invalid = await cli("create", "/acl/x", "x", "ip:nowhere:r");
    expect(invalid.stderr).toContain("Acl is not valid : /acl/x\n");
    const malformed = await cli("create", "/acl/x", "x", "world:r");
    expect(malformed.stderr).toContain("world:r does not have the form scheme:id:perm\n");
    expect([invalid.code, malformed.code]).toEqual([1, 1]);
  });

  it("works below a chroot", async () => {
    await cli("create", "/root");
    const below = (...words: string[]) =>
      zabkeeper(["cli", "-server", `${servers()}/root`, ...words]);
    expect((await below("create", "/in", "x")).stderr).toContain("Created /in\n");
    expect((await below("ls", "/")).stdout).toBe("[in]\n");
    expect((await below("get", "/out")).stderr).toContain("Node does not exist: /out");
  });

  it("says in one line that no server is there", async () => {
    const port = await freePort();
    const args = ["cli", "-server", `127.0.0.1:${port}`, "-timeout", "2000", "ls", "/"];
    const { code, stderr } = await zabkeeper(args);
    expect(code).toBe(1);
    expect(stderr).toContain(`cannot connect: 127.0.0.1:${port}: nobody listens there`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("refuses a connect string that is none, with exit code 64", async () => {
    const { code, stderr } = await zabkeeper(["cli", "-server", "h:x", "ls", "/"]);
    expect(code).toBe(64);
    expect(stderr).toBe('zabkeeper cli: connect string "h:x": "h:x" is not host:port\n');
  });
});

describe("zabkeeper cli with lines on its input", () => {
  it("runs them in order, data on stdout, the rest on stderr, and closes its session", async () => {
    const lines = [
      'create /talk "a b"',
      "create -e /talk/mine",
      "get -w /talk",
      "set /talk c",
      "sync /talk",
      "nonsense",
      "history",
      "quit",
      "get /talk",
    ];
    const { code, stdout, stderr } = await zabkeeper(
      ["cli", "-server", servers()],
      `${lines.join("\n")}\n`,
    );
    expect(stdout.replace(/zxid: \d+/, "zxid: N")).toBe(
      [
        "a b",
        "",
        "WATCHER::",
        "",
        "WatchedEvent state:SyncConnected type:NodeDataChanged path:/talk zxid: N",
        "Sync is OK",
        ...lines.slice(0, 7).map((line, k) => `${k} - ${line}`),
        "",
      ].join("\n"),
    );
    expect(stderr).toContain("Created /talk\nCreated /talk/mine\n");
    expect(stderr).toContain("Command not found nonsense");
    expect(code).toBe(0);
    expect((await cli("ls", "/talk")).stdout).toBe("[]\n");
  });
});
