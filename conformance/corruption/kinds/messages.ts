/** A message, a disk operation or a parameter is not what it was. */
import { zabParameters, electionParameters } from "#codec";
import type { Damage, Kind } from "../damage.js";
import { eventsOf, withEvent, type OpenAt, type OpenCarried, type OpenLine } from "../open-line.js";
import type { Random } from "../../random.js";
import { serverOf, type LineAt } from "../run-text.js";
import { another } from "./fields.js";

/** Where the message that this line sent is read: the damage may as well show there. */
function receiverOf(events: readonly OpenAt[], from: OpenAt, { c, n }: OpenCarried): LineAt[] {
  const other = ({ file }: OpenAt) => serverOf(file) !== serverOf(from.file);
  return events.filter((at) => other(at) && at.event.in?.c === c && at.event.in.n === n);
}

function senderOf(events: readonly OpenAt[], to: OpenAt, { c, n }: OpenCarried): LineAt[] {
  const other = ({ file }: OpenAt) => serverOf(file) !== serverOf(to.file);
  const sends = ({ event }: OpenAt) => event.out.some((sent) => sent.c === c && sent.n === n);
  return events.filter((at) => other(at) && sends(at));
}

function lie(m: OpenCarried["m"], random: Random): OpenCarried["m"] | null {
  const field = random.pick(Object.keys(m).filter((key) => key !== "type"));
  if (field === undefined) return null;
  // No server has the number 0, so a vote for it would be no message.
  if (field === "leader") return { ...m, leader: Number(m["leader"]) + 1 };
  return { ...m, [field]: another(m[field], random) };
}

const becomes = (before: unknown, after: unknown): string =>
  `${JSON.stringify(before)} becomes ${JSON.stringify(after)}`;

const sentChanged: Kind = {
  name: "message sent changed",
  wanted: "refused",
  named: "field",
  make(run, random) {
    const events = eventsOf(run);
    const at = random.pick(events.filter(({ event }) => event.out.length > 0));
    if (at === undefined) return null;
    const k = random.below(at.event.out.length);
    const carried = at.event.out[k] as OpenCarried;
    const m = lie(carried.m, random);
    if (m === null) return null;
    const out = at.event.out.map((one, i) => (i === k ? { ...carried, m } : one));
    const places = [at, ...receiverOf(events, at, carried)];
    const told = `${carried.m.type} sent: ${becomes(carried.m, m)}`;
    const names = ["out", "in.m"];
    return { run: withEvent(run, at, { ...at.event, out }), at: places, names, told };
  },
};

const receivedChanged: Kind = {
  name: "message received changed",
  wanted: "refused",
  named: "field",
  make(run, random) {
    const events = eventsOf(run);
    const at = random.pick(events.filter(({ event }) => event.in !== undefined));
    const carried = at?.event.in;
    if (at === undefined || carried === undefined) return null;
    const m = lie(carried.m, random);
    if (m === null) return null;
    const event = { ...at.event, in: { ...carried, m } };
    const places = [at, ...senderOf(events, at, carried)];
    const told = `${carried.m.type} received: ${becomes(carried.m, m)}`;
    return { run: withEvent(run, at, event), at: places, names: ["in", "out"], told };
  },
};

function atDisk(
  name: string,
  change: (disk: OpenLine["disk"], k: number, random: Random) => OpenLine["disk"],
): Kind {
  return {
    name,
    wanted: "refused",
    named: "field",
    make(run, random) {
      const at = random.pick(eventsOf(run).filter(({ event }) => event.disk.length > 0));
      if (at === undefined) return null;
      const disk = change(at.event.disk, random.below(at.event.disk.length), random);
      const told = `disk ${becomes(at.event.disk, disk)}`;
      return { run: withEvent(run, at, { ...at.event, disk }), at: [at], names: ["disk"], told };
    },
  };
}

const diskChanged = atDisk("disk operation changed", (disk, k, random) =>
  disk.map((one, i) => {
    if (i !== k) return one;
    const field = random.pick(Object.keys(one).filter((key) => key !== "op")) as string;
    return { ...one, [field]: another(one[field], random) };
  }),
);

