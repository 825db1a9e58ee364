import type { TraceEvent } from "#codec";
import type { Expected } from "../../test/support/corpus.js";
import { placeText, type At, type Found, type RunCopy } from "./copy.js";

/** One edit of one run, and what must be said of it. */
export interface Damage {
  /** What is done, as a sentence. */
  readonly damage: string;
  readonly verdict: Expected["verdict"];
  /** Makes the edit; returns where it must be found, and what must be named there. */
  readonly edit: (run: RunCopy) => Pick<Expected, "at" | "names">;
}

type Test = (event: TraceEvent, at: Found) => boolean;

const is =
  (action: string): Test =>
  ({ a }) =>
    a === action;

/** A damage of one event's fields, to be found at that event. */
function field(
  damage: string,
  test: Test,
  names: string,
  change: Parameters<RunCopy["edit"]>[1],
): Damage {
  return {
    damage,
    verdict: "violates",
    edit: (run) => {
      const at = run.find(test);
      run.edit(at, change);
      return { at: placeText(at), names };
    },
  };
}

const other = (hex: string) => (hex === "deadbeef" ? "beefdead" : "deadbeef");

/** Another zxid of the same epoch. */
const next = (zxid: unknown) => {
  const [epoch, counter] = String(zxid).split(":");
  return `${epoch}:${Number(counter) + 1}`;
};

const isSecondLife = (file: string) => file.split(".")[1] === "2";

/** The file of a second life in which a test of its header and of the life before it holds. */
function secondLife(run: RunCopy, test: (first: string, second: string) => boolean): string {
  const found = run.files.find((file) => isSecondLife(file) && test(firstLife(file), file));
  if (found === undefined) throw new Error("this run has no such second life");
  return found;
}

const firstLife = (second: string) => second.replace(".2.", ".1.");

const ackEarly: Damage = {
  damage: "an ACK is sent when its txn is queued, not when it is durable",
  verdict: "violates",
  edit: (run) => {
    const later = (queued: Found): Found | undefined => {
      const [write] = queued.event.disk;
      if (queued.event.a !== "FollowerProcessPROPOSAL" || write?.op !== "append") return undefined;
      const sending = run
        .events(queued.file)
        .slice(queued.line - 1)
        .find(({ event }) => event.out.length > 0 && event.spec === undefined);
      const [sent] = sending?.event.out ?? [];
      const same = sent?.m.type === "ACK" && sent.m.zxid === write.zxid;
      return same ? sending : undefined;
    };
    const queued = run.find((_, at) => later(at) !== undefined);
    const sending = later(queued) as Found;
    run.edit(sending, (line) => {
      const sent = line.out.shift();
      run.edit(queued, (early) => early.out.push(sent as (typeof early.out)[number]));
    });
    const learner = queued.event.p.f;
    return { at: placeText(queued), names: `out on the connection of server ${learner}` };
  },
};

const ackInvented: Damage = {
  damage: "a follower sends one ACK more than it was asked for",
  verdict: "violates",
  edit: (run) => {
    const acks = run.events().filter(({ event: { a, out } }) => {
      return a === "DiskComplete" && out.at(-1)?.m.type === "ACK";
    });
    const last = acks.find(({ event: { out } }) => {
      const [sent] = out.slice(-1);
      const isSame = (c: string | undefined) => c !== undefined && c === sent?.c;
      return acks.findLast((one) => isSame(one.event.out[0]?.c))?.event.out.at(-1) === sent;
    }) as Found;
    run.edit(last, ({ out }) => {
      const { c, n, m } = out.at(-1) as (typeof out)[number];
      out.push({ c, n: n + 1, m: { ...m, zxid: next(m.zxid) } });
    });
    const learner = last.event.p.s;
    return { at: placeText(last), names: `out on the connection of server ${learner}` };
  },
};

const lineDeleted: Damage = {
  damage: "a line is missing",
  verdict: "cannot tell",
  edit: (run) => {
    const at = run.find(is("DiskComplete"));
    run.lines(at.file).splice(at.line - 1, 1);
    return { at: placeText(at), names: `the line of event ${at.event.q} is missing` };
  },
};

