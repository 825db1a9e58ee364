import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { step, zabActions, type ActionName, type Event, type NodeState } from "#state-machine";
import { event, nodeState, plain } from "../support/arbitraries.js";
import { enabled } from "../support/enabled.js";
import { readSpec, writes } from "../support/spec-text.js";

const spec = readSpec("Channels", "Zab");
/** The variables of the network, which no reducer holds. */
const channels = ["link", "toLeader", "toLearner"];
const fields = spec.variables.filter((v) => !channels.includes(v));

/** Whatever may happen to whatever server, often something that enables an action. */
const given: fc.Arbitrary<{ s: NodeState; event: Event }> = fc.oneof(
  fc.record({ s: nodeState, event }),
  ...Object.values(enabled).map(
    (arbitrary) => arbitrary as fc.Arbitrary<{ s: NodeState; event: Event }>,
  ),
);

/** Every action that answers this event in this state, by asking them all. */
function asked(s: NodeState, e: Event): readonly ActionName[] {
  const type = e.kind === "Message" ? e.message.type : null;
  return zabActions
    .filter(([, a]) => a.on === e.kind && a.message === type && a.enabled(s, e))
    .map(([name]) => name);
}

describe("step", () => {
  it("takes the one action that any of them all would take", () => {
    fc.assert(
      fc.property(given, ({ s, event: e }) => {
        const names = asked(s, e);
        expect(names.length).toBeLessThanOrEqual(1);
        expect(step(s, e).action).toBe(names[0] ?? null);
      }),
      { numRuns: 3000 },
    );
  });

  it("answers an event that enables nothing with the very same state", () => {
    fc.assert(
      fc.property(nodeState, event, (s, e) => {
        fc.pre(asked(s, e).length === 0);
        const answer = step(s, e);
        expect(answer).toEqual({ action: null, state: s, effects: [] });
        expect(answer.state).toBe(s);
      }),
    );
  });

  it("says nothing to an event of a kind it does not know", () => {
    fc.assert(
      fc.property(nodeState, (s) => {
        const unknown = { kind: "Sunrise" } as unknown as Event;
        expect(step(s, unknown)).toEqual({ action: null, state: s, effects: [] });
      }),
      { numRuns: 5 },
    );
  });

  it("changes nothing that it was given", () => {
    fc.assert(
      fc.property(given, ({ s, event: e }) => {
        const before = JSON.stringify(plain({ s, e }));
        step(s, e);
        expect(JSON.stringify(plain({ s, e }))).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives the same answer to the same question", () => {
    fc.assert(
      fc.property(given, ({ s, event: e }) => {
        expect(plain(step(s, e))).toEqual(plain(step(s, e)));
      }),
    );
  });
});

/** What an action primes and yet never changes, because its guards leave nothing to change. */
const unchanging: Partial<Record<ActionName, readonly string[]>> = {
  // Left from phase discovery, where the memory is no unfinished sync.
  FollowerProcessLEADERINFO: ["memLog"],
  // The base of its stream is the history it has.
  FollowerProcessDIFF: ["memLog"],
  // Neither a follower nor in a sync.
  LeaderLosesQuorum: ["leaderOf", "memLog"],
};

describe("an action writes what its spec primes, and leaves what is UNCHANGED", () => {
  it.each(Object.keys(enabled) as ActionName[])("%s", (name) => {
    const primed = writes(spec, name).filter((variable) => !channels.includes(variable));
    const ready = enabled[name] as fc.Arbitrary<{ s: NodeState; event: Event }>;
    const written = new Set<string>();
    fc.assert(
      fc.property(ready, ({ s, event: e }) => {
        const { action, state } = step(s, e);
        expect(action).toBe(name);
        for (const key of Object.keys(s) as (keyof NodeState)[]) {
          if (s[key] !== state[key]) written.add(key);
        }
        expect(primed).toEqual(expect.arrayContaining([...written]));
      }),
      { numRuns: 400 },
    );
    const kept = unchanging[name] ?? [];
    expect([...written, ...kept].sort()).toEqual(primed);
  });

  it("and the write sets are those of the spec, neither empty nor everything", () => {
    expect(writes(spec, "LeaderProcessRequest")).toEqual(["diskQueue", "memLog", "toLearner"]);
    expect(writes(spec, "LeaderIgnoreACK")).toEqual(["toLeader"]);
    expect(writes(spec, "Restart")).toEqual(expect.arrayContaining(fields));
  });
});

describe("durability", () => {
  it("is changed by DiskComplete and Restart alone", () => {
    const durable = ["log", "acceptedEpoch", "currentEpoch"] as const;
    fc.assert(
      fc.property(given, ({ s, event: e }) => {
        const { action, state } = step(s, e);
        if (action === "DiskComplete" || action === "Restart") return;
        for (const field of durable) expect(state[field]).toBe(s[field]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is spoken of by DiskComplete alone, but for what is durable already", () => {
    fc.assert(
      fc.property(given, ({ s, event: e }) => {
        const { action, effects } = step(s, e);
        const said = effects.flatMap((effect) => (effect.kind === "Send" ? [effect.message] : []));
        for (const message of said) {
          const speaks = message.type === "ACK" || (message.type === "ACKEPOCH" && message.counts);
          // The ACK of UPTODATE repeats what the NEWLEADER ack has said.
          if (speaks && action !== "FollowerProcessUPTODATE") expect(action).toBe("DiskComplete");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
