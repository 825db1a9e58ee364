import { describe, expect, it } from "vitest";
import { MemoryEnsemble } from "../support/memory-ensemble.js";

describe.each([1, 3, 5])("an ensemble of %i in memory", (voters) => {
  it("elects, serves, and has on every server what was written on one", () => {
    const ensemble = new MemoryEnsemble({ seed: 7, voters });
    const { world } = ensemble;
    ensemble.serving();
    const clients = [...ensemble.nodes.keys()].map((id) => ensemble.connected(id));
    const xids = clients.map((client, k) => client.create(`/n${k}`));
    clients.forEach((client, k) => expect(client.answered(xids[k] as number).err).toBe(0));
    const trees = [...ensemble.nodes.values()].map(({ server }) => server.service.nodeCount);
    world.pass(100);
    expect(trees).toEqual(trees.map(() => 5 + voters));
  });
});
