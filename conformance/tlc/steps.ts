/** Translates the ordered steps of a run into the tuples of TraceData. */
import { parametersOf, type TraceDiskOperation, type TraceHeader } from "#codec";
import type { Node } from "../trace/node.js";
import type { Step } from "../trace/order.js";
import { endsOf } from "../trace/connection.js";
import { initialHistories, Positions, type Entry, type Start } from "./history.js";
import * as tla from "./literal.js";
import { Numbering, type Numbered } from "./post.js";

/** Translates steps one after the other; what it learns of zxids on the way stays in it. */
export class Translator {
  readonly positions = new Positions();
  readonly histories: ReadonlyMap<number, readonly Entry[]>;
  /** Where the initial histories of two servers disagree about a zxid they share. */
  readonly conflicts: readonly { readonly start: Start; readonly problem: string }[];
  readonly #servers = new Map<number, { numbering: Numbering; last: Numbered }>();

  /** @throws CannotTell when the initial histories cannot be related. */
  constructor(starts: readonly Start[]) {
    this.histories = initialHistories(starts);
    this.conflicts = starts.flatMap((start) => {
      const own = this.histories.get(start.header.server) ?? [];
      return own.flatMap(({ zxid, val }, k) => {
        const problem = this.positions.add(zxid, k + 1, val);
        return problem === null ? [] : [{ start, problem }];
      });
    });
    for (const { header } of starts) this.#start(header);
  }

  /** One step as a tuple. A restart whose history contradicts the run is noted at its node. */
  translate(step: Step): string {
    if (step.kind === "break") {
      const server = String(step.learner);
      return tla.tuple([tla.text("Break"), server, `<<${server}>>`, "<<>>", "<<>>", "<<>>"]);
    }
    const { node } = step;
    if (step.kind === "restart") return this.#restart(node);
    if (step.kind === "refused") {
      const ends = endsOf(node.event?.in?.c ?? "");
      const parameters = tla.tuple([String(node.server), String(ends?.learner)]);
      const name = tla.text("Refused");
      return tla.tuple([name, String(node.server), parameters, "<<>>", "<<>>", "<<>>"]);
    }
    return this.#event(node);
  }

  #start(header: TraceHeader): Numbered {
    const numbering = new Numbering(this.positions, header);
    const last = numbering.numbered();
    this.#servers.set(header.server, { numbering, last });
    return last;
  }

  #restart(node: Node): string {
    const header = node.header as TraceHeader;
    const before = this.#servers.get(node.server)?.last ?? [];
    for (const [zxid, val] of header.base.log) {
      const known = this.positions.val(zxid);
      if (known === undefined || known === val) continue;
      node.contradictions.push({ name: `base.log ${zxid}`, recorded: val, expected: known });
    }
    const changes = difference(before, this.#start(header));
    const server = String(node.server);
    return tla.tuple([tla.text("Restart"), server, `<<${server}>>`, changes, "<<>>", "<<>>"]);
  }

  #event(node: Node): string {
    const { event, server } = node;
    const known = this.#servers.get(server);
    if (event === null || event.a === null || known === undefined) return "<<>>";
    const { numbering } = known;
    const { a, post } = event;
    const before = numbering.own;
    if (a === "LeaderProcessRequest") {
      const index = numbering.inSpec(before.memLen) + 1;
      this.positions.add(post.memLast ?? "", index, event.p.v ?? "");
    }
    if (a === "FollowerProcessSNAP") numbering.takeSnapshot(post);
    const forgets = before.role === "FOLLOWING" && before.phase === "sync";
    if (forgets && post.role === "LOOKING") numbering.forgetSync();
    if (a === "DiskComplete") numbering.complete();
    numbering.take(post);
    for (const { op } of event.disk) numbering.queue(op);
    const after = numbering.numbered();
    const changes = difference(known.last, after);
    known.last = after;
    const names = parametersOf("Zab", a) ?? [];
    const parameters = tla.tuple(names.map((name) => tla.field(event.p[name] ?? 0)));
    const queued = tla.tuple(event.disk.map((d) => operation(d, numbering)));
    return tla.tuple([tla.text(a), String(server), parameters, changes, sent(node), queued]);
  }
}

/** The fields that changed, by their positions from 1. */
function difference(before: Numbered, after: Numbered): string {
  const parts: string[] = [];
  after.forEach((value, k) => {
    if (value !== before[k]) parts.push(String(k + 1), tla.field(value));
  });
  return tla.tuple(parts);
}

function operation(d: TraceDiskOperation, numbering: Numbering): string {
  switch (d.op) {
    case "append":
      return tla.tuple([tla.text(d.op), tla.zxid(d.zxid)]);
    case "replace":
      return tla.tuple([tla.text(d.op), String(numbering.inSpec(d.len)), tla.zxid(d.last)]);
    default:
      return tla.tuple([tla.text(d.op), String(d.epoch)]);
  }
}

/** The messages sent, by the learner whose connection carried them. */
function sent({ event }: Node): string {
  const byLearner = new Map<number, string[]>();
  for (const { c, m } of event?.out ?? []) {
    const learner = endsOf(c)?.learner ?? 0;
    const messages = byLearner.get(learner);
    if (messages === undefined) byLearner.set(learner, [tla.message(m)]);
    else messages.push(tla.message(m));
  }
  return tla.tuple(
    [...byLearner].map(([learner, messages]) => tla.tuple([String(learner), tla.tuple(messages)])),
  );
}
