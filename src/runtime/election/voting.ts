import type { Notification as Packet } from "#codec";
import {
  ElectionInit,
  nobody,
  Present,
  stepElection,
  type ElectionEffect,
  type ElectionEvent,
  type ElectionState,
  type ElectionStep,
  type Notification,
  type ServerId,
  type ServerSet,
  type Summary,
} from "#state-machine";
import type { Cancel, Timers } from "../ports.js";
import type { ElectionLinks, LinkName, Outgoing } from "./links.js";

export interface VotingOptions {
  readonly self: ServerId;
  readonly voters: ServerSet;
  readonly timers: Timers;
  readonly links: ElectionLinks;
  /** The text of the configuration, which every notification carries. */
  readonly configText: string;
  decided(leader: ServerId): void;
  /** One step of Election.tla was taken. */
  stepped(step: TakenStep): void;
}

/** A notification and where it went or came from. */
export interface Posted {
  readonly link: LinkName;
  readonly notification: Notification;
}

export interface TakenStep {
  readonly event: ElectionEvent;
  readonly before: ElectionState;
  readonly step: ElectionStep;
  readonly read: Posted | null;
  readonly sent: readonly Posted[];
}

/** Milliseconds of silence that end an election once a quorum agrees. */
const FINALIZE_WAIT = 200;

/** Milliseconds after which everybody is told again, doubled each time up to a bound. */
const FIRST_REPEAT = 200;
const LAST_REPEAT = 5_000;

/** Notifications kept until a vote can be cast; then the oldest go, as in ZooKeeper's queue. */
const MAX_EARLY = 100;

/** What stands on the wire for "no leader": Java's smallest long. */
const NO_CANDIDATE = -(2 ** 63);

/** The election of one server: the reducers of Election.tla with clock and connections. */
export class Voting {
  readonly #options: VotingOptions;
  #state: ElectionState;
  #finalize: Cancel = () => {};
  #repeat: Cancel = () => {};
  #interval = FIRST_REPEAT;
  /** What arrived while this server could not vote yet, because its disk was busy. */
  readonly #early: { from: ServerId; packet: Packet; link: LinkName }[] = [];

  constructor(options: VotingOptions, summary: Summary) {
    this.#options = options;
    this.#state = ElectionInit(options, summary);
  }

  get state(): ElectionState {
    return this.#state;
  }

  /** The role that was decided is over: nobody is told of it any more. */
  leave(): void {
    if (this.#state.role !== "LOOKING") this.#dispatch({ kind: "LeaveInstance" });
  }

  /** Looks for a leader, and reads what arrived since the last decision was left. */
  start(summary: Summary): void {
    this.leave();
    this.#interval = FIRST_REPEAT;
    this.#dispatch({ kind: "StartElection", summary });
    this.#armRepeat();
    for (const { from, packet, link } of this.#early.splice(0)) this.received(from, packet, link);
  }

  /** The epoch that this server's leader leads is established. */
  established(epoch: number): void {
    this.#dispatch({ kind: "EpochEstablished", epoch });
  }

  /** A notification was read from a peer. */
  received(from: ServerId, packet: Packet, link: LinkName): void {
    const notification = fromPacket(packet);
    if (!this.#options.voters.includes(from)) return this.#answerStranger(from);
    if (notification === null) return;
    if (this.#state.role === "LOOKING" && this.#state.vote === null) {
      this.#early.push({ from, packet, link });
      if (this.#early.length > MAX_EARLY) this.#early.shift();
      return;
    }
    this.#dispatch({ kind: "Notification", from, notification }, { link, notification });
  }

  close(): void {
    this.#finalize();
    this.#repeat();
  }

  /** Who does not vote is told at once what this server thinks; what it said is forgotten. */
  #answerStranger(to: ServerId): void {
    if (this.#state.vote === null) return;
    this.#options.links.send(to, this.#toPacket(Present(this.#state)));
  }

  #dispatch(event: ElectionEvent, read: Posted | null = null): void {
    const before = this.#state;
    const step = stepElection(before, event);
    this.#state = step.state;
    const sent: Posted[] = [];
    for (const effect of step.effects) {
      if (effect.kind !== "Notify") continue;
      const packet = this.#toPacket(effect.notification);
      const link = this.#options.links.send(effect.to, packet);
      if (link !== null) sent.push({ link, notification: effect.notification });
    }
    this.#options.stepped({ event, before, step, read, sent });
    this.#armFinalize(event);
    this.#settle(step.effects);
  }

  #settle(effects: readonly ElectionEffect[]): void {
    for (const effect of effects) {
      if (effect.kind !== "Decided") continue;
      this.#finalize();
      this.#repeat();
      this.#options.decided(effect.leader);
    }
  }

  /** Every message while a quorum agrees starts the silence afresh, as ZooKeeper's poll does. */
  #armFinalize(event: ElectionEvent): void {
    if (!this.#state.finalizing) return this.#finalize();
    if (event.kind === "FinalizeTimeout") return;
    this.#finalize();
    this.#finalize = this.#options.timers.after(FINALIZE_WAIT, () => {
      this.#dispatch({ kind: "FinalizeTimeout" });
    });
  }

  #armRepeat(): void {
    this.#repeat();
    if (this.#state.role !== "LOOKING") return;
    this.#repeat = this.#options.timers.after(this.#interval, () => {
      this.#interval = Math.min(this.#interval * 2, LAST_REPEAT);
      if (!this.#state.finalizing) this.#dispatch({ kind: "NotificationTimeout" });
      this.#armRepeat();
    });
  }

  #toPacket({ vote, round, state }: Notification): Outgoing {
    const { self, voters, configText } = this.#options;
    const observing = state === "FOLLOWING" && !voters.includes(self);
    const named = vote.leader !== nobody.leader;
    return {
      state: observing ? "OBSERVING" : state,
      leader: named ? vote.leader : NO_CANDIDATE,
      zxid: vote.zxid,
      electionEpoch: round,
      peerEpoch: named ? vote.epoch : NO_CANDIDATE,
      version: 2,
      config: configText,
    } as Outgoing;
  }
}

/** A notification as the spec has it; null when it is an observer's and so counts for nothing. */
export function fromPacket(packet: Packet): Notification | null {
  if (packet.state === "OBSERVING") return null;
  return {
    vote: { leader: packet.leader, zxid: packet.zxid, epoch: packet.peerEpoch },
    round: packet.electionEpoch,
    state: packet.state,
  };
}
