import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZooKeeper } from "#client";
import { layOut, type Layout } from "../../dist/src/cli/ensemble/layout.js";
import { withDamagedReducers } from "../support/damaged-servers.js";
import { freeBase } from "../support/free-ports.js";
import { pause, until } from "../support/wait.js";
import { Running, zabkeeper } from "./run.js";

let dir: string;
const held: Server[] = [];
const running: Running[] = [];
const layouts: Layout[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zabkeeper-ensemble-"));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop("SIGTERM")));
  await Promise.all(held.splice(0).map((server) => new Promise((done) => server.close(done))));
  await Promise.all(layouts.splice(0).map((layout) => layout.release()));
  await rm(dir, { recursive: true, force: true });
});

async function hold(port: number): Promise<void> {
  const server = createServer();
  held.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

function start(...args: string[]): Running {
  const ensemble = new Running(["ensemble", "--dir", join(dir, "e"), ...args]);
  running.push(ensemble);
  return ensemble;
}

/** Its ports are its own until it is released, at the test's end at the latest. */
async function laidOut(wished: Parameters<typeof layOut>[0]) {
  const layout = await layOut(wished);
  layouts.push(layout);
  return layout;
}

const wish = (basePort: number | null) => ({
  servers: null,
  observers: null,
  dir: join(dir, "e"),
  basePort,
});

describe("layOut", () => {
  it("passes over a port that is taken and says which, then keeps what it chose", async () => {
    const base = await freeBase();
    await hold(base);
    const first = await laidOut(wish(base));
    const ports = first.members.map(({ clientPort }) => clientPort);
    expect(ports[0]).toBeGreaterThan(base);
    expect(new Set(ports).size).toBe(3);
    expect(first.found).toBe(false);
    expect(first.notes[0]).toBe(`port ${base} is taken: server 1 is on ${ports[0]}`);
    const handedOut = ports.map((port) => `port ${port} is taken`);
    for (const note of first.notes) expect(handedOut).not.toContain(note.split(":")[0]);
    await first.release();
    const again = await laidOut({ ...wish(null), servers: 3 });
    expect(again).toMatchObject({ found: true, notes: [] });
    expect(again.members).toEqual(first.members);
    for (const { configFile } of again.members) {
      expect((await zabkeeper(["config", "check", configFile])).code).toBe(0);
    }
  });

  it("takes no quorum port whose election port is another ensemble's", async () => {
    const base = await freeBase();
    const [quorum, election] = [base + 2888 - 2181, base + 3888 - 2181];
    await hold(election);
    const { members } = await laidOut(wish(base));
    for (const [k, { server }] of members.entries()) {
      expect(server.electionPort).toBeGreaterThan(election + k);
      expect(server.quorumPort - quorum).toBe(server.electionPort - election);
    }
  });

  it("gives two ensembles that start together no port twice, though no server listens yet", async () => {
    const base = await freeBase();
    const dirs = [join(dir, "e"), join(dir, "f")];
    const both = await Promise.all(dirs.map((one) => laidOut({ ...wish(base), dir: one })));
    const ports = both.flatMap(({ members }) =>
      members.flatMap(({ clientPort, server }) => [
        ...[clientPort, server.quorumPort, server.electionPort],
      ]),
    );
    expect(ports).toHaveLength(18);
    expect(new Set(ports).size).toBe(18);
    expect(both.flatMap(({ notes }) => notes)).not.toEqual([]);
  });

  it("gives a server that was alone the same port again", async () => {
    const base = await freeBase();
    const first = await laidOut({ ...wish(base), servers: 1 });
    await first.release();
    const again = await laidOut(wish(null));
    expect(again).toMatchObject({ found: true, notes: [] });
    expect(again.members[0]?.clientPort).toBe(first.members[0]?.clientPort);
  });

  it("moves an ensemble to the ports it is told", async () => {
    await (await laidOut(wish(await freeBase()))).release();
    const base = await freeBase();
    const { found, members } = await laidOut(wish(base));
    expect(found).toBe(true);
    expect(members[0]?.clientPort).toBe(base);
  });

  it("refuses to make another ensemble of the one that is there", async () => {
    const base = await freeBase();
    await (await laidOut({ ...wish(base), servers: 3, observers: 1 })).release();
    await expect(laidOut({ ...wish(base), servers: 5 })).rejects.toThrow(
      `${join(dir, "e")} holds an ensemble of 3 servers and 1 observer; name another folder with --dir`,
    );
    const { members } = await laidOut(wish(base));
    expect(members.map(({ server }) => server.role)).toEqual([
      ...["participant", "participant", "participant", "observer"],
    ]);
  });
});

describe("zabkeeper ensemble", () => {
  it("serves, shows its roles, stops on Ctrl-C, and finds its data again", async () => {
    const base = await freeBase();
    const first = start("--base-port", String(base));
    const [, servers = ""] = await first.says(/cli -server (\S+)/);
    await first.says(/server \d on \d+: leader, epoch 1/);
    const zk = await ZooKeeper.connect(servers, { sessionTimeout: 8_000 });
    await zk.create("/kept", "x");
    await zk.close();
    expect(await first.stop("SIGINT")).toBe(0);
    expect(first.output).toContain("data new in");
    expect(first.output).toMatch(/\nstopped\n$/);

    const second = start();
    expect((await second.says(/cli -server (\S+)/))[1]).toBe(servers);
    await second.says(/server \d on \d+: leader, epoch 2/);
    const after = await ZooKeeper.connect(servers, { sessionTimeout: 8_000 });
    expect((await after.getData("/kept")).data?.toString()).toBe("x");
    await after.close();
    expect(second.output).toContain("data found again in");
    expect(await second.stop("SIGTERM")).toBe(0);
  });

  it("judges what it records, to the last line", async () => {
    const ensemble = start("--base-port", String(await freeBase()), "--judge");
    const [, servers = ""] = await ensemble.says(/cli -server (\S+)/);
    await ensemble.says(/judging what is recorded in .*recorded/);
    await ensemble.says(/server \d on \d+: leader, epoch 1/);
    const zk = await ZooKeeper.connect(servers, { sessionTimeout: 8_000 });
    for (const name of ["/a", "/b", "/c"]) await zk.create(name, "x");
    await zk.close();
    const code = await ensemble.stop("SIGINT");
    expect(code, ensemble.output).toBe(0);
    // The session's beginning and end are txns, too.
    expect(ensemble.output).toMatch(/\nconforms +1 epoch established, 5 txns committed, \d+ votes/);
  });

  it("does not wait for a judge that is stuck when it is asked to stop twice", async () => {
    const ensemble = start("--base-port", String(await freeBase()), "--judge");
    await ensemble.says(/server \d on \d+: leader, epoch 1/);
    process.kill(await pidOf(ensemble, "--follow"), "SIGSTOP");
    ensemble.child.kill("SIGINT");
    await ensemble.says(/waiting for the judge; Ctrl-C again ends it without a verdict\n/);
    expect(await ensemble.stop("SIGINT")).toBe(2);
    expect(ensemble.output).toContain("\nno verdict: the judge was ended before it had one\n");
  });

  it("goes on judging when a server dies for good, and begins a run of its own at each start", async () => {
    const ensemble = start("--base-port", String(await freeBase()), "--judge");
    const [, servers = ""] = await ensemble.says(/cli -server (\S+)/);
    const [, record = ""] = await ensemble.says(/judging what is recorded in (\S+)/);
    expect(record).toBe(join(dir, "e", "recorded", "1"));
    const [, leader] = await ensemble.says(/server (\d) on \d+: leader, epoch 1/);
    const zk = await ZooKeeper.connect(servers, { sessionTimeout: 8_000 });
    await zk.create("/before", "x");
    process.kill(await pidOf(ensemble, `server-${leader}`), "SIGKILL");
    const remedy = `to start it again: npx zabkeeper server \\S+zoo.cfg --record ${record}\n`;
    await ensemble.says(new RegExp(`server ${leader} has ended \\(SIGKILL\\)[^]*${remedy}`));
    await ensemble.says(/server \d on \d+: leader, epoch 2/);
    await zk.whenConnected();
    await zk.create("/after", "x");
    await zk.close();
    expect(await ensemble.stop("SIGINT")).toBe(0);
    expect(ensemble.output).toMatch(/\nconforms +2 epochs established/);

    const again = start("--judge");
    await again.says(/judging what is recorded in \S+recorded\/2\n/);
    await again.says(/server \d on \d+: leader, epoch 3/);
    expect(await again.stop("SIGINT")).toBe(0);
    expect(again.output).toMatch(/\nconforms +1 epoch established/);
  });

  it("starts servers again that end unasked, when it is told to", async () => {
    const ensemble = start("--base-port", String(await freeBase()), "--restart", "--judge");
    const [, leader] = await ensemble.says(/server (\d) on \d+: leader, epoch 1/);
    process.kill(await pidOf(ensemble, `server-${leader}`), "SIGKILL");
    await ensemble.says(/has ended \(SIGKILL\)[^]*it is started again in 1 s/);
    await ensemble.says(new RegExp(`server ${leader} on \\d+: (follower|leader), epoch [2-9]`));
    const code = await ensemble.stop("SIGINT");
    expect(code, ensemble.output).toBe(0);
    expect(ensemble.output).toMatch(/\nconforms [^]* 1 restarts? among them/);
  });

  it.each([
    [
      "a file",
      "taken",
      /^zabkeeper ensemble: --record \S+taken: it is a file: name a folder that can be written to\n$/,
    ],
    [
      "below a file",
      "taken/run",
      /^zabkeeper ensemble: --record \S+taken\/run: \S+taken is a file: name a folder that can be written to\n$/,
    ],
  ])("refuses at once to record into %s, and leaves nothing", async (_, name, said) => {
    await writeFile(join(dir, "taken"), "mine");
    const { code, stdout, stderr } = await zabkeeper([
      ...["ensemble", "--dir", join(dir, "e"), "--record", join(dir, name), "--judge"],
    ]);
    expect(stderr).toMatch(said);
    expect([code, stdout]).toEqual([64, ""]);
    expect(await readdir(dir)).toEqual(["taken"]);
    expect(await readFile(join(dir, "taken"), "utf8")).toBe("mine");
  });

  it.runIf(process.platform === "linux")(
    "refuses at once to record where nothing can be made, however it looks, and leaves nothing",
    async () => {
      for (const judge of [[], ["--judge"]]) {
        const { code, stdout, stderr } = await zabkeeper([
          ...["ensemble", "--dir", join(dir, "e"), "--record", "/proc/none/r", ...judge],
        ]);
        const reason = "no such file or folder: name a folder that can be written to";
        expect(stderr).toBe(
          `zabkeeper ensemble: --record /proc/none/r: it cannot be made: ${reason}\n`,
        );
        expect([code, stdout]).toEqual([64, ""]);
        expect(await readdir(dir)).toEqual([]);
      }
    },
  );

  it("does not record new servers into the folder of another run, and leaves nothing", async () => {
    const record = join(dir, "recorded");
    await cp(fileURLToPath(new URL("../../traces/good/observer", import.meta.url)), record, {
      recursive: true,
    });
    const before = await readdir(record);
    const { code, stdout, stderr } = await zabkeeper([
      ...["ensemble", "--dir", join(dir, "e"), "--record", record],
    ]);
    const remedy = "name an empty folder, or with --dir the data that were recorded";
    expect(stderr).toBe(
      `zabkeeper ensemble: --record ${record}: it holds a run, and these servers are new: ${remedy}\n`,
    );
    expect([code, stdout]).toEqual([64, ""]);
    expect(await readdir(dir)).toEqual(["recorded"]);
    expect(await readdir(record)).toEqual(before);
  });

  it("says that a server alone is not recorded, and does not judge it", async () => {
    const alone = "a server alone takes no step of the protocol between servers";
    const options = ["--servers", "1", "--base-port", String(await freeBase())];
    const judged = start(...options, "--judge");
    expect(await judged.exit).toBe(64);
    expect(judged.output).toBe(`zabkeeper ensemble: --judge: ${alone}: use --servers 3\n`);
    const recorded = start(...options, "--record", join(dir, "r"));
    await recorded.says(/server 1 on \d+: standalone/);
    expect(recorded.output).toContain(`\nnothing is recorded: ${alone}\n`);
    expect(await recorded.stop("SIGINT")).toBe(0);
    expect(await readdir(dir)).toEqual(["e"]);
  });

  it("has a verdict, or says that there is none, however soon it is stopped", async () => {
    const ensemble = start("--base-port", String(await freeBase()), "--judge");
    await ensemble.says(/judging what is recorded in .*recorded/);
    const code = await ensemble.stop("SIGINT");
    expect(ensemble.output).toMatch(/\n(conforms|cannot tell) /);
    expect(code).toBe(ensemble.output.includes("\nconforms ") ? 0 : 2);
  });

  it("says at once what the spec does not allow, serves on, and ends with the judge's code", async () => {
    const ensemble = await withDamagedReducers(async () =>
      start("--base-port", String(await freeBase()), "--judge"),
    );
    const [, servers = ""] = await ensemble.says(/cli -server (\S+)/);
    await ensemble.says(/server \d on \d+: leader, epoch 1/);
    const zk = await ZooKeeper.connect(servers, { sessionTimeout: 8_000 });
    // Shown when a follower's ACK comes before the leader's own disk is done: not with each write.
    await until("the judge has seen it", async () => {
      const names = Array.from({ length: 50 }, () => "/bad-");
      await Promise.all(
        names.map((path) => zk.create(path, "x", { mode: "PERSISTENT_SEQUENTIAL" })),
      );
      return ensemble.output.includes("violates");
    });
    await ensemble.says(/violates +server \d, .*\.1\.ndjson:\d+ .*LeaderProcessACK/);
    await zk.create("/served", "x");
    await zk.close();
    expect(await ensemble.stop("SIGINT")).toBe(1);
  });

  it("reports a server that dies, goes on with the others, and ends when none is left", async () => {
    const ensemble = start("--base-port", String(await freeBase()));
    await ensemble.says(/leader, epoch 1/);
    const pids = await serverPids(ensemble.child.pid ?? 0);
    expect(pids).toHaveLength(3);
    const [first, ...others] = pids;
    process.kill(Number(first), "SIGKILL");
    await ensemble.says(/server \d has ended \(SIGKILL\), its log is \S+log.txt/);
    expect(ensemble.child.exitCode).toBeNull();
    // Stopped, they keep the ensemble waiting for its next look at them: they end during it.
    for (const pid of others) process.kill(pid, "SIGSTOP");
    await pause(950);
    for (const pid of others) process.kill(pid, "SIGKILL");
    expect(await ensemble.exit).toBe(1);
    expect(ensemble.output).toContain("every server has ended");
  });

  it("leaves an ensemble that runs alone, and takes over the folder of one that was killed", async () => {
    const first = start("--base-port", String(await freeBase()));
    await first.says(/leader, epoch 1/);
    const second = start();
    expect(await second.exit).toBe(1);
    expect(second.output).toBe(
      `zabkeeper ensemble: an ensemble runs in ${join(dir, "e")} (process ${first.child.pid}): ` +
        "connect to that one, stop it, or name another folder with --dir\n",
    );
    await first.says(/follower, epoch 1/);
    const servers = await serverPids(first.child.pid ?? 0);
    await first.stop("SIGKILL");
    await until("its servers are gone", () => !servers.some(isAlive));
    await start().says(/leader, epoch 2/);
  });

  it("takes its servers along when it is killed itself", async () => {
    const ensemble = start("--base-port", String(await freeBase()));
    await ensemble.says(/leader, epoch 1/);
    const pids = await serverPids(ensemble.child.pid ?? 0);
    expect(pids).toHaveLength(3);
    await ensemble.stop("SIGKILL");
    await until("its servers are gone", () => !pids.some(isAlive));
  });
});

/** The processes that `parent` started, as Linux lists them. */
async function serverPids(parent: number): Promise<number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8");
  return text
    .split(" ")
    .filter((pid) => pid !== "")
    .map(Number);
}

/** The process of the ensemble whose command line has a word. */
async function pidOf(ensemble: Running, word: string): Promise<number> {
  for (const pid of await serverPids(ensemble.child.pid ?? 0)) {
    if ((await readFile(`/proc/${pid}/cmdline`, "utf8")).includes(word)) return pid;
  }
  throw new Error(`no process of ${word}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
