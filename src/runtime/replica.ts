import {
  forget,
  step,
  type ActionName,
  type DiskOperation,
  type Effect,
  type Event,
  type Message,
  type NodeState,
  type ServerId,
  type Txn,
} from "#state-machine";

/** Where a protocol message went or came from: its connection's name and its ordinal there. */
export interface Posting {
  readonly connection: string;
  readonly ordinal: number;
  readonly message: Message;
}

/** One step as the recorder sees it. */
export interface RecordedStep {
  readonly action: ActionName | null;
  readonly event: Event;
  readonly before: NodeState;
  readonly after: NodeState;
  readonly read: Posting | null;
  readonly sent: readonly Posting[];
  readonly written: readonly DiskOperation[];
  /** Of a step that opens or accepts a connection: its name. */
  readonly opened: string | null;
}

/** What fills the effects of the reducers. */
export interface World {
  /** Sends on the connection with `to`; null when there is none any more. */
  send(to: ServerId, message: Message): Posting | null;
  write(operation: DiskOperation, after: NodeState): void;
  deliver(index: number, txn: Txn): void;
  disconnect(from: ServerId): void;
  /** Everything a step asked for was handed over. */
  stepped(before: NodeState, after: NodeState, action: ActionName): void;
  /** Null when nothing is recorded. */
  record: ((step: RecordedStep) => void) | null;
}

/** Entries kept in memory behind the delivered ones, so that a learner can be sent a DIFF. */
export const KEPT_ENTRIES = 1_000;

/** Forgetting is done in portions of this many entries. */
const FORGET_AT = 2 * KEPT_ENTRIES;

/**
 * One server of the protocol: the state, and the reducers applied to it one event at a time.
 * Effects are handed over in order; what happens meanwhile waits until they are.
 */
export class Replica {
  #state: NodeState;
  readonly #world: World;
  readonly #waiting: (() => void)[] = [];
  #busy = false;
  #halted = false;

  constructor(state: NodeState, world: World) {
    this.#state = state;
    this.#world = world;
  }

  get state(): NodeState {
    return this.#state;
  }

  /** No event is stepped any more. */
  halt(): void {
    this.#halted = true;
    this.#waiting.length = 0;
  }

  /** Runs `task` now, or right after the step that is being carried out. */
  run(task: () => void): void {
    if (this.#halted) return;
    if (this.#busy) {
      this.#waiting.push(task);
      return;
    }
    this.#busy = true;
    try {
      task();
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        next();
      }
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Offers an event to the reducers and carries out what the action asks for. Call it within
   * `run`. Returns the action taken, or null when the event enabled none.
   */
  dispatch(
    event: Event,
    read: Posting | null = null,
    opened: string | null = null,
  ): ActionName | null {
    const before = this.#state;
    const { action, state: after, effects } = step(before, event);
    this.#state = after;
    if (action === null) return null;
    this.#interpret(effects, action, event, before, after, read, opened);
    this.#world.stepped(before, after, action);
    return action;
  }

  /** Notes an event that was dropped, with the reason. */
  dropped(event: Event, read: Posting | null): void {
    const state = this.#state;
    const nothing = { sent: [], written: [], opened: null };
    this.#world.record?.({ action: null, event, before: state, after: state, read, ...nothing });
  }

  /** Forgets what a snapshot or the tree holds, beyond what a DIFF may need. */
  forget(): void {
    const { memLog, committed } = this.#state;
    if (committed - memLog.baseLength < FORGET_AT) return;
    this.#state = forget(this.#state, committed - KEPT_ENTRIES);
  }

  /** Carries out a step; its line is written before anything of it can leave the process. */
  #interpret(
    effects: readonly Effect[],
    action: ActionName,
    event: Event,
    before: NodeState,
    after: NodeState,
    read: Posting | null,
    opened: string | null,
  ): void {
    const world = this.#world;
    const { record } = world;
    const sent: Posting[] | null = record === null ? null : [];
    const written: DiskOperation[] | null = record === null ? null : [];
    for (const effect of effects) {
      if (effect.kind === "Send") {
        const posting = world.send(effect.to, effect.message);
        if (posting !== null) sent?.push(posting);
      } else if (effect.kind === "Write") {
        world.write(effect.operation, after);
        written?.push(effect.operation);
      }
    }
    if (record !== null && sent !== null && written !== null) {
      record({ action, event, before, after, read, sent, written, opened });
    }
    for (const effect of effects) {
      if (effect.kind === "Deliver") world.deliver(effect.index, effect.txn);
      else if (effect.kind === "Disconnect") world.disconnect(effect.from);
    }
  }
}
