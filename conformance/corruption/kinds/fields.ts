/** One field of what a server says of itself after a step is not what it was. */
import type { Damage, Kind } from "../damage.js";
import { eventsOf, withEvent, type OpenAt } from "../open-line.js";
import type { Random } from "../../random.js";
import { serverOf, type RunText } from "../run-text.js";

const ROLES = ["LOOKING", "LEADING", "FOLLOWING"];
const PHASES = ["election", "discovery", "sync", "newleader", "broadcast"];

/** Another value of the same type. */
export function another(value: unknown, random: Random): unknown {
  if (typeof value === "number")
    return value === 0 || random.below(2) === 0 ? value + 1 : value - 1;
  if (typeof value === "boolean") return !value;
  const text = String(value);
  if (ROLES.includes(text)) return random.pick(ROLES.filter((role) => role !== text));
  if (PHASES.includes(text)) return random.pick(PHASES.filter((phase) => phase !== text));
  const zxid = /^(\d+):(\d+)$/.exec(text);
  if (zxid !== null) {
    const [epoch, counter] = [Number(zxid[1]), Number(zxid[2])];
    return random.below(4) === 0
      ? `${String(epoch + 1)}:${String(counter)}`
      : `${String(epoch)}:${String(another(counter, random))}`;
  }
  return text.endsWith("0") ? `${text.slice(0, -1)}1` : `${text.slice(0, -1)}0`;
}

function changed(run: RunText, random: Random, wanted: (field: string) => boolean): Damage | null {
  const fits = ({ event }: OpenAt) => Object.keys(event.post).filter(wanted);
  const at = random.pick(eventsOf(run).filter((found) => fits(found).length > 0));
  if (at === undefined) return null;
  const field = random.pick(fits(at)) as string;
  const before = at.event.post[field];
  const after =
    field === "leader"
      ? random.pick(leaders(run).filter((leader) => leader !== before))
      : another(before, random);
  const event = { ...at.event, post: { ...at.event.post, [field]: after } };
  const told = `post.${field} ${String(before)} becomes ${String(after)}`;
  return { run: withEvent(run, at, event), at: [at], names: [`post.${field}`], told };
}

function leaders(run: RunText): number[] {
  return [...new Set([0, ...[...run.keys()].map(serverOf)])];
}

function kind(name: string, fields: readonly string[]): Kind {
  return {
    name,
    wanted: "refused",
    named: "field",
    make: (run, random) => changed(run, random, (field) => fields.includes(field)),
  };
}

export const fieldKinds: readonly Kind[] = [
  kind("role or phase changed", ["role", "phase"]),
  kind("epoch on disk off by one", ["acceptedEpoch", "currentEpoch"]),
  kind("epoch being formed off by one", ["proposedEpoch"]),
  kind("last zxid off by one", ["memLast", "durLast"]),
  kind("log length off by one", ["memLen", "durLen"]),
  kind("commit index off by one", ["committed"]),
  kind("disk queue's length off by one", ["queueLen"]),
  kind("vote, round or timer changed", ["leader", "round", "finalizing"]),
  {
    name: "changed field left out",
    wanted: "refused",
    named: "field",
    make(run, random) {
      const at = random.pick(
        eventsOf(run).filter(({ event }) => Object.keys(event.post).length > 0),
      );
      if (at === undefined) return null;
      const field = random.pick(Object.keys(at.event.post)) as string;
      const { [field]: _left, ...post } = at.event.post;
      const told = `post.${field} is left out`;
      const names = [`post.${field}`];
      return { run: withEvent(run, at, { ...at.event, post }), at: [at], names, told };
    },
  },
];
