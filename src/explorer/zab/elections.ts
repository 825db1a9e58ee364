import type { Event, NodeState, ServerId } from "#state-machine";
import { PairMap } from "../components/pair-map.js";
import type { ZabModel } from "../model/model.js";
import type { Label, Steps } from "../system.js";
import type { Change } from "./connection.js";
import type { ConnectionTable } from "./connection-table.js";
import type { Taken } from "./moves.js";

/** What the oracle needs of the system. */
export interface Electorate {
  readonly state: (node: number) => NodeState;
  readonly take: (node: number, event: Event) => Taken | null;
  readonly intern: (state: NodeState) => number;
  readonly change: (changes: readonly Change[]) => number;
  readonly fault: (before: NodeState, after: NodeState) => number;
}

interface Candidate {
  readonly leader: ServerId;
  readonly others: readonly ServerId[];
  readonly label: Label;
}

/** What one server does in an election: its next state, and what becomes of its connection. */
interface Part {
  readonly node: number;
  readonly change: number;
  readonly fault: number;
}

/**
 * The accelerated oracle of MCZab: a quorum adopts its most recent member, in one step what is
 * otherwise BecomeLeading, then FollowLeader and LeaderAcceptLearner for each other member. Who is
 * most recent is the oracle's; whether a server takes part, the reducers'.
 */
export class Elections {
  readonly #electorate: Electorate;
  readonly #servers: number;
  readonly #candidates: readonly Candidate[];
  readonly #recency: (number | undefined)[] = [];
  readonly #leading = new PairMap();
  readonly #following = new PairMap();
  readonly #accepting = new PairMap();
  readonly #parts: (Part | null)[] = [null];

  constructor(model: ZabModel, electorate: Electorate) {
    this.#electorate = electorate;
    this.#servers = model.names.length;
    this.#candidates = quorums(model.voters).flatMap((members) =>
      members.map((leader): Candidate => {
        const parameters = [{ server: leader }, { set: members }];
        const others = members.filter((s) => s !== leader);
        return { leader, others, label: { action: "ElectLeader", parameters } };
      }),
    );
  }

  expand(rows: Int32Array, from: number, steps: Steps, connections: ConnectionTable): void {
    for (const candidate of this.#candidates) {
      const { leader, others } = candidate;
      const lead = this.#lead(rows[from + leader - 1] as number);
      if (lead === null || !this.#best(rows, from, leader, others)) continue;
      if (others.some((f) => this.#follow(rows[from + f - 1] as number, leader) === null)) continue;
      let { node, fault } = lead;
      for (const f of others) node = node < 0 ? node : this.#accept(node, f);
      if (node < 0) continue;
      const at = steps.add(rows, from, candidate.label, -1);
      for (const f of others) {
        const part = this.#follow(rows[from + f - 1] as number, leader) as Part;
        const place = this.#servers + f - 1;
        steps.rows[at + f - 1] = part.node;
        steps.rows[at + place] = connections.after(rows[from + place] as number, part.change);
        if (fault < 0) fault = part.fault;
      }
      steps.rows[at + leader - 1] = node;
      steps.faults[steps.count - 1] = fault;
    }
  }

  #best(rows: Int32Array, from: number, leader: ServerId, others: readonly ServerId[]): boolean {
    const recency = this.#recencyOf(rows[from + leader - 1] as number);
    return others.every((s) => recency >= this.#recencyOf(rows[from + s - 1] as number));
  }

  /** Servers in the order of (currentEpoch, last zxid), as one number. */
  #recencyOf(node: number): number {
    const known = this.#recency[node];
    if (known !== undefined) return known;
    const { currentEpoch, memLog } = this.#electorate.state(node);
    const { epoch, counter } = memLog.lastZxid;
    const recency = (currentEpoch * 0x10000 + epoch) * 0x10000 + counter;
    this.#recency[node] = recency;
    return recency;
  }

  #lead(node: number): Part | null {
    return this.#part(this.#leading, node, 0, { kind: "ElectedLeading" });
  }

  #follow(node: number, leader: ServerId): Part | null {
    return this.#part(this.#following, node, leader, { kind: "ElectedFollowing", leader });
  }

  /** The leader's state once it has accepted f; -1 if the reducers refuse. */
  #accept(node: number, f: ServerId): number {
    return this.#part(this.#accepting, node, f, { kind: "LearnerConnected", from: f })?.node ?? -1;
  }

  #part(known: PairMap, node: number, peer: number, event: Event): Part | null {
    let found = known.get(node, peer);
    if (found < 0) {
      found = this.#newPart(node, event);
      known.add(node, peer, found);
    }
    return this.#parts[found] as Part | null;
  }

  #newPart(node: number, event: Event): number {
    const before = this.#electorate.state(node);
    const taken = this.#electorate.take(node, event);
    if (taken === null) return 0;
    const own = taken.links.find(({ learner }) => learner === before.self)?.changes ?? [];
    this.#parts.push({
      node: this.#electorate.intern(taken.state),
      change: this.#electorate.change([...own, { kind: "accept" }]),
      fault: this.#electorate.fault(before, taken.state),
    });
    return this.#parts.length - 1;
  }
}

/** Every set of voters that is a majority of them. */
function quorums(voters: readonly ServerId[]): ServerId[][] {
  const subsets = voters.reduce<ServerId[][]>(
    (sets, voter) => [...sets, ...sets.map((set) => [...set, voter])],
    [[]],
  );
  return subsets.filter((set) => set.length * 2 > voters.length);
}
