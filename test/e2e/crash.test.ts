import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRun, formatVerdict, type Verdict } from "#conformance";
import { ZooKeeper } from "#client";
import { Cluster } from "../support/cluster.js";
import { brokenPromises, differences } from "../support/ledger-check.js";
import type { ServerProcess } from "../support/server-process.js";
import { readTree } from "../support/tree-reader.js";
import { until } from "../support/wait.js";
import { Ledger, Writer } from "../support/workload.js";

const ROUNDS = Number(process.env.ZK_E2E_ROUNDS ?? 10);
const WRITERS = 2;
/** Acknowledged writes that must come in before the next server is killed. */
const SOME = 25;

/**
 * One round: every server starts with a new recording, three kinds of crash happen under writes,
 * and then every server is asked for everything that was ever acknowledged. The recording is
 * judged while the next round runs.
 */
describe(`an ensemble whose servers are killed under writes, ${ROUNDS} rounds`, () => {
  const ledger = new Ledger();
  let cluster: Cluster;
  const verdicts: Promise<Verdict>[] = [];

  beforeAll(async () => {
    cluster = await Cluster.start({ config: ["snapCount=200"] });
    const client = await ZooKeeper.connect(cluster.connectString);
    for (const path of ["/w", "/s", "/e", "/v"]) await client.create(path);
    await client.close();
  });

  afterAll(async () => {
    await cluster?.dispose();
  });

  for (let round = 1; round <= ROUNDS; round += 1) {
    it(`round ${round}: keeps every promise`, async () => {
      const recordDir = join(cluster.home, `record-${round}`);
      await cluster.stopAll();
      cluster.startAll(recordDir);
      await cluster.serving();
      await crashAll(cluster, ledger, recordDir, round);
      await cluster.serving();
      await expectPromisesKept(cluster, ledger);
      await cluster.stopAll();
      await verdicts.at(-1);
      verdicts.push(checkRun(recordDir));
    });
  }

  for (let round = 1; round <= ROUNDS; round += 1) {
    it(`round ${round}: its recorded run conforms`, async () => {
      const verdict = await (verdicts[round - 1] as Promise<Verdict>);
      expect(verdict.verdict, formatVerdict(verdict)).toBe("conforms");
    });
  }
});

async function crashAll(
  cluster: Cluster,
  ledger: Ledger,
  recordDir: string,
  round: number,
): Promise<void> {
  const names = Array.from({ length: WRITERS }, (_, i) => `r${round}w${i}`);
  const writers = await Promise.all(
    names.map((name) => Writer.start(name, cluster.connectString, ledger)),
  );
  const written = progress(ledger);
  try {
    await written();
    await crash([await cluster.leader()], recordDir, written);
    await cluster.serving();
    const [follower] = await cluster.followers();
    await crash([follower as ServerProcess], recordDir, written);
    await cluster.serving();
    await crash(cluster.servers, recordDir, async () => {});
    await cluster.serving();
    await written();
  } finally {
    await Promise.all(writers.map((writer) => writer.stop()));
  }
  await Promise.all(writers.map((writer) => writer.close()));
}

/** Kills the servers at once, lets the others go on, and starts the dead again. */
async function crash(
  victims: readonly ServerProcess[],
  recordDir: string,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await Promise.all(victims.map((victim) => victim.kill()));
  await meanwhile();
  for (const victim of victims) victim.start(recordDir);
}

/** Waits each time until some more writes have been acknowledged. */
function progress(ledger: Ledger): () => Promise<void> {
  return async () => {
    const goal = ledger.acknowledged + SOME;
    await until("writes are acknowledged", () => ledger.acknowledged >= goal);
  };
}

async function expectPromisesKept(cluster: Cluster, ledger: Ledger): Promise<void> {
  // Nobody is connected any more: those who left without a word are over when nothing is theirs.
  for (const { address } of cluster.servers) {
    await until(`every session is over on ${address}`, async () => {
      return (await readTree(address, "/e")).size === 1;
    });
  }
  const trees = await Promise.all(cluster.servers.map(({ address }) => readTree(address)));
  trees.forEach((tree, i) => {
    expect(brokenPromises(ledger, tree), `on server ${i + 1}`).toEqual([]);
  });
  const [first] = trees;
  for (const tree of trees) expect(differences(first ?? new Map(), tree)).toEqual([]);
  expect(ledger.acknowledged).toBeGreaterThan(0);
}
