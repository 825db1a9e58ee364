import * as t from "io-ts";
import { parametersOf } from "./actions.js";
import { closed, oneOf, refined, tagged } from "./closed.js";
import {
  ConnectionCodec,
  FlagCodec,
  Natural,
  Positive,
  TextCodec,
  ValCodec,
  ZxidCodec,
} from "./scalars.js";
import type { Same } from "./same.js";
import type { TraceEvent } from "./types.js";

const role = oneOf("LOOKING", "LEADING", "FOLLOWING");
const epochOnly = { epoch: Natural };
const zxidOnly = { zxid: ZxidCodec };
const txn = { zxid: ZxidCodec, val: ValCodec };

export const MessageCodec = tagged("Message", "type", {
  FOLLOWERINFO: closed("FOLLOWERINFO", { type: t.literal("FOLLOWERINFO"), ...epochOnly }),
  LEADERINFO: closed("LEADERINFO", { type: t.literal("LEADERINFO"), ...epochOnly }),
  ACKEPOCH: closed("ACKEPOCH", {
    type: t.literal("ACKEPOCH"),
    counts: FlagCodec,
    ...epochOnly,
    ...zxidOnly,
  }),
  DIFF: closed("DIFF", { type: t.literal("DIFF") }),
  TRUNC: closed("TRUNC", { type: t.literal("TRUNC"), ...zxidOnly }),
  SNAP: closed("SNAP", { type: t.literal("SNAP"), last: ZxidCodec }),
  PROPOSAL: closed("PROPOSAL", { type: t.literal("PROPOSAL"), ...txn }),
  INFORM: closed("INFORM", { type: t.literal("INFORM"), ...txn }),
  COMMIT: closed("COMMIT", { type: t.literal("COMMIT"), ...zxidOnly }),
  NEWLEADER: closed("NEWLEADER", { type: t.literal("NEWLEADER"), ...epochOnly }),
  UPTODATE: closed("UPTODATE", { type: t.literal("UPTODATE") }),
  ACK: closed("ACK", { type: t.literal("ACK"), ...zxidOnly }),
  NOTIFICATION: closed("NOTIFICATION", {
    type: t.literal("NOTIFICATION"),
    leader: Positive,
    zxid: ZxidCodec,
    epoch: Natural,
    round: Natural,
    state: role,
  }),
});

const DiskCodec = tagged("DiskOperation", "op", {
  append: closed("append", { op: t.literal("append"), ...zxidOnly }),
  replace: closed("replace", { op: t.literal("replace"), len: Natural, last: ZxidCodec }),
  acceptedEpoch: closed("acceptedEpoch", { op: t.literal("acceptedEpoch"), ...epochOnly }),
  currentEpoch: closed("currentEpoch", { op: t.literal("currentEpoch"), ...epochOnly }),
});

const PostCodec = closed(
  "Post",
  {},
  {
    role,
    phase: oneOf("election", "discovery", "sync", "newleader", "broadcast"),
    acceptedEpoch: Natural,
    currentEpoch: Natural,
    committed: Natural,
    memLen: Natural,
    memLast: ZxidCodec,
    durLen: Natural,
    durLast: ZxidCodec,
    proposedEpoch: Natural,
    queueLen: Natural,
    round: Natural,
    leader: Natural,
    finalizing: FlagCodec,
  },
);

const ParametersCodec = closed(
  "Parameters",
  {},
  {
    s: Positive,
    l: Positive,
    f: Positive,
    o: Positive,
    v: ValCodec,
    mode: oneOf("DIFF", "TRUNC", "SNAP"),
  },
);

const CarriedCodec = closed("Carried", { c: ConnectionCodec, n: Positive, m: MessageCodec });

const ActionOrNull = refined(
  "an action's name or null",
  (input): input is string | null => typeof input === "string" || input === null,
);

const Shape = closed(
  "Event",
  {
    q: Positive,
    a: ActionOrNull,
    p: ParametersCodec,
    out: t.readonlyArray(CarriedCodec, "a list of messages"),
    disk: t.readonlyArray(DiskCodec, "a list of disk operations"),
    post: PostCodec,
  },
  {
    spec: t.literal("Election"),
    conn: closed("conn", { c: ConnectionCodec }),
    in: CarriedCodec,
    why: TextCodec,
  },
);

true satisfies Same<t.TypeOf<typeof Shape>, TraceEvent>;

/** The fields of Post that Election.tla has; Zab.tla has all others, and `role` too. */
const ELECTED = ["role", "round", "leader", "finalizing"];

type Fault = { readonly field: string; readonly found: unknown; readonly wanted: string };

/** What the shape alone cannot say: the action exists, and parameters and fields suit it. */
function misfit(event: TraceEvent): Fault | undefined {
  if (event.a === null) {
    if (event.why === undefined) {
      return { field: "why", found: undefined, wanted: "the reason why a is null" };
    }
    const field = (["out", "disk", "post"] as const).find((key) => Object.keys(event[key]).length);
    return field && { field, found: event[field], wanted: "an empty one where a is null" };
  }
  const spec = event.spec ?? "Zab";
  const names = parametersOf(spec, event.a);
  if (names === undefined) {
    return { field: "a", found: event.a, wanted: `an action of ${spec}.tla that a server takes` };
  }
  const given = Object.keys(event.p);
  if (given.length !== names.length || names.some((name) => !given.includes(name))) {
    return { field: "p", found: event.p, wanted: `an object of ${names.join(", ")} alone` };
  }
  const foreign = Object.keys(event.post).find(
    (field) => field !== "role" && ELECTED.includes(field) !== (spec === "Election"),
  );
  if (foreign !== undefined) {
    const wanted = `no field but those of ${spec}.tla`;
    return { field: "post", found: event.post, wanted };
  }
  const connects = event.a === "FollowLeader" || event.a === "LeaderAcceptLearner";
  if (connects !== (event.conn !== undefined)) {
    const wanted = connects
      ? "the connection of this step"
      : "no connection in a step that connects nobody";
    return { field: "conn", found: event.conn, wanted };
  }
  return undefined;
}

/** One event line. */
export const EventCodec = new t.Type<TraceEvent, TraceEvent, unknown>(
  "Event",
  Shape.is,
  (input, context) => {
    const checked = Shape.validate(input, context);
    if (checked._tag === "Left") return checked;
    const event: TraceEvent = checked.right;
    const fault = misfit(event);
    if (fault === undefined) return t.success(event);
    const at = t.appendContext(context, fault.field, t.unknown, fault.found);
    return t.failure(fault.found, at, `${fault.wanted} is wanted`);
  },
  t.identity,
);
