import { Init, step, forget, type Event, type Message, type NodeState } from "#state-machine";
import type { Context } from "./context.js";

const SERVERS = [1, 2, 3] as const;
const LEADER = 1;
const FOLLOWER = 2;
/** Writes that are under way together, as a busy server has them. */
const BATCH = 64;
const MOST_ROUNDS_OF_SETUP = 100;

/** Three reducers and the messages between them, until the leader broadcasts. */
class Trio {
  readonly states = new Map<number, NodeState>();
  readonly #mail: { readonly from: number; readonly to: number; readonly message: Message }[] = [];

  constructor() {
    for (const self of SERVERS) {
      this.states.set(self, Init({ self, servers: SERVERS, voters: SERVERS, ackUptodate: true }));
    }
    this.take(LEADER, { kind: "ElectedLeading" });
    const followers = SERVERS.filter((self) => self !== LEADER);
    for (const self of followers) {
      this.take(self, { kind: "ElectedFollowing", leader: LEADER });
      this.take(LEADER, { kind: "LearnerConnected", from: self });
    }
    for (let i = 0; i < MOST_ROUNDS_OF_SETUP; i += 1) this.#advance();
    if (SERVERS.some((self) => this.state(self).phase !== "broadcast")) {
      throw new Error("three reducers did not reach broadcast");
    }
  }

  state(self: number): NodeState {
    return this.states.get(self) as NodeState;
  }

  take(self: number, event: Event): void {
    const { state, effects } = step(this.state(self), event);
    this.states.set(self, state);
    for (const effect of effects) {
      if (effect.kind === "Send") this.#mail.push({ from: self, ...effect });
    }
  }

  #advance(): void {
    for (const self of SERVERS) {
      while (this.state(self).diskQueue.length > 0) this.take(self, { kind: "DiskComplete" });
      if (this.state(LEADER).learner[self] === "acked") {
        this.take(LEADER, { kind: "SyncLearner", to: self, mode: "DIFF", snapBase: 0 });
      }
    }
    for (const { from, to, message } of this.#mail.splice(0)) {
      this.take(to, { kind: "Message", from, message });
    }
  }
}

/** A state machine that is driven by one batch after the other; counts its steps. */
class Drive {
  state: NodeState;
  steps = 0;

  constructor(state: NodeState) {
    this.state = state;
  }

  take(event: Event): void {
    const { action, state } = step(this.state, event);
    if (action === null) throw new Error(`nothing answers ${event.kind}`);
    this.state = state;
    this.steps += 1;
  }

  disk(): void {
    for (let i = 0; i < BATCH; i += 1) this.take({ kind: "DiskComplete" });
    // As the server does after a snapshot; else the history would grow without end.
    this.state = forget(this.state, this.state.committed);
  }
}

/** A batch of writes as their leader sees it: requests, its own disk, two acknowledgements each. */
function leaderBatch(drive: Drive): void {
  const epoch = drive.state.currentEpoch;
  const first = drive.state.memLog.lastZxid.counter + 1;
  for (let i = 0; i < BATCH; i += 1) drive.take({ kind: "ClientRequest", val: first + i });
  drive.disk();
  for (const from of SERVERS) {
    if (from === LEADER) continue;
    for (let i = 0; i < BATCH; i += 1) {
      const message = { type: "ACK", zxid: { epoch, counter: first + i } } as const;
      drive.take({ kind: "Message", from, message });
    }
  }
}

/** The same batch as a follower sees it: proposals, its disk, commits. */
function followerBatch(drive: Drive): void {
  const epoch = drive.state.currentEpoch;
  const first = drive.state.memLog.lastZxid.counter + 1;
  const hear = (message: Message) => drive.take({ kind: "Message", from: LEADER, message });
  for (let i = 0; i < BATCH; i += 1) {
    hear({ type: "PROPOSAL", txn: { zxid: { epoch, counter: first + i }, val: first + i } });
  }
  drive.disk();
  for (let i = 0; i < BATCH; i += 1) {
    hear({ type: "COMMIT", zxid: { epoch, counter: first + i } });
  }
}

/** Steps per second of the reducers alone: no bytes, no sockets, no disk. */
export function steps({ options, samples, say }: Context): void {
  const trio = new Trio();
  const ms = options.quick ? 500 : 1000;
  for (const [role, self, batch] of [
    ["leader", LEADER, leaderBatch],
    ["follower", FOLLOWER, followerBatch],
  ] as const) {
    perSecond(new Drive(trio.state(self)), batch, ms / 2);
    for (let round = 0; round < options.rounds; round += 1) {
      const rate = perSecond(new Drive(trio.state(self)), batch, ms);
      samples.add(`steps/${role}`, "ours", rate);
      say(`steps: ${role} ${Math.round(rate)}/s`);
    }
  }
}

function perSecond(drive: Drive, batch: (drive: Drive) => void, ms: number): number {
  const start = performance.now();
  let now = start;
  while (now - start < ms) {
    batch(drive);
    now = performance.now();
  }
  return (drive.steps / (now - start)) * 1000;
}
