/** The election's part of a run: its own lines, and those of Zab.tla that touch it. */
import { unjudged } from "../../../../dist/conformance/trace/unjudged.js";
import { Knowledge, meetingOf, type Known } from "../../../../dist/conformance/trace/known.js";
import { node, type Node } from "../../../../dist/conformance/trace/node.js";
import type { Life, Recorded, Run } from "./run.js";

/** What the judge of the election looks at. */
export interface Elections {
  /** Per voter, in the order of its files and lines. */
  readonly perServer: ReadonlyMap<number, readonly Node[]>;
  readonly known: ReadonlyMap<Node, Known>;
  /** How often each action of Election.tla was recorded. */
  readonly actions: ReadonlyMap<string, number>;
  /** Lines of the election, those included that are not judged. */
  readonly read: number;
  readonly judged: number;
  /** What is not judged, and why. */
  readonly notes: readonly string[];
}

/** Collects the election's lines, which may be none. */
export function electionsOf(run: Run): Elections {
  const perServer = new Map<number, Node[]>();
  const known = new Map<Node, Known>();
  const actions = new Map<string, number>();
  let read = 0;
  let judged = 0;
  for (const [server, lives] of run.lives) {
    const votes = run.voters.includes(server);
    const own: Node[] = [];
    if (votes) perServer.set(server, own);
    for (const [k, life] of lives.entries()) {
      const recorded = new LifeReader(life, k > 0, run);
      const elected = life.events.filter(({ event }) => event.spec === "Election");
      read += elected.length;
      if (!votes) continue;
      for (const [at, facts] of recorded.nodes()) {
        own.push(at);
        known.set(at, facts);
        const name = at.event?.spec === "Election" ? at.event.a : null;
        if (name === null) continue;
        judged += 1;
        actions.set(name, (actions.get(name) ?? 0) + 1);
      }
    }
  }
  return { perServer, known, actions, read, judged, notes: unjudged(run, read, judged) };
}

/** Reads one life, line by line, and remembers what Zab.tla says of it. */
class LifeReader {
  readonly #life: Life;
  readonly #restarts: boolean;
  readonly #run: Run;
  readonly #knowledge: Knowledge;

  constructor(life: Life, restarts: boolean, run: Run) {
    this.#life = life;
    this.#restarts = restarts;
    this.#run = run;
    this.#knowledge = new Knowledge(life.header);
  }

  *nodes(): Generator<readonly [Node, Known]> {
    const { file, header, events } = this.#life;
    if (this.#restarts) {
      yield [node("restart", { file, line: 1 }, header.server, { header }), this.#knowledge.known];
    }
    for (const recorded of events) {
      this.#knowledge.take(recorded.event);
      if (this.#counts(recorded)) {
        const { place, server, event } = recorded;
        yield [node("event", place, server, { event }), this.#knowledge.known];
      }
    }
  }

  /** Whether the election has to do with a line. */
  #counts({ event }: Recorded): boolean {
    if (event.spec !== "Election") return meetingOf(event) !== null;
    if (event.a === null) return false;
    const { servers, voters } = this.#run;
    const { f } = event.p;
    const stranger = f !== undefined && servers.includes(f) && !voters.includes(f);
    return !(event.a === "RepeatLast" && stranger);
  }
}
