import { describe, expect, it } from "vitest";
import { MemoryClient, MemoryEnsemble } from "../support/memory-ensemble.js";

function ask(ensemble: MemoryEnsemble, id: number, word: string): string {
  const client = new MemoryClient(ensemble.world, 2100 + id);
  client.open(Buffer.from(word));
  ensemble.world.settle();
  expect(client.closed).not.toBe(null);
  return client.text;
}

const WORDS = ["ruok", "srvr", "stat", "mntr", "isro", "conf"];

describe("the four-letter words of a server that serves", () => {
  const ensemble = new MemoryEnsemble({ seed: 71, voters: 3, observers: 1 });
  const leader = ensemble.serving();
  const follower = [1, 2, 3].find((id) => id !== leader) as number;
  const client = ensemble.connected(follower);
  client.answered(client.create("/a"));

  it("say imok and rw without a new line", () => {
    expect([ask(ensemble, leader, "ruok"), ask(ensemble, leader, "isro")]).toEqual(["imok", "rw"]);
  });

  it("are srvr's lines on a follower", () => {
    expect(ask(ensemble, follower, "srvr").split("\n")).toEqual([
      "Zookeeper version: 3.9.5-test",
      expect.stringMatching(/^Latency min\/avg\/max: \d+\/\d+\.\d{1,4}\/\d+$/),
      expect.stringMatching(/^Received: \d+$/),
      expect.stringMatching(/^Sent: \d+$/),
      "Connections: 2",
      "Outstanding: 0",
      "Zxid: 0x100000002",
      "Mode: follower",
      "Node count: 6",
      "",
    ]);
  });

  it("are one line more on the leader: the sizes of proposals", () => {
    const lines = ask(ensemble, leader, "srvr").split("\n");
    expect(lines.at(-4)).toBe("Mode: leader");
    expect(lines.at(-2)).toMatch(/^Proposal sizes last\/min\/max: \d+\/\d+\/\d+$/);
    expect(ask(ensemble, 4, "srvr")).toContain("\nMode: observer\n");
  });

  it("list in stat who is connected, the asker without a session among them", () => {
    const lines = ask(ensemble, follower, "stat").split("\n");
    expect(lines[1]).toBe("Clients:");
    expect(lines[2]).toMatch(/^ \/127\.0\.0\.1:\d+\[1\]\(queued=0,recved=2,sent=2\)$/);
    expect(lines[3]).toMatch(/^ \/127\.0\.0\.1:\d+\[0\]\(queued=0,recved=1,sent=0\)$/);
    expect(lines[4]).toBe("");
  });

  it("have what conf says of a member, and no new line at the end", () => {
    const text = ask(ensemble, follower, "conf");
    expect(text.split("\n").slice(0, 3)).toEqual([
      `clientPort=${2100 + follower}`,
      "secureClientPort=-1",
      "dataDir=/data/version-2",
    ]);
    expect(text).toContain(`\nserverId=${follower}\ninitLimit=10\nsyncLimit=5\nelectionAlg=3\n`);
    expect(text).toContain(
      "\npeerType=0\nmembership: \nserver.1=127.0.0.1:2801:3801:participant\n",
    );
    expect(text.endsWith("server.4=127.0.0.1:2804:3804:observer\nversion=0")).toBe(true);
    expect(ask(ensemble, 4, "conf")).toContain("\npeerType=1\n");
  });

  it("begin mntr with version and state, and count the learners on the leader only", () => {
    const rows = ask(ensemble, leader, "mntr").split("\n");
    expect(rows.slice(0, 4)).toEqual([
      "zk_version\t3.9.5-test",
      "zk_server_state\tleader",
      "zk_peer_state\tleading - broadcast",
      "zk_quorum_size\t3",
    ]);
    for (const row of ["zk_learners\t3", "zk_synced_followers\t2", "zk_synced_observers\t1"]) {
      expect(rows).toContain(row);
    }
    expect(rows.filter((row) => row !== "").every((row) => /^zk_\w+\t\S.*$/.test(row))).toBe(true);
    expect(ask(ensemble, follower, "mntr")).not.toContain("zk_synced_followers");
  });

  it("are refused in words when they are known and not here", () => {
    expect(ask(ensemble, leader, "wchp")).toBe(
      "wchp is not executed because it is not in the whitelist.\n",
    );
  });
});

describe("the four-letter words of a server that nobody leads", () => {
  const ensemble = new MemoryEnsemble({ seed: 72, voters: 3 });
  ensemble.kill(2);
  ensemble.kill(3);
  ensemble.world.pass(500);

  it.each(WORDS)("say so: %s", (word) => {
    const expected: Record<string, string> = { ruok: "imok", isro: "null" };
    const words = "This ZooKeeper instance is not currently serving requests\n";
    expect(ask(ensemble, 1, word)).toBe(expected[word] ?? words);
  });
});

describe("the four-letter words of a standalone server", () => {
  const ensemble = new MemoryEnsemble({ seed: 73, voters: 1 });
  ensemble.serving();

  it("end conf with serverId=0 and know no peer", () => {
    expect(ask(ensemble, 1, "conf").endsWith("\nserverId=0\n")).toBe(true);
    expect(ask(ensemble, 1, "mntr")).not.toContain("peer_state");
    expect(ask(ensemble, 1, "srvr")).toContain("\nMode: standalone\nNode count: 5\n");
  });

  it("obey a list: srvr is always allowed", () => {
    const only = new MemoryEnsemble({
      seed: 74,
      voters: 1,
      settings: { fourLetterWords: new Set(["ruok"]) },
    });
    only.serving();
    expect(ask(only, 1, "ruok")).toBe("imok");
    expect(ask(only, 1, "srvr")).toContain("Mode: standalone");
    expect(ask(only, 1, "stat")).toContain("not in the whitelist");
  });

  it("are a length like any other once a session is there", () => {
    const client = ensemble.connected(1);
    client.stream.write(Buffer.from("ruok"));
    ensemble.world.settle();
    expect(client.closed).not.toBe(null);
    expect(client.text).not.toContain("imok");
  });
});