const diskLost = atDisk("disk operation left out", (disk, k) => disk.filter((_, i) => i !== k));

const tables: Record<string, Readonly<Record<string, readonly string[]>>> = {
  Zab: zabParameters,
  Election: electionParameters,
};

/** These name a connection of their own, which the format demands of no other. */
const connects = (action: string) => ["FollowLeader", "LeaderAcceptLearner"].includes(action);

const renamed: Kind = {
  name: "action renamed",
  wanted: "refused",
  named: "line",
  make(run, random) {
    const at = random.pick(eventsOf(run).filter(({ event }) => event.a !== null));
    if (at === undefined) return null;
    const table = tables[at.event.spec ?? "Zab"] ?? {};
    const a = at.event.a as string;
    const same = (other: string) =>
      String(table[other]) === String(table[a]) && connects(other) === connects(a);
    const name = random.pick(Object.keys(table).filter((other) => other !== a && same(other)));
    if (name === undefined) return null;
    const told = `${a} becomes ${name}`;
    return { run: withEvent(run, at, { ...at.event, a: name }), at: [at], names: [""], told };
  },
};

const peerChanged: Kind = {
  name: "peer changed",
  wanted: "refused",
  named: "line",
  make(run, random): Damage | null {
    const peer = ({ event, file }: OpenAt) =>
      Object.keys(event.p).filter(
        (key) => typeof event.p[key] === "number" && event.p[key] !== serverOf(file),
      );
    const at = random.pick(eventsOf(run).filter((found) => peer(found).length > 0));
    if (at === undefined) return null;
    const key = random.pick(peer(at)) as string;
    const servers = [...new Set([...run.keys()].map(serverOf))];
    const before = at.event.p[key];
    const after = random.pick(servers.filter((server) => server !== before));
    const event = { ...at.event, p: { ...at.event.p, [key]: after } };
    const told = `${String(at.event.a)}: ${key} ${String(before)} becomes ${String(after)}`;
    return { run: withEvent(run, at, event), at: [at], names: [""], told };
  },
};

/** A follower acknowledges its last txn once more; the numbers of its messages stay whole. */
const ackInvented: Kind = {
  name: "ACK invented",
  wanted: "refused",
  named: "field",
  make(run, random) {
    const events = eventsOf(run);
    const acks = ({ event }: OpenAt) => event.out.filter(({ m }) => m.type === "ACK");
    const at = random.pick(events.filter((found) => acks(found).length > 0));
    if (at === undefined) return null;
    const ack = acks(at).at(-1) as OpenCarried;
    const [epoch, counter] = String(ack.m["zxid"]).split(":").map(Number);
    const zxid = `${String(epoch)}:${String((counter ?? 0) + 1)}`;
    const invented = { ...ack, n: ack.n + 1, m: { ...ack.m, zxid } };
    const server = serverOf(at.file);
    const shifted = (carried: OpenCarried): OpenCarried =>
      carried.c === ack.c && carried.n > ack.n ? { ...carried, n: carried.n + 1 } : carried;
    const damaged = new Map([...run].map(([file, lines]) => [file, [...lines]]));
    for (const found of events) {
      if (serverOf(found.file) !== server) continue;
      const isHere = found.file === at.file && found.line === at.line;
      const out = found.event.out.map(shifted);
      const event = { ...found.event, out: isHere ? [...out, invented] : out };
      (damaged.get(found.file) as string[])[found.line - 1] = JSON.stringify(event);
    }
    const next = events.filter(
      (found) =>
        serverOf(found.file) !== server &&
        found.event.in?.c === ack.c &&
        found.event.in.n === ack.n + 1,
    );
    const told = `an ACK of ${zxid} that no disk asked for`;
    return { run: damaged, at: [at, ...next], names: ["out", "in"], told };
  },
};

export const messageKinds: readonly Kind[] = [
  sentChanged,
  receivedChanged,
  ackInvented,
  diskChanged,
  diskLost,
  renamed,
  peerChanged,
];