const lineDuplicated: Damage = {
  damage: "a line stands there twice",
  verdict: "cannot tell",
  edit: (run) => {
    const { file, line, event } = run.find(is("FollowerProcessPROPOSAL"));
    run.lines(file).splice(line, 0, run.lines(file)[line - 1] as string);
    const names = `event ${event.q} stands where the line of event ${event.q + 1} is missing`;
    return { at: placeText({ file, line: line + 1 }), names };
  },
};

const messageSwallowed: Damage = {
  damage: "a line is missing, and those behind it are numbered anew",
  verdict: "cannot tell",
  edit: (run) => {
    const gone = run.find(is("FollowerProcessCOMMIT"));
    const { c, n } = gone.event.in as NonNullable<TraceEvent["in"]>;
    run.lines(gone.file).splice(gone.line - 1, 1);
    run.renumber(gone.file);
    const later = run.events(gone.file).find(({ event, line }) => {
      return line >= gone.line && event.in?.c === c;
    }) as Found;
    return {
      at: placeText(later),
      names: `the line that received message ${n} of ${c} is missing`,
    };
  },
};

const linesSwapped: Damage = {
  damage: "a txn's disk operation completes one line before it is queued",
  verdict: "violates",
  edit: (run) => {
    const follows = ({ file, line }: At) => JSON.parse(run.lines(file)[line] ?? "{}") as TraceEvent;
    const at = run.find((event, here) => {
      if (event.a !== "FollowerProcessPROPOSAL" || event.post.queueLen !== 1) return false;
      const { a, post } = follows(here);
      return a === "DiskComplete" && post.queueLen === 0;
    });
    const lines = run.lines(at.file);
    const [first, second] = lines.slice(at.line - 1, at.line + 1) as [string, string];
    lines.splice(at.line - 1, 2, second, first);
    run.renumber(at.file);
    return { at: placeText(at), names: "DiskComplete" };
  },
};

const crashHidden: Damage = {
  damage: "the file of a second life is joined to that of the first, as if nobody had died",
  verdict: "violates",
  edit: (run) => {
    const second = secondLife(run, () => true);
    const first = firstLife(second);
    const line = run.lines(first).length + 1;
    run.join(first, second);
    const [begins] = run.events(first).slice(line - 2);
    return { at: placeText({ file: first, line }), names: begins?.event.a ?? "" };
  },
};

const promiseForgotten: Damage = {
  damage: "the acceptedEpoch that a life begins with is one less than the life before made durable",
  verdict: "violates",
  edit: (run) => {
    const file = secondLife(run, () => true);
    run.editBase(file, (base) => ({ ...base, acceptedEpoch: base.acceptedEpoch - 1 }));
    return { at: placeText({ file, line: 1 }), names: "post.acceptedEpoch" };
  },
};

/** Whether a life begins with a txn that the one before it saw become durable. */
const keptItsLast = (run: RunCopy) => (first: string, second: string) => {
  const { last, log } = run.header(second).base;
  const durable = run.events(first).findLast(({ event }) => event.post.durLast !== undefined);
  return log.length > 1 && durable?.event.post.durLast === last;
};

const writeLost: Damage = {
  damage: "a life begins without the last txn that the life before made durable",
  verdict: "violates",
  edit: (run) => {
    const file = secondLife(run, keptItsLast(run));
    run.editBase(file, (base) => {
      const log = base.log.slice(0, -1);
      return { ...base, len: base.len - 1, last: log.at(-1)?.[0] ?? base.from, log };
    });
    return { at: placeText({ file, line: 1 }), names: "post.durLast" };
  },
};

const contentChanged: Damage = {
  damage: "a txn on the disk of a life is not the one that the life before logged",
  verdict: "violates",
  edit: (run) => {
    const file = secondLife(run, keptItsLast(run));
    let names = "";
    run.editBase(file, (base) => {
      const [zxid, val] = base.log.at(-1) as readonly [string, string];
      names = `base.log ${zxid}`;
      return { ...base, log: [...base.log.slice(0, -1), [zxid, other(val)]] };
    });
    return { at: placeText({ file, line: 1 }), names };
  },
};

