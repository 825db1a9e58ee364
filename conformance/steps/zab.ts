/** Translates the ordered steps of a run into the tuples that StepZab.tla reads. */
import { parametersOf, type TraceDiskOperation, type TraceHeader } from "#codec";
import { endsOf } from "../trace/connection.js";
import type { Node } from "../trace/node.js";
import type { Step } from "../trace/step.js";
import { CannotTell } from "../trace/stop.js";
import {
  compareZxids,
  forgottenBefore,
  initialHistories,
  Positions,
  type Entry,
  type Start,
} from "./history.js";
import { field, message, zxid, type Datum } from "./datum.js";
import { Numbering, type Numbered } from "./post.js";

/** The highest epochs that a server has handed to its disk. */
interface Epochs {
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

/** Translates steps one after the other; what it learns of zxids on the way stays in it. */
export class Translator {
  readonly positions = new Positions();
  readonly histories: ReadonlyMap<number, readonly Entry[]>;
  /** Where the initial histories of two servers disagree about a zxid they share. */
  readonly conflicts: readonly { readonly start: Start; readonly problem: string }[];
  /** Nothing up to this zxid is known entry by entry. */
  readonly #forgotten: string;
  readonly #servers = new Map<number, { numbering: Numbering; last: Numbered; queued: Epochs }>();

  /** @throws CannotTell when the initial histories cannot be related. */
  constructor(starts: readonly Start[]) {
    this.histories = initialHistories(starts);
    this.#forgotten = forgottenBefore(starts);
    this.conflicts = starts.flatMap((start) => {
      const own = this.histories.get(start.header.server) ?? [];
      return own.flatMap(({ zxid, val }, k) => {
        const problem = this.positions.add(zxid, k + 1, val, own[k - 1]?.zxid ?? "0:0");
        return problem === null ? [] : [{ start, problem }];
      });
    });
    for (const { header } of starts) this.#start(header);
  }

  /** One step as a tuple. A restart whose history contradicts the run is noted at its node. */
  translate(step: Step): Datum {
    if (step.kind === "break") return ["Break", step.learner, [step.learner], [], [], []];
    const { node } = step;
    if (step.kind === "restart") return this.#restart(node);
    if (step.kind === "refused") {
      const learner = endsOf(node.event?.in?.c ?? "")?.learner ?? 0;
      return ["Refused", node.server, [node.server, learner], [], [], []];
    }
    return this.#event(node);
  }

  #start(header: TraceHeader): Numbered {
    const numbering = new Numbering(this.positions, header);
    const last = numbering.numbered();
    const { acceptedEpoch, currentEpoch } = header.base;
    this.#servers.set(header.server, { numbering, last, queued: { acceptedEpoch, currentEpoch } });
    return last;
  }

  #restart(node: Node): Datum {
    const header = node.header as TraceHeader;
    this.#refuseMissingEnd(node, header);
    const before = this.#servers.get(node.server)?.last ?? [];
    node.contradictions.push(...this.#strange(header));
    const changes = difference(before, this.#start(header));
    return ["Restart", node.server, [node.server], changes, [], []];
  }

  /**
   * What stands on a disk and in no history of the run. The fields of a restart say where the log
   * ends; that it holds all before its end, one behind the other, is seen here.
   */
  #strange({ base }: TraceHeader): Node["contradictions"] {
    const strange: Node["contradictions"] = [];
    let last = base.from;
    for (const [id, val] of base.log) {
      const behind = last;
      last = id;
      if (compareZxids(id, this.#forgotten) <= 0) continue;
      const name = `base.log ${id}`;
      const [known, wanted] = [this.positions.val(id), this.positions.behind(id)];
      if (known === undefined) {
        strange.push({ name, recorded: val, expected: "a txn that somebody proposed" });
      } else if (known !== val) strange.push({ name, recorded: val, expected: known });
      else if (behind !== wanted) {
        strange.push({ name, recorded: `behind ${behind}`, expected: `behind ${wanted}` });
      }
    }
    return strange;
  }

  /**
   * A line is handed to the operating system before anything it says reaches the disk. So a
   * server that finds more there than its lines have put lacks the last of them.
   */
  #refuseMissingEnd({ server, place }: Node, { base }: TraceHeader): void {
    const known = this.#servers.get(server);
    if (known === undefined) return;
    const { memLast, durLast } = known.numbering.own;
    const last = compareZxids(memLast, durLast) > 0 ? memLast : durLast;
    const more = [
      ...(compareZxids(base.last, last) > 0 ? [`txn ${base.last}`] : []),
      ...(["acceptedEpoch", "currentEpoch"] as const).flatMap((name) =>
        base[name] > known.queued[name] ? [`${name} ${String(base[name])}`] : [],
      ),
    ];
    if (more.length === 0) return;
    const what = `server ${String(server)} finds ${more.join(" and ")} on its disk`;
    const why = `${what}, and no line of its life before has put that there`;
    throw new CannotTell(`${why}: the end of that file is missing`, place);
  }

  #event(node: Node): Datum {
    const { event, server } = node;
    const known = this.#servers.get(server);
    if (event === null || event.a === null || known === undefined) return [];
    const { numbering } = known;
    const { a, post } = event;
    const before = numbering.own;
    if (a === "LeaderProcessRequest") {
      const index = numbering.inSpec(before.memLen) + 1;
      this.positions.add(post.memLast ?? "", index, event.p.v ?? "", before.memLast);
    }
    if (a === "FollowerProcessSNAP") numbering.takeSnapshot(post);
    const forgets = before.role === "FOLLOWING" && before.phase === "sync";
    if (forgets && post.role === "LOOKING") numbering.forgetSync();
    if (a === "DiskComplete") numbering.complete();
    numbering.take(post);
    for (const d of event.disk) {
      numbering.queue(d.op);
      if ("epoch" in d) known.queued = { ...known.queued, [d.op]: d.epoch };
    }
    const after = numbering.numbered();
    const changes = difference(known.last, after);
    known.last = after;
    const names = parametersOf("Zab", a) ?? [];
    const parameters = names.map((name) => event.p[name] ?? 0);
    const queued = event.disk.map((d) => operation(d, numbering));
    return [a, server, parameters, changes, sent(node), queued];
  }
}

/** The fields that changed, by their positions from 1. */
function difference(before: Numbered, after: Numbered): Datum {
  const changes: Datum[] = [];
  for (let k = 0; k < after.length; k += 1) {
    const value = after[k] as Numbered[number];
    if (value !== before[k]) changes.push(k + 1, field(value));
  }
  return changes;
}

function operation(d: TraceDiskOperation, numbering: Numbering): Datum {
  switch (d.op) {
    case "append":
      return [d.op, zxid(d.zxid)];
    case "replace":
      return [d.op, numbering.inSpec(d.len), zxid(d.last)];
    default:
      return [d.op, d.epoch];
  }
}

/** The messages sent, by the learner whose connection carried them. */
function sent({ event }: Node): Datum {
  const byLearner = new Map<number, Datum[]>();
  for (const { c, m } of event?.out ?? []) {
    const learner = endsOf(c)?.learner ?? 0;
    const messages = byLearner.get(learner);
    if (messages === undefined) byLearner.set(learner, [message(m)]);
    else messages.push(message(m));
  }
  return [...byLearner];
}
