// Promise: what spec/models/Bugs.tla and BugsElection.tla ask is asked here of reducers' states.
import { parseTlaValue } from "tla2tools-runner";
import { BugsError } from "./bugs-error.js";

type Variables = ReadonlyMap<string, string>;

interface Message {
  readonly type: string;
  readonly zxid: readonly [number, number];
}

interface Notification {
  readonly state: string;
  readonly vote: { readonly leader: number; readonly epoch: number };
}

/** A variable as a value; functions over servers are arrays. */
function value<T>(variables: Variables, name: string): T {
  return parseTlaValue(variables.get(name) ?? "<<>>") as T;
}

/** The learners whose connection to leader `l` is up, counted from 0. */
function linked(variables: Variables, l: number): readonly number[] {
  const role = value<string[]>(variables, "role");
  const leaderOf = value<(number | symbol)[]>(variables, "leaderOf");
  const link = value<string[]>(variables, "link");
  return role.flatMap((one, f) =>
    one === "FOLLOWING" && serverOf(leaderOf[f]) === l && link[f] === "up" ? [f] : [],
  );
}

/** A server as its place, from its number or its name in the model. */
function serverOf(server: number | symbol | undefined): number {
  const text = typeof server === "symbol" ? (server.description ?? "") : String(server);
  return Number(/\d+$/.exec(text)?.[0] ?? 0) - 1;
}

/** @spec Bugs!AcksInOrder */
function AcksInOrder(variables: Variables): boolean {
  const toLeader = value<Message[][]>(variables, "toLeader");
  return value<string[][]>(variables, "learner").every((learners, l) =>
    linked(variables, l).every((f) => {
      const head = toLeader[f]?.[0];
      return head?.type !== "ACK" || head.zxid[1] === 0 || learners[f] === "ready";
    }),
  );
}

/** @spec Bugs!EverybodyServes */
export function EverybodyServes(variables: Variables): boolean {
  const role = value<string[]>(variables, "role");
  const phase = value<string[]>(variables, "phase");
  return role.some(
    (one, l) =>
      one === "LEADING" &&
      phase.every((each) => each === "broadcast") &&
      linked(variables, l).length === role.length - 1,
  );
}

/** @spec BugsElection!LateJoinerJoins */
function LateJoinerJoins(variables: Variables): boolean {
  const role = value<string[]>(variables, "role");
  const vote = value<(object | symbol)[]>(variables, "vote");
  const sets = value<(Notification | symbol)[][]>(variables, "outOfElection");
  return sets.every((heard, s) => {
    if (role[s] !== "LOOKING" || typeof vote[s] === "symbol") return true;
    const settled = heard.filter((one) => typeof one !== "symbol");
    return heard.every((word, l) => {
      if (l === s || typeof word === "symbol") return true;
      if (word.state !== "LEADING" || word.vote.leader !== l + 1) return true;
      const { leader, epoch } = word.vote;
      const same = settled.filter(({ vote: v }) => v.leader === leader && v.epoch === epoch);
      return same.length * 2 <= heard.length;
    });
  });
}

const OWN: Readonly<Record<string, (variables: Variables) => boolean>> = {
  AcksInOrder,
  LateJoinerJoins,
};

/** The first of these properties that the state does not have. */
export function violatedOf(names: readonly string[], variables: Variables): string | undefined {
  return names.find((name) => {
    const holds = OWN[name];
    if (holds === undefined) throw new BugsError(`extra: ${name} is not in bugs/own-properties.ts`);
    return !holds(variables);
  });
}