const unknownField: Damage = {
  damage: "a line has a field that the format does not know",
  verdict: "bad input",
  edit: (run) => {
    const at = run.find(is("BecomeLeading"));
    run.edit(at, ({ post }) => (post.term = 2));
    return { at: placeText(at), names: "post.term" };
  },
};

const raised = (key: string): Parameters<RunCopy["edit"]>[1] => {
  return ({ post }) => (post[key] = Number(post[key]) + 1);
};

const delivers: Test = ({ a, post }) =>
  a === "FollowerProcessCOMMIT" && post.committed !== undefined;

/** The damages of each run, by their names. */
export const damages: Readonly<Record<string, Readonly<Record<string, Damage>>>> = {
  "steady-writes": {
    "commit-raised": field(
      "a follower's commit mark is one too high",
      delivers,
      "post.committed",
      raised("committed"),
    ),
    "ack-early": ackEarly,
    "line-deleted": lineDeleted,
  },
  "leader-killed": { "crash-hidden": crashHidden, "ack-invented": ackInvented },
  "follower-restarted": { "promise-forgotten": promiseForgotten, "lines-swapped": linesSwapped },
  "minority-partition": {
    "ack-readdressed": field(
      "the leader counts an ACK for another follower than sent it",
      is("LeaderProcessACK"),
      "in.c",
      ({ p }) => (p.f = 6 - Number(p.l) - Number(p.f)),
    ),
    "ack-renamed": field(
      "the leader ignores an ACK that counts",
      is("LeaderProcessACK"),
      "LeaderIgnoreACK",
      (line) => (line.a = "LeaderIgnoreACK"),
    ),
    "line-swallowed": messageSwallowed,
  },
  "whole-ensemble-restarted": { "write-lost": writeLost, "content-changed": contentChanged },
  observer: {
    "content-changed": field(
      "an observer receives another content than was sent",
      is("ObserverProcessINFORM"),
      "in.m",
      ({ in: read }) => read && (read.m.val = other(String(read.m.val))),
    ),
    "commit-kept": field(
      "an observer that is told of a txn does not deliver it",
      ({ a, post }) => a === "ObserverProcessINFORM" && post.committed !== undefined,
      "post.committed",
      ({ post }) => delete post.committed,
    ),
  },
  "snapshot-sync": {
    "snapshot-longer": field(
      "a snapshot's history ends one txn later than was sent",
      is("FollowerProcessSNAP"),
      "post.memLast",
      ({ post }) => (post.memLast = next(post.memLast)),
    ),
    "snapshot-unwritten": field(
      "a learner acknowledges NEWLEADER without writing the snapshot that it was sent",
      ({ a, disk }) => a === "FollowerProcessNEWLEADER" && disk[0]?.op === "replace",
      "disk",
      ({ disk, post }) => {
        disk.shift();
        post.queueLen = Number(post.queueLen) - 1;
      },
    ),
  },
  "truncated-leader": {
    "tail-kept": field(
      "an old leader keeps the tail that it was told to cut",
      is("FollowerProcessTRUNC"),
      "post.memLast",
      (line) => (line.post = {}),
    ),
    "cut-renamed": field(
      "an old leader takes the order to cut its log for one to keep it",
      is("FollowerProcessTRUNC"),
      "in.m.type",
      (line) => (line.a = "FollowerProcessDIFF"),
    ),
  },
  "contested-elections": {
    "vote-changed": field(
      "a server hears a better vote and votes for another one than that",
      ({ a, post }) => a === "ReceiveLooking" && post.leader !== undefined,
      "post.leader",
      ({ post }) => (post.leader = post.leader === 1 ? 2 : 1),
    ),
    "line-duplicated": lineDuplicated,
    "field-unknown": unknownField,
  },
};
