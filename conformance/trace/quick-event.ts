/**
 * Events are decoded by hand, because a judge that keeps up with an ensemble has no time for the
 * codec. What is accepted here the codec accepts, too; whatever else it is asked about, for it
 * says what is wrong.
 */
import { parametersOf, type TraceEvent } from "#codec";

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const LIMIT = 2 ** 31;
/** Longer numbers may be too large: the codec knows. */
const ZXID = /^(?:0|[1-9]\d{0,8}):(?:0|[1-9]\d{0,8})$/;
const VAL = /^[0-9a-f]{8}$/;
const CONNECTION = /^(?:e:)?[1-9]\d*-[1-9]\d*#\d+@\d+$/;

const natural: Check = (value) => Number.isInteger(value) && inRange(value as number, 0);
const positive: Check = (value) => Number.isInteger(value) && inRange(value as number, 1);
const inRange = (value: number, from: number): boolean => value >= from && value < LIMIT;
const text: Check = (value) => typeof value === "string";
const truth: Check = (value) => typeof value === "boolean";
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const zxid = matching(ZXID);
const val = matching(VAL);
const connection = matching(CONNECTION);
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string);
const role = oneOf("LOOKING", "LEADING", "FOLLOWING");

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object of these keys alone; the first `required` of them must be there. */
function closed(checks: Readonly<Record<string, Check>>, required: number): Check {
  const byKey = new Map(Object.entries(checks));
  const needed = Object.keys(checks).slice(0, required);
  return (value) => {
    if (!isFields(value)) return false;
    for (const key in value) if (byKey.get(key)?.(value[key]) !== true) return false;
    for (const key of needed) if (value[key] === undefined) return false;
    return true;
  };
}

const all = (checks: Readonly<Record<string, Check>>): Check =>
  closed(checks, Object.keys(checks).length);

function tagged(tag: string, alternatives: Readonly<Record<string, Check>>): Check {
  const byName = new Map(Object.entries(alternatives));
  return (value) => isFields(value) && byName.get(value[tag] as string)?.(value) === true;
}

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const epochOnly = all({ type: text, epoch: natural });
const zxidOnly = all({ type: text, zxid });
const txn = all({ type: text, zxid, val });
const nothing = all({ type: text });

const message = tagged("type", {
  FOLLOWERINFO: epochOnly,
  LEADERINFO: epochOnly,
  NEWLEADER: epochOnly,
  ACKEPOCH: all({ type: text, counts: truth, epoch: natural, zxid }),
  DIFF: nothing,
  UPTODATE: nothing,
  TRUNC: zxidOnly,
  COMMIT: zxidOnly,
  ACK: zxidOnly,
  SNAP: all({ type: text, last: zxid }),
  PROPOSAL: txn,
  INFORM: txn,
  NOTIFICATION: all({
    type: text,
    leader: positive,
    zxid,
    epoch: natural,
    round: natural,
    state: role,
  }),
});

const operation = tagged("op", {
  append: all({ op: text, zxid }),
  replace: all({ op: text, len: natural, last: zxid }),
  acceptedEpoch: all({ op: text, epoch: natural }),
  currentEpoch: all({ op: text, epoch: natural }),
});

/** `role` is a field of both specs; the others belong to one of them. */
const ofZab = {
  phase: oneOf("election", "discovery", "sync", "newleader", "broadcast"),
  acceptedEpoch: natural,
  currentEpoch: natural,
  committed: natural,
  memLen: natural,
  memLast: zxid,
  durLen: natural,
  durLast: zxid,
  proposedEpoch: natural,
  queueLen: natural,
};
const ofElection = { round: natural, leader: natural, finalizing: truth };
const post = {
  Zab: closed({ role, ...ofZab }, 0),
  Election: closed({ role, ...ofElection }, 0),
};

const parameters = closed(
  {
    s: positive,
    l: positive,
    f: positive,
    o: positive,
    v: val,
    mode: oneOf("DIFF", "TRUNC", "SNAP"),
  },
  0,
);

const carried = all({ c: connection, n: positive, m: message });

const shape = closed(
  {
    q: positive,
    a: (value) => value === null || typeof value === "string",
    p: parameters,
    out: listOf(carried),
    disk: listOf(operation),
    post: isFields,
    // What follows may be absent.
    spec: (value) => value === "Election",
    conn: all({ c: connection }),
    in: carried,
    why: text,
  },
  6,
);

/** Null for a line that is no event, or about which the codec has to be asked. */
export function quickEvent(line: string): TraceEvent | null {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return null;
  }
  if (!shape(input)) return null;
  // A key that comes twice is lost by now: only the text that JSON has for the event is without.
  if (JSON.stringify(input) !== line) return null;
  const event = input as TraceEvent;
  return event.a !== null && suits(event, event.a) ? event : null;
}

/** Whether parameters, fields and connection are those of the action. */
function suits(event: TraceEvent, action: string): boolean {
  const spec = event.spec ?? "Zab";
  const names = parametersOf(spec, action);
  if (names === undefined || !post[spec](event.post)) return false;
  const given = Object.keys(event.p);
  if (given.length !== names.length || names.some((name) => !(name in event.p))) return false;
  const connects = action === "FollowLeader" || action === "LeaderAcceptLearner";
  return connects === (event.conn !== undefined);
}
