import type { SyncMode } from "#state-machine";
import { RecordedEnsemble, dice } from "./recorded-ensemble.js";

/** How a random run is made. */
export interface Walk {
  readonly seed: number;
  readonly steps: number;
  readonly servers?: readonly number[];
  readonly voters?: readonly number[];
  /** How often things fail: 0 never, 1 as often as is useful. */
  readonly trouble?: number;
}

const MODES: readonly SyncMode[] = ["DIFF", "TRUNC", "SNAP"];

/** A random run of the reducers, weighted so that most of it is broadcast. */
export function randomWalk(walk: Walk): RecordedEnsemble {
  const { seed, steps, servers = [1, 2, 3], trouble = 1 } = walk;
  const ensemble = new RecordedEnsemble(servers, walk.voters ?? servers);
  walkOn(ensemble, dice(seed), steps, trouble);
  return ensemble;
}

/** Goes on with a run. */
export function walkOn(
  ensemble: RecordedEnsemble,
  random: () => number,
  steps: number,
  trouble: number,
): void {
  for (let k = 0; k < steps; k += 1) {
    if (random() < 0.012 * trouble) fail(ensemble, random);
    else progress(ensemble, random);
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}

function fail(ensemble: RecordedEnsemble, random: () => number): void {
  const s = pick(ensemble.servers, random);
  const kind = random();
  if (kind < 0.35) ensemble.restart(s.id, Math.floor(random() * (s.state.diskQueue.length + 1)));
  else if (kind < 0.8) ensemble.break(s.id);
  else ensemble.snapshot(s.id);
}

/** One step that the protocol can take; gives up after a bounded search. */
function progress(ensemble: RecordedEnsemble, random: () => number): void {
  for (const { id, state, own, learners } of shuffled(ensemble.servers, random)) {
    const dead = [...learners.values()].find(({ alive }) => !alive);
    const options: (() => boolean)[] = [
      () => ensemble.disk(id),
      () => ensemble.read(id, id),
      () => shuffled([...learners.keys()], random).some((f) => ensemble.read(id, f)),
      () => ensemble.servers.some(({ id: f }) => f !== id && ensemble.accept(id, f)),
      () =>
        [...learners.keys()].some((f) =>
          shuffled(MODES, random).some((mode) => ensemble.sync(id, f, mode, random)),
        ),
      () => random() < 0.5 && ensemble.request(id, hex(random)),
      () => own?.alive === false && random() < 0.4 && ensemble.loseLeader(id),
      () => dead !== undefined && random() < 0.4 && ensemble.dropLearner(id, dead.learner),
      () => state.role === "LEADING" && random() < 0.2 && ensemble.loseQuorum(id),
      () => state.role === "LOOKING" && elect(ensemble, id, random),
      () => own !== null && !own.accepted && stale(ensemble, own.leader) && ensemble.break(id),
    ];
    if (shuffled(options, random).some((option) => option())) return;
  }
}

/** Whether nobody will accept a connection to this server. */
function stale(ensemble: RecordedEnsemble, leader: number): boolean {
  return ensemble.server(leader).state.role !== "LEADING";
}

function elect(ensemble: RecordedEnsemble, id: number, random: () => number): boolean {
  const leading = ensemble.servers.filter(({ state }) => state.role === "LEADING");
  const other = pick(leading, random) as (typeof leading)[number] | undefined;
  if (other !== undefined && random() < 0.97) return ensemble.follow(id, other.id);
  const better = ensemble.servers.some(
    ({ id: rival, state }) =>
      rival !== id &&
      state.role === "LOOKING" &&
      state.voters.includes(rival) &&
      rank(state) > rank(ensemble.server(id).state),
  );
  if (better && random() < 0.95) return false;
  return (
    ensemble.lead(id) || (random() < 0.05 && ensemble.follow(id, pick(ensemble.servers, random).id))
  );
}

function rank({
  currentEpoch,
  memLog,
}: {
  currentEpoch: number;
  memLog: { lastZxid: { epoch: number; counter: number } };
}): number {
  const { epoch, counter } = memLog.lastZxid;
  return currentEpoch * 1e10 + epoch * 1e5 + counter;
}

function hex(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}
