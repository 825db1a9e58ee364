/** All that was read of a run, in the order in which a judge goes through it. */
import { zabParameters } from "#codec";
import { specFolder } from "./judge/spec-files.js";
import type { Summary } from "./report/verdict.js";
import { orderConnections } from "./trace/connections.js";
import { digestNotes } from "./trace/digests.js";
import { electionsOf, type Elections } from "./trace/elections.js";
import { gatherRun } from "./trace/gather.js";
import { matchMessages } from "./trace/match.js";
import type { Node } from "./trace/node.js";
import { nodesOf, type Lines } from "./trace/nodes.js";
import { matchNotifications } from "./trace/notifications.js";
import { causalOrder, inOrder, type Step } from "./trace/order.js";
import type { Run } from "./trace/run.js";

export interface Evidence {
  readonly run: Run;
  readonly steps: readonly Step[];
  /** Null for a run in which no voter recorded an election. */
  readonly election: ElectionEvidence | null;
  readonly summary: Summary;
  /** Where the spec that was recorded for is not the one at hand. */
  readonly otherSpec: readonly string[];
}

/**
 * The election has an order of its own: a notification may arrive before what its sender's last
 * connection of Zab still carries, which the order of Zab puts before the end of that connection.
 */
export interface ElectionEvidence {
  readonly elections: Elections;
  readonly steps: readonly Step[];
  /** The line that sent what a line reads. */
  readonly senders: ReadonlyMap<Node, Node>;
}

/** @throws BadInput, CannotTell */
export async function evidenceOf(
  source: string | readonly string[],
  specDir: string = specFolder(),
): Promise<Evidence> {
  const run = await gatherRun(source);
  const lines = nodesOf(run);
  matchMessages(run, lines.perServer);
  const steps = inOrder(orderConnections(lines.perServer));
  const elections = electionsOf(run);
  const election = elections.judged > 0 ? electionEvidence(run, elections) : null;
  const modules = election === null ? (["Zab"] as const) : (["Zab", "Election"] as const);
  const specs = [...run.lives.values()].flat().map(({ header }) => header.spec);
  const otherSpec = await digestNotes(specs, modules, specDir);
  const notes = [...run.notes, ...otherSpec, ...elections.notes];
  const summary = { ...summaryOf(run, lines, steps, elections), notes };
  return { run, steps, election, summary, otherSpec };
}

function electionEvidence(run: Run, elections: Elections): ElectionEvidence {
  const senders = matchNotifications(run, elections.perServer);
  const nodes = causalOrder(elections.perServer);
  const steps = nodes.map((node) => ({ kind: node.kind, node, learner: node.server }));
  return { elections, steps, senders };
}

function summaryOf(run: Run, lines: Lines, steps: readonly Step[], elections: Elections): Summary {
  const byName = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const actions = byName(lines.actions);
  return {
    files: [...run.lives.values()].reduce((sum, lives) => sum + lives.length, 0),
    servers: run.servers,
    voters: run.voters,
    steps: steps.length,
    actions,
    neverSeen: Object.keys(zabParameters).filter((name) => !Object.hasOwn(actions, name)),
    restarts: steps.filter(({ kind }) => kind === "restart").length,
    breaks: steps.filter(({ kind }) => kind === "break").length,
    electionEvents: elections.read,
    electionJudged: elections.judged,
    electionActions: byName(elections.actions),
    dropped: lines.dropped,
    silent: [...run.lives.values()]
      .flat()
      .flatMap(({ file, events }) => (events.length === 0 ? [file] : [])),
    notes: run.notes,
  };
}
