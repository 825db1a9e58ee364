import { decodeLine, encodeEvent, encodeHeader } from "#codec";
import { describe, expect, it } from "vitest";
import { MemoryEnsemble, type Node } from "../support/memory-ensemble.js";
import { seeded } from "../support/memory-ports.js";

/** Runs in which servers die, come back, fall behind and are followed by an observer. */
function lines(seed: number): string[] {
  const chance = seeded(seed);
  const ensemble = new MemoryEnsemble({ seed, voters: 3, observers: 1 });
  const seen: Node[] = [...ensemble.nodes.values()];
  for (let round = 0; round < 5; round += 1) {
    const leader = ensemble.serving();
    const client = ensemble.connected(1 + Math.floor(chance() * 4));
    for (const { disk } of ensemble.nodes.values()) disk.latency = Math.floor(chance() * 20);
    for (let k = 0; k < 20; k += 1) client.create(`/r${round}-${k}`);
    ensemble.world.pass(chance() * 40);
    const victim = round % 2 === 0 ? leader : 1 + Math.floor(chance() * 4);
    ensemble.kill(victim, Math.floor(chance() * 9));
    if (chance() < 0.3) ensemble.disks.delete(4);
    ensemble.world.pass(chance() * 2_000);
    seen.push(ensemble.start(victim));
  }
  ensemble.serving();
  return seen.flatMap(({ evidence }) => evidence.lines);
}

describe("a recorded line", () => {
  it("is the very line that the codec would write, whatever these runs do", () => {
    const actions = new Set<string | null>();
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const line of lines(seed)) {
        const decoded = decodeLine(line.trimEnd());
        if (!decoded.ok) throw new Error(`seed ${seed}: ${JSON.stringify(decoded)}: ${line}`);
        const again =
          decoded.kind === "header" ? encodeHeader(decoded.header) : encodeEvent(decoded.event);
        expect(again, `seed ${seed}`).toBe(line);
        if (decoded.kind === "event") actions.add(decoded.event.a);
      }
    }
    expect([...actions].sort()).toEqual(
      expect.arrayContaining([
        "BecomeLeading",
        "DiskComplete",
        "FollowLeader",
        "FollowerProcessCOMMIT",
        "FollowerProcessNEWLEADER",
        "FollowerProcessPROPOSAL",
        "LeaderDropLearner",
        "LeaderProcessACK",
        "LeaderProcessRequest",
        "LeaderSyncFollower",
        "LearnerLoseLeader",
        "ObserverProcessINFORM",
      ]),
    );
  });
});
