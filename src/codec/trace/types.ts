/** A zxid as evidence writes it: `epoch:counter`, both decimal and below 2^31. */
export type ZxidText = string;

/** The content of a txn: 8 hexadecimal digits of a digest of its bytes. */
export type ValText = string;

/** A connection: `<leader>-<learner>#<learner's local port>@<k-th use>`, or `e:<from>-<to>#…`. */
export type ConnectionName = string;

export type TraceRole = "LOOKING" | "LEADING" | "FOLLOWING";
export type TracePhase = "election" | "discovery" | "sync" | "newleader" | "broadcast";
export type TraceSyncMode = "DIFF" | "TRUNC" | "SNAP";

/** A protocol message of Zab.tla, large contents by reference. */
export type ZabTraceMessage =
  | { readonly type: "FOLLOWERINFO"; readonly epoch: number }
  | { readonly type: "LEADERINFO"; readonly epoch: number }
  | {
      readonly type: "ACKEPOCH";
      readonly counts: boolean;
      readonly epoch: number;
      readonly zxid: ZxidText;
    }
  | { readonly type: "DIFF" }
  | { readonly type: "TRUNC"; readonly zxid: ZxidText }
  /** The prefix of the sender's history that ends at `last`. */
  | { readonly type: "SNAP"; readonly last: ZxidText }
  | { readonly type: "PROPOSAL"; readonly zxid: ZxidText; readonly val: ValText }
  | { readonly type: "INFORM"; readonly zxid: ZxidText; readonly val: ValText }
  | { readonly type: "COMMIT"; readonly zxid: ZxidText }
  | { readonly type: "NEWLEADER"; readonly epoch: number }
  | { readonly type: "UPTODATE" }
  | { readonly type: "ACK"; readonly zxid: ZxidText };

/** A message of Election.tla. */
export interface NotificationTraceMessage {
  readonly type: "NOTIFICATION";
  readonly leader: number;
  readonly zxid: ZxidText;
  readonly epoch: number;
  readonly round: number;
  readonly state: TraceRole;
}

export type TraceMessage = ZabTraceMessage | NotificationTraceMessage;

/** A message with its identity: connection and ordinal, from 1, in its direction. */
export interface Carried {
  readonly c: ConnectionName;
  readonly n: number;
  readonly m: TraceMessage;
}

/** An operation put on the disk queue. `len` is in the server's own numbering. */
export type TraceDiskOperation =
  | { readonly op: "append"; readonly zxid: ZxidText }
  | { readonly op: "replace"; readonly len: number; readonly last: ZxidText }
  | { readonly op: "acceptedEpoch"; readonly epoch: number }
  | { readonly op: "currentEpoch"; readonly epoch: number };

/** The fields of the acting server that changed; lengths are in its own numbering. */
export interface TracePost {
  readonly role?: TraceRole;
  readonly phase?: TracePhase;
  readonly acceptedEpoch?: number;
  readonly currentEpoch?: number;
  readonly committed?: number;
  readonly memLen?: number;
  readonly memLast?: ZxidText;
  readonly durLen?: number;
  readonly durLast?: ZxidText;
  readonly proposedEpoch?: number;
  readonly queueLen?: number;
  /** Of Election.tla only: the round, whom the vote is for (0: no vote), and `finalizing`. */
  readonly round?: number;
  readonly leader?: number;
  readonly finalizing?: boolean;
}

/** Parameters by their names in the spec; which of them an action has stands in `parametersOf`. */
export interface TraceParameters {
  readonly s?: number;
  readonly l?: number;
  readonly f?: number;
  readonly o?: number;
  readonly v?: ValText;
  readonly mode?: TraceSyncMode;
}

/** One step of one server. */
export interface TraceEvent {
  /** Position in the file, from 1, without gaps; the header is not counted. */
  readonly q: number;
  /** Absent: an action of Zab.tla. */
  readonly spec?: "Election";
  /** The action; null for an event that enabled nothing, with the reason in `why`. */
  readonly a: string | null;
  readonly p: TraceParameters;
  /** The connection that FollowLeader opens and LeaderAcceptLearner accepts. */
  readonly conn?: { readonly c: ConnectionName };
  readonly in?: Carried;
  readonly out: readonly Carried[];
  readonly disk: readonly TraceDiskOperation[];
  readonly post: TracePost;
  readonly why?: string;
}

/** What recovery found on disk. */
export interface TraceBase {
  /** Length of the whole history in this server's own count, the forgotten prefix included. */
  readonly len: number;
  /** The zxid of the last entry, 0:0 when there is none. */
  readonly last: ZxidText;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  /** Nothing before this zxid is known entry by entry; 0:0 when nothing is forgotten. */
  readonly from: ZxidText;
  /** The entries after `from`, in order. */
  readonly log: readonly (readonly [ZxidText, ValText])[];
}

/** The first line of a file. */
export interface TraceHeader {
  readonly v: 1;
  readonly kind: "zabkeeper-trace";
  readonly server: number;
  /** Counts the starts of a process in this data directory, from 1. */
  readonly incarnation: number;
  readonly servers: readonly number[];
  readonly voters: readonly number[];
  /**
   * Digests of the spec modules that the program was built against. Whoever names none of the
   * election records none.
   */
  readonly spec: { readonly Zab: string; readonly Election?: string };
  readonly base: TraceBase;
}
